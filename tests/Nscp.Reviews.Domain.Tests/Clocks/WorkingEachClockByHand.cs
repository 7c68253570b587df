using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Words;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Clocks.ClockStory;

namespace Nscp.Reviews.Domain.Tests.Clocks;

/// <summary>The documents' example of each clock, told as a case.</summary>
public partial class WorkingEachClockByHand
{
    static readonly ProtectedText Why = new("why");
    static readonly LocalDatePattern DayAndDate = LocalDatePattern.CreateWithInvariantCulture("ddd d MMMM yyyy");
    static readonly IReadOnlyList<string[]> Rows = ClocksPage.Table("| clock | day 0");

    static readonly (string Clock, Func<CaseClock> Found)[] Told =
    [
        ("panel-referral", () => Opened("2024-05-02")["panel-referral"]),
        ("partners-informed", () => Opened("2024-05-02", suspected: "2024-05-03")["partners-informed"]),
        ("looked-after-death", () => Opened("2024-12-20", suspected: null, children: Child(ChildOutcome.Died, lookedAfterBy: "NCC"))["looked-after-death"]),
        ("care-leaver-death", () => Opened("2024-03-28", suspected: null, children: Child(ChildOutcome.Died, careLeaver: true))["care-leaver-death"]),
        ("rapid-review", () => Opened("2025-08-04").On("2025-08-11", new PanelReferralSent(null))["rapid-review"]),
        ("rapid-review", () => Opened("2024-05-02").On("2024-05-10", new PanelReferralSent(null)).On("2024-05-14", new SinReceivedByPartners())["rapid-review"]),
        ("panel-response", () => Opened("2025-08-04").On("2025-09-01", new RapidReviewReportSent(1))["panel-response"]),
        ("cspr-publication", () => Decided()["cspr-publication"]),
        ("pre-publication-copy", () => Decided().On("2025-04-01", Planned("2025-04-24"))["pre-publication-copy"]),
        ("pre-publication-copy-guidance", () => Decided().On("2025-04-01", Planned("2025-04-24"))["pre-publication-copy-guidance"]),
        ("kept-available", () => Decided().On("2025-04-24", Published())["kept-available"]),
        ("agency-return", () => Opened("2024-05-01").On("2024-05-01", Asked(1, "NUH", 10))["agency-return"]),
        ("action", () => Opened("2024-06-03").On("2024-07-01", Assigned("2024-09-30"))["action"]),
        ("progress-check", () => Decided()["progress-check"]),
        ("hold-review", () => Decided().On("2025-01-31", Held(1))["hold-review"]),
        ("panel-information", () => Opened("2024-06-03").On("2024-07-01", new PanelAskedForInformation(1, Day("2024-07-15"), null))["panel-information"]),
        ("impact-review", () => Opened("2024-06-03").On("2024-06-03", Assigned("2024-09-30")).On("2024-06-25", new ActionVerifiedComplete("R1", 1, null))["impact-review"]),
        ("scrutiny-response", () => Opened("2024-06-03").On("2024-08-15", new ScrutinyChallengeMade(1, ScrutinyStage.Decision, Why))["scrutiny-response"]),
        ("yearly-report", () => YearlyReportClock.Of([Day("2024-09-30")], Nottinghamshire).Single()),
    ];

    static ClockStory Decided() => Opened("2024-08-05").On("2024-08-30", Decision(1, Outcome.Cspr));

    public static TheoryData<int> Examples() => [.. Enumerable.Range(0, Told.Length)];

    [Fact]
    public void Is_done_for_every_clock()
    {
        Rows.Select(Clock).ShouldBe(Told.Select(told => told.Clock));
        Rows.Select(Clock).Distinct().ShouldBe(ClockIds.All, ignoreOrder: true);
    }

    [Theory, MemberData(nameof(Examples))]
    public void Finds_the_start_and_the_due_date_that_the_code_finds(int example)
    {
        var (cells, clock) = (Rows[example], Told[example].Found());
        Date(cells[2]).ShouldBe(clock.StartsOn);
        Date(cells[5]).ShouldBe(clock.Due?.Date);
        if (clock.OtherReadingDue is { } other) cells[5].ShouldContain($"it would be {DayAndDate.Format(other)}");
    }

    [Theory, MemberData(nameof(Examples))]
    public void Counts_and_passes_over_the_days_that_the_code_does(int example)
    {
        var (cells, clock) = (Rows[example], Told[example].Found());
        var working = clock.Working();
        string.Join(", ", (working?.Skipped ?? []).Select(PassedOver)).ShouldBe(WithoutRemark(cells[4]));
        if (working?.Counted is { Count: > 0 } counted) string.Join(", ", counted.Select(day => $"{Short(day.Date)} is {day.Number}")).ShouldBe(cells[3]);
        else if (clock.Allowance is { } allowance) cells[3].ShouldStartWith($"{allowance.N} {(allowance.Unit == AllowanceUnit.Months ? "month" : "year")}");
        else cells[3].ShouldStartWith("nothing: ");
        if (working is not null) working.Clamped.ShouldBe(cells[3].EndsWith("its last day is taken", StringComparison.Ordinal));
    }

    static string Clock(string[] cells) => cells[1].Trim('`');

    static LocalDate? Date(string cell) => FirstDate().Match(cell) is { Success: true } found ? DayAndDate.Parse(found.Value).Value : null;

    static string WithoutRemark(string cell) => cell.StartsWith("none", StringComparison.Ordinal) ? "" : cell;

    static string PassedOver(SkippedDay day) => Short(day.Date) + (day.Date.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday ? "" : $" ({day.Why})");

    static string Short(LocalDate date) => date.ToString("ddd d", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[A-Z][a-z]{2} \d{1,2} [A-Z][a-z]+ \d{4}")]
    private static partial Regex FirstDate();
}
