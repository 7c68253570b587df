using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.CaseFile;

/// <summary>What a sceptical solicitor is told of a due date.</summary>
public class ExplainingAClock
{
    static Story Told() => Stories.Incident("24-2", "2024-05-02").On("2024-05-13", new PanelReferralSent(null), new SinReceivedByPartners());

    static Story Corrected() => Told().Correct<PanelReferralSent>("2024-05-20", "happenedOn", "\"2024-05-13\"", "\"2024-05-14\"");

    static ClockExplanation Explained(Story story, string id, string today, World? world = null) => ClockExplanation.Of(story.History, id, world ?? Story.World, Day(today)).ShouldNotBeNull();

    static string Text(Story story, string id, string today, World? world = null) => Explained(story, id, today, world).Text;

    [Fact]
    public void Shows_each_day_counted_and_each_passed_over_from_Thursday_2_May_2024()
    {
        var explanation = Explained(Told(), "panel-referral", "2024-05-13");
        explanation.Days.Select(day => $"{NodaTime.Text.LocalDatePattern.Iso.Format(day.Date)} {day.Number?.ToString() ?? day.PassedOver}").ShouldBe(
            ["2024-05-03 1", "2024-05-04 Saturday", "2024-05-05 Sunday", "2024-05-06 Early May bank holiday", "2024-05-07 2", "2024-05-08 3", "2024-05-09 4", "2024-05-10 5"]);
        (explanation.Rule, explanation.Direction, explanation.ClearDays, explanation.CalendarRevision, explanation.Allowance).ShouldBe(("A", "after", false, 1, "5 working days"));
        (explanation.Start!.On, explanation.Start.Event, explanation.Start.Type).ShouldBe((Day("2024-05-02"), Told().Entries[0].Envelope.Id, "incident_reported"));
    }

    [Fact]
    public void Ends_with_the_very_due_date_of_the_clock_for_every_clock_that_is_counted()
    {
        foreach (var story in (Story[])[Told(), Stories.Rn19()])
            foreach (var clock in CaseClocks.Of(story.History, Story.World))
            {
                var explanation = Explained(story, clock.Id, "2024-06-03");
                explanation.Clock.DueOn.ShouldBe(clock.Due?.Date);
                if (explanation.Days.Count > 0) explanation.Days[^1].Date.ShouldBe(clock.Due!.Date!.Value);
            }
    }

    [Fact]
    public void Says_all_of_it_in_a_paragraph_with_the_reading_before_a_correction() => Text(Corrected(), "panel-referral", "2024-05-21").ShouldBe(
        "Case 24-2, clock panel-referral: owed by local authority to Panel; met by: the SIN is sent. "
        + "The period is 5 working days: it is guidance, not law (GOV.UK, Report a serious child safeguarding incident; Working Together), by the policy wt-2018. "
        + "The duty: Children Act 2004 s16C(1), which sets no period. The later of the two is our reading of s16C(1); both dates are shown. "
        + "It is counted from Thursday 2 May 2024 (day 0, which is not counted): A serious incident was reported as case 24-2: Child R died; the local authority became aware on 2 May 2024, and first suspected abuse or neglect on that day. "
        + "The first day counted is Friday 3 May 2024, and the 5th is Friday 10 May 2024; Saturdays and Sundays and Monday 6 May 2024 (Early May bank holiday) are passed over. "
        + "It is due on Friday 10 May 2024, to the end of that day in London, by calendar revision 1. "
        + "Until it was corrected on 20 May 2024 it read: counted from 2 May 2024, due on 10 May 2024, met on 13 May 2024. "
        + "It was met on Tuesday 14 May 2024, late by 2 working days.");

    [Theory]
    [InlineData("2024-05-21", "As at 21 May 2024 9 working days are left.")]
    [InlineData("2024-06-03", "As at 3 June 2024 1 working day is left.")]
    [InlineData("2024-06-04", "As at 4 June 2024 this is its last day.")]
    [InlineData("2024-06-06", "As at 6 June 2024 it is overdue by 2 working days.")]
    public void Says_how_it_stands(string today, string sentence) => Text(Told(), "rapid-review", today).ShouldEndWith(sentence);

    [Fact]
    public void Says_that_no_period_is_laid_down_and_never_that_one_was_missed()
    {
        var text = Text(Told().On("2024-06-03", new RapidReviewReportSent(1)), "panel-response", "2024-08-05");
        text.ShouldContain("No period is laid down: it is an expectation only");
        text.ShouldEndWith("As at 5 August 2024 it has run for 45 working days.");
    }

    [Fact]
    public void Says_why_it_was_cancelled_and_by_how_much_it_was_over_then() =>
        Text(Stories.Incident("24-2", "2024-05-02").On("2024-05-16", new FoundNotNotifiable(Org("NCC"), [], Secret("x"), null)), "panel-referral", "2024-06-03")
            .ShouldEndWith("It was cancelled on Thursday 16 May 2024, because the incident was found not notifiable, 4 working days over.");

    [Fact]
    public void Says_that_it_has_not_started() => Text(Stories.Incident("24-2", "2024-05-02"), "rapid-review", "2024-05-03").ShouldEndWith("It has not started. As at 3 May 2024 it does not run.");

    [Fact]
    public void Gives_no_date_outside_coverage_and_says_what_is_covered()
    {
        var text = Text(Stories.Incident("28-1", "2028-12-28"), "panel-referral", "2028-12-28");
        text.ShouldContain("No due date can be given: the bank holidays are known from 1 January 2012 to 31 December 2028, and the count would go beyond.");
        Explained(Stories.Incident("28-1", "2028-12-28"), "panel-referral", "2028-12-28").Days.ShouldBeEmpty();
    }

    [Fact]
    public void Says_which_revision_moved_it_and_from_what()
    {
        var shipped = CalendarList.Shipped;
        var calendars = Calendars.Shipped.With(new(new WorkingDayCalendar(2, shipped.Coverage, shipped.Holidays.Append(new(Day("2024-05-08"), "A day of thanks"))), Day("2024-05-03").At(LocalTime.Noon).InUtc().ToInstant()));
        var world = Story.World with { Calendars = calendars };
        var story = Stories.Incident("24-2", "2024-05-02");
        foreach (var move in ClockMoves.Of(story.History, 2, world)) story.Tell("2024-05-03", move);
        var explanation = Explained(story, "panel-referral", "2024-05-07", world);
        explanation.Moves.ShouldHaveSingleItem().ShouldBe(new ExplainedMove(2, Day("2024-05-03"), Day("2024-05-10"), Day("2024-05-13"), 2, "A day of thanks, 8 May 2024, was added"));
        explanation.Text.ShouldContain("Monday 6 May 2024 (Early May bank holiday) and Wednesday 8 May 2024 (A day of thanks) are passed over. It is due on Monday 13 May 2024, to the end of that day in London, by calendar revision 2. "
            + "On 3 May 2024 calendar revision 2 moved it from 10 May 2024 to 13 May 2024, because A day of thanks, 8 May 2024, was added.");
        explanation.Clock.Earlier!.Single().DueOn.ShouldBe(Day("2024-05-10"));
    }

    [Fact]
    public void Is_not_there_for_a_clock_that_is_not() => ClockExplanation.Of(Told().History, "panel-referral-2", Story.World, Day("2024-05-03")).ShouldBeNull();
}
