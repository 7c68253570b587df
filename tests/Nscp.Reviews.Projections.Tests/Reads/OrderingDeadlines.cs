using static Nscp.Reviews.Projections.Tests.ReviewsDatabase;
using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.Reads;

public sealed class OrderingDeadlines(ClockCases given) : IClassFixture<ClockCases>
{
    static readonly (string, Force, string)[] OfFriday24May2024 =
    [
        (ClockIds.PanelInformation, Force.Statute, "24-30"), (ClockIds.PanelInformation, Force.Statute, "24-31"), (ClockIds.RapidReview, Force.Guidance, "24-30"),
        (ClockIds.RapidReview, Force.Guidance, "24-31"), (ClockIds.Action, Force.Local, "24-30"), (ClockIds.Action, Force.Local, "24-31"),
    ];

    [Fact]
    public async Task Puts_statute_before_guidance_before_local_on_the_same_day() => Keys(await Read("ORDER", new(Day("2024-05-13")))).ShouldBe(OfFriday24May2024);

    [Theory]
    [InlineData(1), InlineData(2), InlineData(4), InlineData(5)]
    public async Task Goes_on_where_a_part_ended_though_all_are_due_on_one_day(int limit)
    {
        var (seen, after) = (new List<Deadline>(), (string?)null);
        // Bounded, so that a cursor that does not move on fails instead of going round.
        for (var part = 0; part < 10; part++)
        {
            var page = (await ReadPart("ORDER", new(Day("2024-05-13")), limit, after)).Page;
            seen.AddRange(page.Items);
            if ((after = page.After) is null) break;
        }
        Keys(seen).ShouldBe(OfFriday24May2024);
    }

    [Fact]
    public async Task Can_be_narrowed_by_clock_force_organisation_case_and_state()
    {
        var today = Day("2024-05-13");
        Keys(await Read("ORDER", new(today, Clock: ClockIds.RapidReview))).ShouldBe(OfFriday24May2024[2..4]);
        Keys(await Read("ORDER", new(today, Force: Force.Local))).ShouldBe(OfFriday24May2024[4..]);
        Keys(await Read("ORDER", new(today, Organisation: Org("NHCFT")))).ShouldBe(OfFriday24May2024[4..]);
        Keys(await Read("ORDER", new(today, Case: Ref("24-31")))).ShouldBe([OfFriday24May2024[1], OfFriday24May2024[3], OfFriday24May2024[5]]);
        (await Read("ORDER", new(today, Case: Ref("24-99")))).ShouldBeEmpty();
        (await Read("ORDER", new(today, Force: Force.Statute, Organisation: Org("NHCFT")))).ShouldBeEmpty();
        (await Read("ORDER", new(today, Until: Day("2024-05-23")))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2024-05-23", OpenClockState.Running), InlineData("2024-05-24", OpenClockState.DueToday), InlineData("2024-05-25", OpenClockState.Overdue)]
    public async Task Can_be_narrowed_by_how_the_clock_stands_on_the_day(string today, OpenClockState state)
    {
        foreach (var other in Enum.GetValues<OpenClockState>())
            (await Read("ORDER", new(Day(today), State: other))).Count.ShouldBe(other == state ? 6 : 0, $"{other}");
    }

    [Fact]
    public async Task Shows_seven_days_and_seven_working_days_apart_each_with_its_force()
    {
        var copies = (await Read("PLANNED", new(Day("2024-06-12")))).Where(d => d.Clock.StartsWith(ClockIds.PrePublicationCopy, StringComparison.Ordinal));
        copies.Select(d => (d.Clock, d.Force, d.DueOn, d.State, d.N, d.InWorkingDays)).ShouldBe(
        [
            (ClockIds.PrePublicationCopyGuidance, Force.Guidance, Day("2024-06-11"), ClockState.Overdue, 1, true),
            (ClockIds.PrePublicationCopy, Force.Statute, Day("2024-06-13"), ClockState.Running, 1, false),
        ]);
    }

    [Fact]
    public async Task Moves_no_due_date_for_a_hold() =>
        (await Read("HELD", new(Day("2024-07-25"), Clock: ClockIds.CsprPublication))).Select(d => (d.Reference, d.DueOn, d.State, d.N)).ShouldBe(
            [("24-10", Day("2024-07-24"), ClockState.Overdue, 1), ("24-11", Day("2024-07-24"), ClockState.Overdue, 1)]);

    [Fact]
    public async Task Leaves_out_what_was_cancelled_and_every_clock_that_a_special_case_does_not_run()
    {
        (await Read("CANCELLED", new(Day("2026-11-20")))).ShouldBeEmpty();
        (await Read("LOOKED-AFTER", new(Day("2026-11-20")))).Select(d => (d.Clock, d.IsTheirs)).ShouldBe([(ClockIds.LookedAfterDeath, false), (ClockIds.LookedAfterDeath, true)]);
    }

    [Fact]
    public async Task Leaves_out_floors_and_what_has_no_period_however_long_ago() =>
        // Kept available until 20 June 2025, and the Panel never answered.
        (await Read("COPIED", new(Day("2028-06-01")))).Select(d => d.Clock).ShouldBe([ClockIds.PartnersInformed]);

    [Fact]
    public async Task As_if_it_were_an_earlier_day_shows_open_what_was_met_after_it_and_nothing_that_started_after_it()
    {
        var then = await Read("LATE-SIN", new(Day("2024-05-17")) { IsWhatIf = true });
        then.Select(d => (d.Clock, d.State, d.N)).ShouldBe([(ClockIds.PanelReferral, ClockState.Overdue, 6), (ClockIds.PartnersInformed, ClockState.Overdue, 6)]);
        (await Read("LATE-SIN", new(Day("2024-05-20")) { IsWhatIf = true })).Select(d => d.Clock).ShouldBe([ClockIds.PartnersInformed, ClockIds.RapidReview]);
        (await Read("LATE-SIN", new(Day("2024-06-11")) { IsWhatIf = true })).Select(d => d.Clock).ShouldBe([ClockIds.PartnersInformed]);
        (await Read("CANCELLED", new(Day("2024-07-11")) { IsWhatIf = true })).Select(d => (d.Clock, d.N)).ShouldBe([(ClockIds.PanelReferral, 3), (ClockIds.PartnersInformed, 3)]);
    }

    [Fact]
    public async Task As_if_it_were_a_later_day_shows_what_would_be_over_then() =>
        (await Read("ORDER", new(Day("2024-05-28")) { IsWhatIf = true })).Select(d => (d.State, d.WorkingDays)).Distinct().ShouldBe([(ClockState.Overdue, 1)]);

    [Fact]
    public async Task Says_when_the_record_begins_for_a_what_if_alone()
    {
        (await ReadPart("ORDER", new(Day("2024-05-13")) { IsWhatIf = true }, 1, null)).RecordFrom.ShouldBe(Day("2024-05-01"));
        (await ReadPart("ORDER", new(Day("2024-05-13")), 1, null)).RecordFrom.ShouldBeNull();
        (await ReadPart("NOBODY", new(Day("2024-05-13")) { IsWhatIf = true }, 1, null)).RecordFrom.ShouldBeNull();
    }

    [Fact]
    public async Task Puts_what_is_outside_coverage_last_and_counts_what_comes_near_its_end_whatever_is_listed()
    {
        var today = Day("2028-12-22");
        var all = await Read("EDGE", new(today));
        all.Select(d => (d.Reference, d.DueOn, d.State)).ShouldBe(
        [
            ("28-1", Day("2028-12-08"), ClockState.Overdue), ("28-1", Day("2028-12-08"), ClockState.Overdue),
            ("28-2", null, ClockState.OutsideCoverage), ("28-2", null, ClockState.OutsideCoverage),
        ]);
        (await Read("EDGE", new(today, State: OpenClockState.OutsideCoverage))).ShouldBe(all.Skip(2));
        (await Read("EDGE", new(today, State: OpenClockState.Running))).ShouldBeEmpty();
        (await Read("EDGE", new(today, Until: today))).ShouldBe(all);
        var second = await ReadPart("EDGE", new(today), 3, (await ReadPart("EDGE", new(today), 3, null)).Page.After);
        second.Page.Items.ShouldBe(all.Skip(3));
        foreach (var asked in (DeadlineQuestion[])[new(today), new(today, Clock: ClockIds.RapidReview), new(today) { IsWhatIf = true }])
            (await ReadPart("EDGE", asked, 10, null)).AtTheEdge.ShouldBe(new ClocksAtTheEdge(2, 2), $"{asked}");
        (await ReadPart("ORDER", new(Day("2024-05-13")), 10, null)).AtTheEdge.ShouldBe(new ClocksAtTheEdge(0, 0));
    }

    [Theory]
    [InlineData("bm9uc2Vuc2U"), InlineData("AAAA"), InlineData("no cursor at all!")]
    public async Task Refuses_a_cursor_that_is_none(string cursor) => await Should.ThrowAsync<FormatException>(() => ReadPart("ORDER", new(Day("2024-05-13")), 10, cursor));

    /// <summary>It would go on anywhere.</summary>
    [Theory]
    [InlineData("cases"), InlineData("recommendations")]
    public async Task Refuses_the_cursor_of_another_list(string list) =>
        await Should.ThrowAsync<FormatException>(() => ReadPart("ORDER", new(Day("2024-05-13")), 10, Cursor.Of(list, "2024-05-24")));

    static IEnumerable<(string, Force, string)> Keys(IEnumerable<Deadline> deadlines) => deadlines.Select(d => (d.Clock, d.Force, d.Reference!));

    async Task<IReadOnlyList<Deadline>> Read(string tenant, DeadlineQuestion asked) => (await ReadPart(tenant, asked, 100, null)).Page.Items;

    Task<DeadlinesFound> ReadPart(string tenant, DeadlineQuestion asked, int limit, string? after) =>
        given.Database.AskAsync(tenant, session => DeadlineList.ReadAsync(session, Story.World.Calendar, asked, limit, after, Ct));
}
