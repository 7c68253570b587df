using System.Runtime.CompilerServices;
using System.Text;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;

namespace Nscp.Reviews.Domain.Tests.Events;

/// <summary><c>docs/events.md</c> between its markers is made from the code; to write it anew run the tests with REVIEWS_WRITE_DOCS=1.</summary>
public class WritingTheEventsDocument
{
    const string From = "<!-- from here: made from the code -->", To = "<!-- to here: made from the code -->";

    [Fact]
    public void Says_what_the_code_says()
    {
        var path = Path.Combine(Root(), "docs", "events.md");
        var document = File.ReadAllText(path);
        var (start, end) = (document.IndexOf(From, StringComparison.Ordinal) + From.Length, document.IndexOf(To, StringComparison.Ordinal));
        var expected = $"\n\n{Generated()}\n";
        if (Environment.GetEnvironmentVariable("REVIEWS_WRITE_DOCS") == "1") File.WriteAllText(path, document[..start] + expected + document[end..]);
        else if (document[start..end] != expected) throw new ShouldAssertException($"docs/events.md differs from the code. Between its markers it should say:\n{expected}");
    }

    [Fact]
    public void Has_a_milestone_for_every_event() =>
        AllMilestones.All.SelectMany(m => m.Facts).Distinct().Concat(EventCatalogue.Reports).ShouldBe(EventCatalogue.Names.Select(EventCatalogue.TypeOf), ignoreOrder: true);

    static string Generated()
    {
        var text = new StringBuilder();
        text.Append("## Refusals that any milestone can give\n\n| | |\n| --- | --- |\n").Append(Codes(EveryMilestone.Codes)).Append('\n');
        foreach (var milestone in AllMilestones.All) text.Append(One(milestone));
        text.Append("## Reports\n\nNo person records these: they tell in a case what followed elsewhere, and cannot be corrected.\n\n");
        foreach (var report in EventCatalogue.Reports) text.Append($"- `{EventCatalogue.Names.Single(n => EventCatalogue.TypeOf(n) == report)}`\n");
        text.Append("\n## Events\n\n| event | its fields; those in *italics* are protected text |\n| --- | --- |\n");
        foreach (var name in EventCatalogue.Names.Order(StringComparer.Ordinal)) text.Append($"| `{name}` | {Fields(EventCatalogue.TypeOf(name))} |\n");
        return text.ToString();
    }

    static string One(Milestone milestone) => $"""
        ## {Address(milestone)}

        {milestone.Does}.{(milestone.OnClosedCases ? " Also on a closed case." : "")}{Kinds(milestone)}

        | | |
        | --- | --- |
        | fields | {Command(milestone.Command)} |
        | becomes | {string.Join(", ", milestone.Facts.Select(f => $"`{EventCatalogue.Names.Single(n => EventCatalogue.TypeOf(n) == f)}`"))} |
        {Codes(milestone.Codes)}

        """.Replace("\r", "");

    static string Kinds(Milestone milestone) =>
        milestone.Kinds.Count == Enum.GetValues<CaseKind>().Length ? "" : $" Only for a case of kind {string.Join(" or ", milestone.Kinds.Select(Say.Plain))}.";

    static string Address(Milestone milestone) => milestone.Scope switch
    {
        Scope.Opening => $"POST /cases, kind {milestone.Route}",
        Scope.Case => $"POST /cases/{{reference}}/{milestone.Route}",
        Scope.Recommendation => $"POST /cases/{{reference}}/recommendations/{{id}}/{milestone.Route}",
        Scope.Action => $"POST /cases/{{reference}}/recommendations/{{id}}/actions/{{n}}/{milestone.Route}",
    };

    static string Codes(IReadOnlyList<(string Code, bool Irregular)> codes)
    {
        var (impossible, irregular) = (List(codes.Where(c => !c.Irregular)), List(codes.Where(c => c.Irregular)));
        return $"| impossible | {impossible} |\n| irregular | {irregular} |\n";

        static string List(IEnumerable<(string Code, bool)> some) => string.Join(", ", some.Select(c => $"`{c.Code}`")) is { Length: > 0 } list ? list : "none of its own";
    }

    static string Command(Type command) => string.Join(", ", command.GetConstructors().Single().GetParameters()
        .Select(p => $"`{char.ToLowerInvariant(p.Name![0])}{p.Name[1..]}`{(p.HasDefaultValue ? " (optional)" : "")}")) is { Length: > 0 } fields ? fields : "none of its own";

    static string Fields(Type fact) => string.Join(", ", EventCatalogue.FieldsOf(fact).Select(f => f.Value ? $"*{f.Key}*" : f.Key)) is { Length: > 0 } fields ? fields : "none";

    static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
