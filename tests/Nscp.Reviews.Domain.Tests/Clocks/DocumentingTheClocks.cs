using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Domain.Tests.Clocks;

public class DocumentingTheClocks
{
    static readonly LocalDate FridayIn2026 = new(2026, 11, 20);
    static readonly Dictionary<string, string[]> Rows = ClocksPage.Table("| clock | owed by").ToDictionary(Name);

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
    public void Names_every_clock_and_every_policy_and_no_other()
    {
        Rows.Keys.ShouldBe(ClockIds.All, ignoreOrder: true);
        ClocksPage.Table("| policy | whose").Select(Name).ShouldBe(ClockPolicies.Shipped.All.Select(policy => policy.Id), ignoreOrder: true);
    }

    public static TheoryData<string, string, string, string> EachExample() =>
        [.. Examples.Select(cells => (cells[1], cells[2], cells[3], cells[4]))];

    [Theory, MemberData(nameof(EachExample))]
    public void Counts_each_example_as_the_code_does(string rule, string from, string allowed, string due)
    {
        var (number, unit, direction) = allowed.Split(' ') is [var n, .. var words, var last] ? (int.Parse(n), string.Join(' ', words).TrimEnd('s'), last) : default;
        var allowance = new Allowance(number, Enum.GetValues<AllowanceUnit>().Single(u => Word(u).Replace('-', ' ').TrimEnd('s') == unit));
        var day = LocalDatePattern.CreateWithInvariantCulture("dddd d MMMM yyyy");
        var counted = Counting.Due(
            WorkingDayCalendar.Shipped, day.Parse(from).Value, allowance, direction == "after" ? Direction.Forward : Direction.Back,
            Enum.Parse<CountingRule>(rule[..1]), rule.EndsWith(", clear days", StringComparison.Ordinal));
        day.Format(counted.Date!.Value).ShouldBe(due);
    }

    [Fact]
    public void Has_an_example_of_every_rule_unit_and_direction_and_of_clear_days()
    {
        Examples.Select(cells => cells[1]).Distinct().Order().ShouldBe(["A", "A, clear days", "B", "C"]);
        Examples.Select(cells => cells[3].Split(' ', 2)[1].Replace("days", "day")).Distinct().Order()
            .ShouldBe(["day before", "months after", "working day after", "working day before", "year after"]);
    }

    static IEnumerable<string> SourcesOf(string clock) =>
        from policy in ClockPolicies.Shipped.All
        from definition in policy.Clocks
        where definition.ClockId == clock
        select definition.Source.Split(';')[0];

    static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    static IReadOnlyList<string[]> Examples => ClocksPage.Table("| rule | from");

    static string Name(string[] cells) => cells[1].Trim('`');
}
