using static Nscp.Reviews.Projections.Tests.ReviewsDatabase;
using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.Reads;

public sealed class ReadingDeadlines(ReadsDatabase given) : IClassFixture<ReadsDatabase>
{
    static readonly LocalDate Thursday2May2024 = Day("2024-05-02");

    [Fact]
    public async Task Gives_what_is_due_within_so_many_working_days_or_overdue_the_earliest_first()
    {
        var due = await Read(Thursday2May2024, within: 15);
        due.Select(d => d.DueOn).ShouldBe(due.Select(d => d.DueOn).Order());
        due.Where(d => d.Reference == "24-1").Select(d => (d.Clock, d.DueOn, d.State, d.N)).ShouldBe(
            [(ClockIds.PartnersInformed, Day("2024-05-09"), ClockState.Running, 4), (ClockIds.RapidReview, Day("2024-05-24"), ClockState.Running, 15)]);
    }

    [Fact]
    public async Task Leaves_out_what_is_due_a_day_later()
    {
        (await Read(Thursday2May2024, within: 14)).ShouldNotContain(d => d.Reference == "24-1" && d.Clock == ClockIds.RapidReview);
        (await Read(Thursday2May2024, within: 4)).ShouldContain(d => d.Reference == "24-1" && d.Clock == ClockIds.PartnersInformed);
        (await Read(Thursday2May2024, within: 3)).ShouldNotContain(d => d.Reference == "24-1");
    }

    [Fact]
    public async Task Names_the_force_and_counts_in_the_clocks_own_unit_with_working_days_beside_it()
    {
        var late = (await Read(Thursday2May2024, within: 0)).Single(d => d.Clock == ClockIds.CsprPublication);
        (late.Reference, late.Force, late.State, late.InWorkingDays).ShouldBe(("19-3", Force.Guidance, ClockState.Overdue, false));
        late.N.ShouldBe(Period.DaysBetween(Day("2019-11-20"), Thursday2May2024));
        late.WorkingDays.ShouldBe(Story.World.Calendar.WorkingDaysBetween(Day("2019-11-20"), Thursday2May2024));
    }

    [Fact]
    public async Task Gives_the_partnerships_yearly_report_without_a_case()
    {
        var report = (await Read(Day("2024-09-30"), within: 0)).Single(d => d.Clock == ClockIds.YearlyReport);
        (report.Reference, report.DueOn, report.State, report.N, report.Force).ShouldBe((null, Day("2024-09-29"), ClockState.Overdue, 1, Force.Statute));
    }

    [Fact]
    public async Task Leaves_out_what_is_met_or_has_no_period_or_is_a_floor()
    {
        var clocks = (await Read(Day("2027-01-04"), within: 0)).Where(d => d.Reference == "19-3").Select(d => d.Clock).ToList();
        clocks.ShouldNotContain(ClockIds.PanelReferral);
        clocks.ShouldNotContain(ClockIds.PanelResponse);
        clocks.ShouldContain(ClockIds.HoldReview);
    }

    [Fact]
    public async Task Gives_it_in_parts_that_neither_repeat_nor_skip()
    {
        var (all, seen) = (await Read(Thursday2May2024, within: 15), new List<Deadline>());
        string? after = null;
        // Bounded, so that a cursor that does not move on fails instead of going round.
        for (var part = 0; part < 50; part++)
        {
            var page = await ReadPart(Thursday2May2024, 15, 2, after);
            seen.AddRange(page.Items);
            if ((after = page.After) is null) break;
        }
        seen.ShouldBe(all);
        all.Count.ShouldBeGreaterThan(4);
    }

    static LocalDate Until(LocalDate today, int within) => DeadlineList.Until(Story.World.Calendar, today, within)!.Value;

    async Task<IReadOnlyList<Deadline>> Read(LocalDate today, int within) =>
        (await ReadPart(today, within, 100, null)).Items;

    async Task<Page<Deadline>> ReadPart(LocalDate today, int within, int limit, string? after) =>
        (await given.Database.AskAsync(Tenant, session => DeadlineList.ReadAsync(session, Story.World.Calendar, new(today, Until(today, within)), limit, after, Ct))).Page;
}
