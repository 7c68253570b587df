using System.Globalization;
using System.Text;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.Domain.Plans;
using static Nscp.Reviews.Domain.Tests.Milestones.Stories;

namespace Nscp.Reviews.Domain.Tests.Plans;

public class ReadingTimetables
{
    const string Meeting = """{ "id": "meeting", "title": "We meet", "workingDay": 8, "doneWhen": "rapid-review-held" }""";
    const string Sent = """{ "id": "sent", "title": "It goes to the Panel", "workingDay": 14, "doneWhen": "report-sent" }""";

    [Fact]
    public void Gives_a_partnership_its_own_and_every_other_the_usual_one()
    {
        var timetables = RapidReviewTimetables.Shipped;
        timetables.For(Org("NSCP")).Steps.Count.ShouldBe(5);
        timetables.For(Org("NCSCP")).Partnership.ShouldBeNull();
    }

    /// <summary>Fifteen working days are allowed from the day on which the SIN is sent, which may be one before it is received.</summary>
    [Theory]
    [InlineData("NSCP")]
    [InlineData("NCSCP")]
    public void Leaves_time_before_the_fifteenth_working_day(string partnership) =>
        RapidReviewTimetables.Shipped.For(Org(partnership)).Steps.ShouldAllBe(step => step.WorkingDay <= 13);

    [Fact]
    public void Lets_a_deployments_own_take_the_place_of_a_shipped_one_and_leaves_the_others()
    {
        var timetables = With($"[{Timetable(Meeting, Sent)}]");
        timetables.For(Org("NSCP")).Steps.Select(step => (step.Id, step.WorkingDay, step.DoneWhen)).ShouldBe([("meeting", 8, PlannedFact.RapidReviewHeld), ("sent", 14, PlannedFact.ReportSent)]);
        timetables.For(Org("NCSCP")).ShouldBe(RapidReviewTimetables.Shipped.For(Org("NCSCP")));
        With("[]").For(Org("NSCP")).ShouldBe(RapidReviewTimetables.Shipped.For(Org("NSCP")));
        With($"\uFEFF[{Timetable(Meeting)}]").For(Org("NSCP")).Steps.Count.ShouldBe(1);
    }

    [Fact]
    public void Refuses_a_timetable_that_cannot_hold()
    {
        Refusal(Timetable()).ShouldBe("Timetable “Ours”: it has between 1 and 20 steps.");
        Refusal(Timetable([.. Enumerable.Range(0, 21).Select(n => Meeting.Replace("meeting", $"{(char)('a' + n)}"))])).ShouldBe("Timetable “Ours”: it has between 1 and 20 steps.");
        Refusal(Timetable(Meeting, Meeting)).ShouldBe("Timetable “Ours”: meeting is there more than once.");
        Refusal(Timetable(Sent, Meeting)).ShouldBe("Timetable “Ours”: its steps stand in the order of their working days.");
        Refusal(Timetable(Meeting.Replace("8", "-1"))).ShouldBe("Timetable “Ours”: meeting has a workingDay between 0 and 60.");
        Refusal(Timetable(Meeting.Replace("8", "61"))).ShouldBe("Timetable “Ours”: meeting has a workingDay between 0 and 60.");
        Refusal(Timetable(Meeting.Replace("\"meeting\"", "\"The meeting\""))).ShouldBe("Timetable “Ours”: “The meeting” is no id: small letters with hyphens between the words, as in returns-in.");
        Refusal(Timetable(Meeting), Timetable(Sent)).ShouldBe("There is more than one timetable for NSCP.");
    }

    [Theory]
    [InlineData("\"NO-SUCH\"")]
    [InlineData("\"NUH\"")]
    [InlineData("null")]
    public void Refuses_one_of_no_partnership(string partnership) =>
        Refusal(Timetable(Meeting).Replace("\"NSCP\"", partnership)).ShouldStartWith("Timetable “Ours”: write \"partnership\" with one of ");

    [Theory]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("[null]")]
    [InlineData("{}")]
    [InlineData("""[{ "title": "Ours" }]""")]
    [InlineData("""[{ "title": "Ours", "partnership": "NSCP", "steps": [null] }]""")]
    [InlineData("""[{ "title": "Ours", "partnership": "NSCP", "steps": [{ "id": "a", "title": "A", "workingDay": 1.5, "doneWhen": "report-sent" }] }]""")]
    [InlineData("""[{ "title": "Ours", "partnership": "NSCP", "steps": [{ "id": "a", "title": "A", "workingDay": 1, "doneWhen": "tea-served" }] }]""")]
    [InlineData("""[{ "title": "\ud800", "partnership": "NSCP", "steps": [] }]""")]
    [InlineData("""[{ "title": " ", "partnership": "NSCP", "steps": [] }]""")]
    [InlineData("""[{ "title": "Ours", "partnership": "NSCP", "steps": [], "due": 15 }]""")]
    public void Refuses_what_cannot_be_read(string file) => Should.Throw<InvalidTimetableException>(() => With(file)).Message.ShouldStartWith("The timetables cannot be read: ");

    [Fact]
    public void Refuses_what_is_not_UTF_8() => Should.Throw<InvalidTimetableException>(
        () => RapidReviewTimetables.Shipped.With(Encoding.Latin1.GetBytes($"[{Timetable(Meeting).Replace("Ours", "Nôtre")}]"), OrganisationRegister.Shipped)).Message.ShouldStartWith("The timetables cannot be read: ");

    [Fact]
    public void Is_documented_with_its_working_days_and_an_example_that_can_be_used()
    {
        var (usual, own) = (RapidReviewTimetables.Shipped.For(Org("NCSCP")), RapidReviewTimetables.Shipped.For(Org("NSCP")));
        Section("clocks.md", "## A plan is not a clock").Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[2..4]).Select(cells => string.Join(" | ", cells))
            .ShouldBe(own.Steps.Select(step => $"{usual.Find(step.Id)?.WorkingDay.ToString(CultureInfo.InvariantCulture) ?? "none"} | {step.WorkingDay}"));
        var operations = Section("operations.md", "## Timetables of a partnership's own");
        With(operations.Split("```json")[1].Split("```")[0]).For(Org("NSCP")).Title.ShouldBe("NSCP's timetable of 2027");
        foreach (var fact in Enum.GetValues<PlannedFact>()) operations.ShouldContain($"`{Say.Word(fact)}`");
    }

    static string Section(string document, string heading)
    {
        using var reader = new StreamReader(typeof(ReadingTimetables).Assembly.GetManifestResourceStream(document)!);
        return reader.ReadToEnd().Split(heading)[1].Split("\n## ")[0];
    }

    static string Timetable(params string[] steps) => $$"""{ "title": "Ours", "partnership": "NSCP", "steps": [ {{string.Join(", ", steps)}} ] }""";

    static RapidReviewTimetables With(string file) => RapidReviewTimetables.Shipped.With(Encoding.UTF8.GetBytes(file), OrganisationRegister.Shipped);

    static string Refusal(params string[] timetables) => Should.Throw<InvalidTimetableException>(() => With($"[{string.Join(", ", timetables)}]")).Message;
}
