using System.Text.RegularExpressions;

namespace Nscp.Reviews.Architecture.Tests;

/// <summary><c>docs/clocks-tests.md</c> names the tests that hold each rule. A name that is no test would be a promise that nothing keeps.</summary>
public partial class NamingTheTestsOfTheClocks
{
    static readonly string[] Page = File.ReadAllLines(Path.Combine(House.Root, "docs", "clocks-tests.md"));
    static readonly HashSet<string> Tests = [.. House.FilesBelow(Path.Combine(House.Root, "tests")).Where(f => f.EndsWith(".cs", StringComparison.Ordinal)).SelectMany(f => TestsIn(File.ReadAllText(f)))];

    [Fact]
    public void Names_only_tests_that_there_are() => Page.SelectMany(Named).Where(name => !Tests.Contains(name)).ShouldBeEmpty();

    [Fact]
    public void Names_a_test_for_every_rule() =>
        Page.Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line is not ("| rule | held by |" or "| --- | --- |")).Where(line => !Named(line).Any()).ShouldBeEmpty();

    /// <summary>The clocks' own page lists them; each stands in a rule here, by its name.</summary>
    [Fact]
    public void Has_a_rule_for_every_clock()
    {
        var clocks = File.ReadLines(Path.Combine(House.Root, "docs", "clocks.md")).SkipWhile(line => !line.StartsWith("| clock | owed by", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|')).Select(line => line.Split('`')[1]).ToList();
        clocks.Count.ShouldBeGreaterThan(10);
        clocks.Where(clock => !Page.Any(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains($"`{clock}`", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void Knows_a_test_from_what_is_none() => TestsIn(
        """
        public class Counting
        {
            [Fact]
            public void Is_a_test() => Nothing();

            [Theory, MemberData(nameof(Days))]
            [InlineData(1)]
            public async Task Is_a_test_too(int day)
            {
            }

            public static void Is_none() { }
        }

        public partial class Another
        {
            [Fact]
            public void Is_a_test() { }
        }
        """).ShouldBe(["Counting.Is_a_test", "Counting.Is_a_test_too", "Another.Is_a_test"]);

    static IEnumerable<string> Named(string line) => Name().Matches(line).Select(name => name.Groups[1].Value);

    static IEnumerable<string> TestsIn(string source)
    {
        var (type, isTest) = ("", false);
        foreach (var line in source.Split('\n'))
        {
            if (Type().Match(line) is { Success: true } found) type = found.Groups[1].Value;
            else if (Attribute().IsMatch(line)) isTest = true;
            else if (Method().Match(line) is { Success: true } method)
            {
                if (isTest) yield return $"{type}.{method.Groups[1].Value}";
                isTest = false;
            }
        }
    }

    [GeneratedRegex(@"`([A-Z]\w+\.\w+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\s*(?:public |internal |sealed |abstract |static |partial )*class (\w+)")]
    private static partial Regex Type();

    [GeneratedRegex(@"^\s*\[(?:Fact|Theory)\b")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^\s*(?:public|internal|private|protected|static)[\w<>?,.\[\] ()]* (\w+)\(")]
    private static partial Regex Method();
}
