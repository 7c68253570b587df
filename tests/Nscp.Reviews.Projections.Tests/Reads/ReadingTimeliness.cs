using static Nscp.Reviews.Projections.Tests.ReviewsDatabase;
using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.Reads;

public sealed class ReadingTimeliness(ClockCases given) : IClassFixture<ClockCases>
{
    static readonly KeyFactsPeriod Year = KeyFactsPeriod.OfYear("2024-25")!;

    [Fact]
    public async Task Shows_the_breach_of_seven_days_and_the_shortfall_of_seven_working_days_apart()
    {
        var lines = await Read("COPIED");
        lines.Single(l => l.Clock == ClockIds.PrePublicationCopy)
            .ShouldBe(new TimelinessLine(ClockIds.PrePublicationCopy, Force.Statute, "safeguarding partners", false, "days", 1, 1, 0, null, 0, 0, 0, null, 0, null, 0));
        lines.Single(l => l.Clock == ClockIds.PrePublicationCopyGuidance)
            .ShouldBe(new TimelinessLine(ClockIds.PrePublicationCopyGuidance, Force.Guidance, "safeguarding partners", false, "working-days", 1, 0, 1, new Lateness(1, 1), 0, 0, 0, null, 0, null, 0));
    }

    [Fact]
    public async Task Never_puts_two_forces_in_one_line_and_names_statute_first()
    {
        var lines = await Read("ORDER", asAt: "2024-05-31");
        lines.Select(l => (l.Clock, l.Force, l.Due)).ShouldBe(
            [(ClockIds.PanelInformation, Force.Statute, 2), (ClockIds.PanelReferral, Force.Guidance, 2), (ClockIds.PartnersInformed, Force.Guidance, 2), (ClockIds.RapidReview, Force.Guidance, 2), (ClockIds.Action, Force.Local, 2)]);
    }

    [Fact]
    public async Task Does_not_call_a_rapid_review_late_because_its_SIN_was()
    {
        var lines = await Read("LATE-SIN");
        var (referral, review) = (lines.Single(l => l.Clock == ClockIds.PanelReferral), lines.Single(l => l.Clock == ClockIds.RapidReview));
        (referral.MetInTime, referral.MetLate, referral.LateBy).ShouldBe((0, 1, new Lateness(7, 7)));
        (review.MetInTime, review.MetLate, review.LateBy).ShouldBe((1, 0, null));
    }

    [Fact]
    public async Task Counts_a_CSPR_whose_publication_is_held_as_any_other()
    {
        var publication = (await Read("HELD", asAt: "2024-07-29")).Single(l => l.Clock == ClockIds.CsprPublication);
        (publication.Force, publication.Due, publication.Overdue, publication.OverdueBy, publication.Unit).ShouldBe((Force.Guidance, 2, 2, new Lateness(5, 5), "days"));
    }

    [Fact]
    public async Task Tells_what_was_cancelled_and_by_how_much_it_was_over_and_calls_it_neither_met_nor_overdue()
    {
        var lines = await Read("CANCELLED");
        lines.Select(l => l.Clock).ShouldBe([ClockIds.PanelReferral, ClockIds.PartnersInformed]);
        lines.ShouldAllBe(l => l.Due == 1 && l.Cancelled == 1 && l.CancelledAfterDue == 1 && l.CancelledOverBy == new Lateness(4, 4) && l.MetInTime + l.MetLate + l.Missed + l.Overdue == 0);
    }

    [Theory]
    [InlineData("2024-05-20"), InlineData("2024-09-02"), InlineData("2028-01-04")]
    public async Task Keeps_late_what_was_late_whenever_it_is_asked_and_whatever_else_was_corrected(string asAt)
    {
        var late = (await Read("LATE-SIN", asAt: asAt)).Single(l => l.Clock == ClockIds.PanelReferral);
        (late.MetLate, late.LateBy, late.Overdue).ShouldBe((1, new Lateness(7, 7), 0));
        (await Read("CORRECTED", asAt: asAt)).Single(l => l.Clock == ClockIds.PanelReferral).ShouldBe(late);
    }

    [Fact]
    public async Task As_at_a_day_leaves_out_what_happened_after_it()
    {
        var open = (await Read("LATE-SIN", asAt: "2024-05-17")).Single(l => l.Clock == ClockIds.PanelReferral);
        (open.MetLate, open.Overdue, open.OverdueBy).ShouldBe((0, 1, new Lateness(6, 6)));
        (await Read("LATE-SIN", asAt: "2024-05-09")).Single(l => l.Clock == ClockIds.PanelReferral).NotYetDue.ShouldBe(1);
        // The rapid review started on the 20th: on the 17th there was no such clock.
        (await Read("LATE-SIN", asAt: "2024-05-17")).ShouldNotContain(l => l.Clock == ClockIds.RapidReview);
    }

    [Theory]
    [InlineData("2024-05-09", "2024-05-09", 1), InlineData("2024-05-10", "2024-05-31", 0), InlineData("2024-05-01", "2024-05-08", 0)]
    public async Task Counts_a_clock_in_the_period_in_which_it_fell_due(string from, string to, int due) =>
        (await Read("LATE-SIN", period: new(Day(from), Day(to)))).Where(l => l.Clock == ClockIds.PanelReferral).Sum(l => l.Due).ShouldBe(due);

    [Fact]
    public async Task Takes_the_middle_of_how_late_they_were_and_the_most()
    {
        // Due on 9 May; sent 1, 2, 5 and 11 working days later.
        var referral = (await Read("SEVERAL")).Single(l => l.Clock == ClockIds.PanelReferral);
        (referral.Due, referral.MetLate, referral.LateBy).ShouldBe((4, 4, new Lateness(3.5m, 11)));
    }

    [Fact]
    public async Task Keeps_what_another_areas_authority_owes_outside_our_own_and_gives_a_special_case_no_other_clock()
    {
        var lines = await Read("LOOKED-AFTER", KeyFactsPeriod.OfYear("2023-24"), "2024-03-13");
        lines.Select(l => (l.Clock, l.IsTheirs, l.Due, l.Overdue, l.OverdueBy)).ShouldBe(
            [(ClockIds.LookedAfterDeath, false, 1, 1, new Lateness(2, 2)), (ClockIds.LookedAfterDeath, true, 1, 1, new Lateness(2, 2))]);
    }

    [Fact]
    public async Task Never_calls_a_floor_overdue_and_leaves_out_what_has_no_period()
    {
        var lines = await Read("COPIED", KeyFactsPeriod.OfYear("2025-26"), "2028-06-01");
        lines.Select(l => (l.Clock, l.Force, l.MetInTime, l.Overdue)).ShouldBe([(ClockIds.KeptAvailable, Force.Statute, 1, 0)]);
        (await Read("COPIED", new(Day("2010-01-01"), Day("2028-12-31")), "2028-06-01")).ShouldNotContain(l => l.Clock == ClockIds.PanelResponse);
    }

    [Fact]
    public async Task Puts_every_clock_that_fell_due_in_exactly_one_place()
    {
        foreach (var tenant in (string[])["ORDER", "COPIED", "PLANNED", "LATE-SIN", "HELD", "CANCELLED", "SEVERAL"])
            (await Read(tenant, new(Day("2023-01-01"), Day("2026-12-31")), "2024-06-12"))
                .ShouldAllBe(l => l.Due > 0 && l.Due == l.MetInTime + l.MetLate + l.Missed + l.Cancelled + l.Overdue + l.NotYetDue);
    }

    [Fact]
    public async Task Shows_no_other_partnerships_clocks() => (await Read("ELSEWHERE")).ShouldBeEmpty();

    async Task<IReadOnlyList<TimelinessLine>> Read(string tenant, KeyFactsPeriod? period = null, string asAt = "2026-11-20") =>
        (await given.Database.AskAsync(tenant, session => Timeliness.ReadAsync(session, Story.World.Calendars, period ?? Year, Day(asAt), Ct))).Items;
}
