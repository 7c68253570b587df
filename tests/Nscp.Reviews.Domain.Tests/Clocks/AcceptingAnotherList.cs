using NodaTime;
using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Clocks.ClockStory;
using static Nscp.Reviews.Domain.Tests.Clocks.Feeds;

namespace Nscp.Reviews.Domain.Tests.Clocks;

/// <summary>The list of January 2022 is in force; on Tuesday 13 September 2022 that of December is accepted, which has the State Funeral of Monday 19 September.</summary>
public class AcceptingAnotherList
{
    static readonly Instant Monday12September = Instant.FromUtc(2022, 9, 12, 9, 0), Tuesday13September = Instant.FromUtc(2022, 9, 13, 9, 0);

    static readonly CalendarList January = InForce("2022-01-24");
    static readonly Calendars Before = Calendars.Of([new(January.Calendar, Instant.MinValue)]);
    static readonly Calendars After = Before.With(new(Proposal(Of("2022-12-29"), January).List.Calendar, Tuesday13September));

    static World World(Calendars calendars) => Nottinghamshire with { Calendars = calendars };

    static ClockStory Open() => new ClockStory().Recorded(Monday12September).On("2022-09-12", Incident("2022-09-12"));

    static string? Due(ClockStory story, string id, Calendars calendars) => Text(CaseClocks.Of(story.History, World(calendars)).Single(clock => clock.Id == id).Due?.Date);

    [Fact]
    public void Moves_an_open_clock_of_Monday_12_September_2022_from_the_19th_to_Tuesday_the_20th()
    {
        Due(Open(), "panel-referral", Before).ShouldBe("2022-09-19");
        Due(Open(), "panel-referral", After).ShouldBe("2022-09-20");
    }

    [Fact]
    public void Tells_each_clock_that_it_moves_with_both_dates_both_revisions_and_the_day_that_came_in_between() =>
        ClockMoves.Of(Open().History, 2, World(After)).ShouldBe(
        [
            new DueDateMoved("panel-referral", Day("2022-09-19"), Day("2022-09-20"), 1, 2, new("Bank Holiday for the State Funeral of Queen Elizabeth II, 19 September 2022, was added")),
            new DueDateMoved("partners-informed", Day("2022-09-19"), Day("2022-09-20"), 1, 2, new("Bank Holiday for the State Funeral of Queen Elizabeth II, 19 September 2022, was added")),
        ]);

    [Fact]
    public void Leaves_a_clock_alone_that_was_met_before()
    {
        var story = Open().On("2022-09-12", new PanelReferralSent(null));
        Due(story, "panel-referral", After).ShouldBe("2022-09-19");
        ClockMoves.Of(story.History, 2, World(After)).ShouldNotContain(move => move.Clock == "panel-referral");
    }

    [Fact]
    public void Goes_by_the_new_list_for_a_clock_that_is_met_under_it_and_still_tells_that_it_moved()
    {
        var story = Open().Recorded(Tuesday13September, under: 2).On("2022-09-13", new PanelReferralSent(null));
        Due(story, "panel-referral", After).ShouldBe("2022-09-20");
        ClockMoves.Of(story.History, 2, World(After)).ShouldContain(move => move.Clock == "panel-referral");
        ClockMoves.Of(story.History, 2, World(After)).ShouldNotContain(move => move.Clock == "rapid-review", "it began under the new list, and never had another date");
    }

    [Fact]
    public void Tells_nothing_of_a_case_that_was_opened_under_the_new_list() =>
        ClockMoves.Of(new ClockStory().Recorded(Tuesday13September, under: 2).On("2022-09-12", Incident("2022-09-12")).History, 2, World(After)).ShouldBeEmpty();

    [Fact]
    public void Says_the_same_however_much_later_it_is_asked_and_whatever_list_is_in_force_by_then()
    {
        var later = After.With(new(new WorkingDayCalendar(3, January.Coverage, January.Holidays), Tuesday13September + Duration.FromDays(30)));
        ClockMoves.Of(Open().History, 2, World(later)).ShouldBe(ClockMoves.Of(Open().History, 2, World(After)));
        ClockMoves.Of(Open().History, 3, World(later)).Select(move => (move.Clock, Text(move.From), Text(move.To), move.Why.Value)).ShouldContain(
            ("panel-referral", "2022-09-20", "2022-09-19", "Bank Holiday for the State Funeral of Queen Elizabeth II, 19 September 2022, was withdrawn"));
    }

    [Theory]
    [InlineData("2022-09-12T23:00:00Z", "2022-09-19")]
    [InlineData("2022-09-13T08:59:59Z", "2022-09-19")]
    [InlineData("2022-09-13T09:00:00Z", "2022-09-20")]
    public void Answers_as_at_an_instant_by_the_list_accepted_by_then(string instant, string due)
    {
        var at = NodaTime.Text.InstantPattern.General.Parse(instant).Value;
        var story = Open().Recorded(Tuesday13September + Duration.FromHours(1), under: 2).On("2022-09-13", new PanelReferralSent(null));
        var clock = CaseClocks.KnownAt(story.History, at, World(After)).Single(c => c.Id == "panel-referral");
        (Text(clock.Due?.Date), clock.MetOn).ShouldBe((due, null));
    }

    [Fact]
    public void Shows_what_a_moved_clock_read_before()
    {
        var story = Open();
        story.Recorded(Tuesday13September, under: 2).On("2022-09-13", [.. ClockMoves.Of(story.History, 2, World(After))]);
        var earlier = EarlierReading.Of(story.History, World(After));
        earlier["panel-referral"].ShouldBe([new EarlierReading("panel-referral", Tuesday13September, 2, Day("2022-09-12"), Day("2022-09-19"), null, null, null, 1)]);
        earlier["partners-informed"].ShouldHaveSingleItem().ChangedBy.ShouldBe(3);
        earlier["rapid-review"].ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2022-09-13T08:59:59Z", "2022-09-19")]
    [InlineData("2022-09-13T09:00:00Z", "2022-09-20")]
    public void Ends_a_clock_under_the_list_accepted_by_then_when_other_software_recorded_its_end(string instant, string due) =>
        Due(ByOtherSoftware(Open(), instant).On("2022-09-13", new PanelReferralSent(null)), "panel-referral", After).ShouldBe(due);

    [Fact]
    public void Tells_a_case_that_other_software_opened_what_moved_if_it_was_opened_before()
    {
        var before = ByOtherSoftware(new(), "2022-09-13T08:59:59Z").On("2022-09-12", Incident("2022-09-12")).History;
        ClockMoves.KnewAnother(before, 2, World(After)).ShouldBeTrue();
        ClockMoves.Of(before, 2, World(After)).ShouldBe(ClockMoves.Of(Open().History, 2, World(After)));
        var after = ByOtherSoftware(new(), "2022-09-13T09:00:00Z").On("2022-09-12", Incident("2022-09-12")).History;
        ClockMoves.KnewAnother(after, 2, World(After)).ShouldBeFalse();
        ClockMoves.Of(after, 2, World(After)).ShouldBeEmpty();
    }

    [Fact]
    public void Shows_what_a_clock_read_before_other_software_corrected_it()
    {
        var story = Open().On("2022-09-12", new PanelReferralSent(null));
        ByOtherSoftware(story, "2022-09-13T09:00:00Z").On("2022-09-13", InError(story.Newest));
        EarlierReading.Of(story.History, World(After))["panel-referral"].ShouldBe(
            [new EarlierReading("panel-referral", Tuesday13September, 3, Day("2022-09-12"), Day("2022-09-19"), Day("2022-09-12"), null, null, 1)]);
    }

    static ClockStory ByOtherSoftware(ClockStory story, string recorded) => story.Recorded(NodaTime.Text.InstantPattern.General.Parse(recorded).Value, under: Envelope.NotTold);

    [Fact]
    public void Gives_a_date_to_a_clock_that_was_outside_coverage_and_says_why()
    {
        var story = new ClockStory().Recorded(Monday12September).On("2023-12-28", Incident("2023-12-28"));
        var move = ClockMoves.Of(story.History, 2, World(After))[0];
        (move.From, Text(move.To), move.Why.Value).ShouldBe((null, "2024-01-05", "the bank holidays are now known up to 31 December 2025"));
    }

    [Fact]
    public void Keeps_to_the_calendar_that_a_clock_was_cancelled_or_missed_under()
    {
        var cancelled = Open().On("2022-09-12", NotNotifiable());
        Due(cancelled, "panel-referral", After).ShouldBe("2022-09-19");
        var closed = Open().On("2022-09-12", new CaseClosed(null));
        Due(closed, "panel-referral", After).ShouldBe("2022-09-19");
    }

    [Fact]
    public void Knows_its_revisions()
    {
        (After.InForce.Revision, After.Of(1).Revision, After.Has(2), After.Has(3), After.Has(0)).ShouldBe((2, 1, true, false, false));
        Should.Throw<ArgumentOutOfRangeException>(() => After.Of(3));
        Should.Throw<ArgumentException>(() => Calendars.Of([]));
        Should.Throw<ArgumentException>(() => Before.With(new(new WorkingDayCalendar(3, January.Coverage, []), Tuesday13September)));
        After.KnownAt(Instant.MinValue).InForce.Revision.ShouldBe(1);
        After.WithInForce(1).InForce.Revision.ShouldBe(1);
    }
}
