using System.Text.Json;
using NodaTime;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Domain.Tests.Clocks;

public class DocumentingTheClocks
{
    static readonly LocalDate FridayIn2026 = new(2026, 11, 20);
    static readonly Dictionary<string, string[]> Rows = ReadRows();

    public static TheoryData<string> Clocks() => [.. ClockIds.All.Order()];

    [Theory, MemberData(nameof(Clocks))]
    public void Says_what_the_data_says(string clock)
    {
        var definition = ClockPolicies.Shipped.For(clock, "NSCP", FridayIn2026)!;
        Rows.ShouldContainKey(clock);
        var (allowance, force, source) = (Rows[clock][4], Rows[clock][6].Trim('*', ' '), Rows[clock][7]);
        force.ShouldStartWith(Word(definition.Force));
        if (definition.Allowance is ClockAllowance.Fixed { Allowance: var fixedOne })
            $" {allowance} ".ShouldContain($" {fixedOne.N} {Word(fixedOne.Unit).Replace('-', ' ').TrimEnd('s')}");
        if (source != "the same") source.Split(';')[0].ShouldBeOneOf([.. SourcesOf(clock)]);
    }

    [Fact]
    public void Names_every_clock_and_every_policy_and_no_other() =>
        Rows.Keys.ShouldBe([.. ClockIds.All, .. ClockPolicies.Shipped.All.Select(policy => policy.Id)], ignoreOrder: true);

    static IEnumerable<string> SourcesOf(string clock) =>
        from policy in ClockPolicies.Shipped.All
        from definition in policy.Clocks
        where definition.ClockId == clock
        select definition.Source.Split(';')[0];

    static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    static Dictionary<string, string[]> ReadRows()
    {
        using var reader = new StreamReader(typeof(DocumentingTheClocks).Assembly.GetManifestResourceStream("clocks.md")!);
        return reader.ReadToEnd().Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[1].Trim('`'));
    }
}
