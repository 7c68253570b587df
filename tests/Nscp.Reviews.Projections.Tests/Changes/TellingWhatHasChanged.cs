using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.Changes;

/// <summary>What has happened to clocks, irregularities and the stage between two days.</summary>
public class TellingWhatHasChanged
{
    static CaseChanges Between(Story story, string from, string to, World? world = null)
    {
        return CaseChanges.Of(At(from), At(to), _ => true);

        CaseStanding At(string day)
        {
            var then = Domain.Time.London.LastOf(Day(day));
            return new(story.History.KnownAt(then), (world ?? Story.World).KnownAt(then), then, Day(day));
        }
    }

    static void Moved(CaseChanges changes, string id, params string[] sentences) =>
        changes.Moved.Where(c => c.Id == id).SelectMany(c => c.Sentences).ShouldBe(sentences.Select(words => $"The clock {id}{words}"));

    [Fact]
    public void Says_that_a_clock_was_cancelled_and_that_it_is_so_no_longer()
    {
        var story = Stories.Incident("24-1", "2024-05-01").On("2024-05-02", new PanelReferralSent(null), new SinReceivedByPartners())
            .On("2024-05-08", new FoundNotNotifiable(Org("NCC"), [], Secret("Not met"), null)).Strike<FoundNotNotifiable>("2024-05-13");
        var found = Between(story, "2024-05-07", "2024-05-08");
        Moved(found, "rapid-review", " was cancelled on 8 May 2024, because the incident was found not notifiable.");
        (found.StageBefore, found.StageAfter, found.Decided.Single().Type).ShouldBe((Stage.Referred, Stage.NotNotifiable, "found_not_notifiable"));
        Moved(Between(story, "2024-05-08", "2024-05-13"), "rapid-review", " is no longer cancelled; it was read as 8 May 2024.");
    }

    [Fact]
    public void Says_that_a_clock_could_no_longer_be_met_when_the_case_was_closed()
    {
        var story = Stories.Incident("24-1", "2024-05-01").On("2024-05-20", new CaseClosed(Secret("Moved away")));
        Moved(Between(story, "2024-05-08", "2024-05-20"), "panel-referral", " could no longer be met from 20 May 2024, because the case was closed with it unmet.");
        Moved(Between(story.On("2024-05-21", new CaseReopened(Secret("Back"))), "2024-05-20", "2024-05-21"), "panel-referral", " can be met again; it was read as 20 May 2024.", " was overdue by 8 working days.");
    }

    [Fact]
    public void Says_that_a_clock_is_gone_that_it_was_met_on_another_day_or_not_at_all()
    {
        var story = Stories.Incident("24-1", "2024-05-01").On("2024-05-02", new PanelReferralSent(null), new AgencyInformationRequested(1, Org("NUH"), 5))
            .Correct<PanelReferralSent>("2024-05-03", "happenedOn", "\"2024-05-02\"", "\"2024-05-03\"").Strike<AgencyInformationRequested>("2024-05-07").Strike<PanelReferralSent>("2024-05-08");
        Moved(Between(story, "2024-05-02", "2024-05-03"), "panel-referral", " was met on 3 May 2024, not 2 May 2024.");
        Between(story, "2024-05-03", "2024-05-07").Moved.Single().Sentences.ShouldBe(["The clock agency-return (NUH) is gone: what began it was found to be recorded in error."]);
        Moved(Between(story, "2024-05-07", "2024-05-08"), "panel-referral", " is no longer taken as met; it was read as 3 May 2024.");
        Moved(Between(story, "2024-05-07", "2024-05-08"), "rapid-review", " was counted from 3 May 2024, and has not started as now understood.");
    }

    [Fact]
    public void Says_that_a_new_list_of_bank_holidays_moved_a_due_date_and_lists_the_report_apart()
    {
        var later = new CalendarList(CalendarList.Shipped.Provenance with { Revision = 2 }, [.. CalendarList.Shipped.Holidays.Append(new(Day("2024-05-07"), "A day more")).OrderBy(h => h.Date)]).Calendar;
        var world = Story.World with { Calendars = Calendars.Shipped.With(new(later, Instant.FromUtc(2024, 5, 3, 9, 0))) };
        var story = Stories.Incident("24-1", "2024-05-01").On("2024-05-03", new DueDateMoved("panel-referral", Day("2024-05-09"), Day("2024-05-10"), 1, 2, new("A day more was added")));
        var changes = Between(story, "2024-05-02", "2024-05-03", world);
        Moved(changes, "panel-referral", " is now due on 10 May 2024, not on 9 May 2024.");
        changes.Reported.Single().Type.ShouldBe("due_date_moved");
        (changes.Learnt.Count, changes.Corrected.Count, changes.Decided.Count).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void Says_that_the_calendar_came_to_reach_a_due_date_and_that_it_no_longer_does()
    {
        var (to2023, whole) = (UpTo2023(1), new CalendarList(CalendarList.Shipped.Provenance with { Revision = 2 }, CalendarList.Shipped.Holidays).Calendar);
        var calendars = Calendars.Of([new(to2023, Instant.MinValue), new(whole, Instant.FromUtc(2024, 5, 3, 9, 0))]);
        var story = Stories.Incident("24-1", "2024-05-01");
        Moved(Between(story, "2024-05-02", "2024-05-03", Story.World with { Calendars = calendars }), "panel-referral", " had no due date and is now due on 9 May 2024.");
        calendars = Calendars.Shipped.With(new(UpTo2023(2), Instant.FromUtc(2024, 5, 3, 9, 0)));
        Moved(
            Between(story, "2024-05-02", "2024-05-03", Story.World with { Calendars = calendars }), "panel-referral",
            " was due on 9 May 2024 and has no due date now.", " cannot be judged: the bank holidays are not known so far ahead.");

        static WorkingDayCalendar UpTo2023(int revision) =>
            new CalendarList(CalendarList.Shipped.Provenance with { Revision = revision, LastYear = 2023 }, [.. CalendarList.Shipped.Holidays.Where(h => h.Date.Year <= 2023)]).Calendar;
    }

    [Fact]
    public void Says_that_a_floor_has_been_kept_its_day_having_passed()
    {
        var story = Stories.Incident("24-1", "2024-05-01").RapidReview("2024-05-02", "2024-05-20", "2024-05-22", Outcome.Cspr).On("2024-06-03", new CsprCommissioned(1, Ref("RN24"), null))
            .On("2024-06-04", new Published(PublicationForm.FullReport, new("the website"), null));
        Moved(Between(story, "2025-06-03", "2025-06-05"), "kept-available", " (decision 1) has been met, its day having passed.");
        Moved(Between(story, "2024-06-03", "2024-06-04"), "kept-available", " (decision 1) started on 4 June 2024 and is due on 4 June 2025.");
    }

    [Fact]
    public void Says_that_days_went_over_where_a_clock_counts_days()
    {
        var story = Stories.Incident("24-1", "2024-05-01").RapidReview("2024-05-02", "2024-05-20", "2024-05-22", Outcome.Cspr).On("2024-06-03", new CsprCommissioned(1, Ref("RN24"), null));
        Between(story, "2024-11-20", "2024-11-21").Moved.Single().Sentences.ShouldBe(["The clock cspr-publication (decision 1) was overdue by 1 day."]);
        Between(story, "2024-11-20", "2024-11-22").Moved.Single().Sentences.ShouldBe(["The clock cspr-publication (decision 1) was overdue by 2 days."]);
    }

    [Fact]
    public void Tells_what_became_irregular_and_what_no_longer_is()
    {
        var story = Stories.Incident("24-1", "2024-05-01").On("2024-05-02", new PanelReferralSent(null)).Tell("2024-05-20", Stories.Decided(1, Outcome.NoFurtherReview), despite: "no-meeting-held")
            .Tell("2024-05-20", new RapidReviewHeld([new(Org("NCC"), new("Head")), new(Org("NOTTS-POLICE"), new("Head")), new(Org("NN-ICB"), new("Head"))]), known: "2024-05-23");
        var made = Between(story, "2024-05-19", "2024-05-20");
        made.IrregularitiesCome.Select(i => i.Code).ShouldContain("no-meeting-held");
        made.IrregularitiesGone.ShouldBeEmpty();
        var cleared = Between(story, "2024-05-20", "2024-05-23");
        cleared.IrregularitiesGone.Select(i => $"{i.Version} {i.Code}").ShouldBe(["3 no-meeting-held"]);
        cleared.IrregularitiesCome.ShouldBeEmpty();
    }
}
