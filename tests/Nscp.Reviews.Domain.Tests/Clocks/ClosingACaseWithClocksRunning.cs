using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Words;
using NodaTime;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Clocks.ClockStory;

namespace Nscp.Reviews.Domain.Tests.Clocks;

public class ClosingACaseWithClocksRunning
{
    static readonly ProtectedText Why = new("why");

    [Fact]
    public void Misses_what_was_overdue_by_six_working_days_on_Tuesday_18_June_2024()
    {
        var story = Opened("2024-06-03").On("2024-06-18", new CaseClosed(Why));
        story.Read("panel-referral", "2024-12-31").ShouldBe("Missed 6 working days");
        story["panel-referral"].Because.ShouldBe("the case was closed with it unmet");
    }

    [Fact]
    public void Restores_what_was_missed_when_the_case_is_reopened() =>
        Opened("2024-06-03").On("2024-06-18", new CaseClosed(Why)).On("2024-06-19", new CaseReopened(Why)).Read("panel-referral", "2024-06-19").ShouldBe("Overdue 7 working days");

    [Fact]
    public void Lets_impact_reviews_and_floors_go_on_and_the_Panel_answer_no_more()
    {
        var story = DecidedForCspr().On("2024-07-04", Assigned("2024-08-30")).On("2024-08-30", new ActionVerifiedComplete("R1", 1, null))
            .On("2024-12-31", Published()).On("2025-01-02", new CaseClosed(Why));
        story.Read("impact-review", "2025-03-03").ShouldBe("Overdue 3 days");
        story.Read("kept-available", "2025-12-30").ShouldBe("Running 1 days");
        story.Read("panel-response", "2025-03-03").ShouldStartWith("Cancelled");
    }

    [Fact]
    public void Runs_what_starts_after_the_closing() =>
        Opened("2024-06-03").On("2024-06-18", new CaseClosed(Why)).On("2024-07-01", new ScrutinyChallengeMade(1, ScrutinyStage.Notification, Why))
            .Read("scrutiny-response", "2024-07-12").ShouldBe("Running 1 working days");

    [Fact]
    public void Is_irregular_and_names_what_is_open()
    {
        var story = Opened("2024-06-03").On("2024-06-04", Told("NOTTS-POLICE"), Told("NN-ICB")).On("2024-06-10", new PanelReferralSent(null), new SinReceivedByPartners());
        var refused = Close(story, "2024-06-18").ShouldBeOfType<Answer.Refused>();
        refused.Objections.Single().Code.ShouldBe("matters-open");
        refused.Objections.Single().Sentence.ShouldBe("Something is still open: rapid-review.");
    }

    [Fact]
    public void Is_regular_when_nothing_that_can_be_overdue_runs()
    {
        var story = DecidedForCspr().On("2024-06-04", Told("NOTTS-POLICE"), Told("NN-ICB"))
            .On("2024-12-02", Planned("2024-12-31")).On("2024-12-16", Copy(NationalBody.Panel), Copy(NationalBody.SecretaryOfState), Copy(NationalBody.Ofsted))
            .On("2024-12-31", Published());
        Close(story, "2025-01-02").ShouldBeOfType<Answer.Recorded>().Facts.Single().ShouldBeOfType<CaseClosed>();
    }

    [Fact]
    public void Is_judged_by_what_ran_on_its_own_day_and_not_by_the_closing_itself()
    {
        var story = Opened("2024-06-03").On("2024-06-06", NotNotifiable()).On("2024-07-01", Asked(1, "NUH", 5)).On("2024-07-02", Returned(1, "NUH"));
        OpenMatters.On(Day("2024-06-28"), story.History, Nottinghamshire).ShouldBeEmpty();
        OpenMatters.On(Day("2024-07-01"), story.History, Nottinghamshire).ShouldBe(["agency-return (NUH)"]);
        story.On("2024-07-01", new CaseClosed(Why));
        OpenMatters.On(Day("2024-07-01"), story.History, Nottinghamshire).ShouldBe(["agency-return (NUH)"]);
    }

    static Answer Close(ClockStory story, string day)
    {
        var recording = new Recording(
            new Recorder("manager", "A. Manager", "development-manager", Org("NSCP")), new Actor(Org("NSCP")), Day(day), Day(day),
            Instant.FromUtc(2026, 2, 25, 9, 0), null, [], Nottinghamshire);
        return Closing.Closed.Decide(story.History, default, new Closing.Close(), recording);
    }
}
