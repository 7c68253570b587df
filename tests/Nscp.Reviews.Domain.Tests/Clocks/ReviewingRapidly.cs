using Nscp.Reviews.Domain.Events;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Clocks.ClockStory;

namespace Nscp.Reviews.Domain.Tests.Clocks;

public class ReviewingRapidly
{
    [Fact]
    public void Has_not_started_before_the_SIN() => Opened("2024-06-03").Read("rapid-review", "2024-06-20").ShouldBe("NotStarted");

    [Fact]
    public void Is_due_fifteen_working_days_after_the_SIN_of_Monday_9_June_2025_and_there_is_no_other_reading()
    {
        var clock = Opened("2025-06-02").On("2025-06-09", new PanelReferralSent(null)).On("2025-06-11", new SinReceivedByPartners())["rapid-review"];
        (Text(clock.Due?.Date), clock.OtherReadingDue, clock.Definition.PolicyId).ShouldBe(("2025-06-30", null, "panel-2025"));
    }

    [Fact]
    public void Is_due_after_the_partners_receipt_on_Wednesday_12_June_2024_with_the_earlier_date_of_the_other_reading()
    {
        var clock = Opened("2024-06-03").On("2024-06-10", new PanelReferralSent(null)).On("2024-06-12", new SinReceivedByPartners())["rapid-review"];
        (Text(clock.StartsOn), Text(clock.Due?.Date), Text(clock.OtherReadingDue)).ShouldBe(("2024-06-12", "2024-07-03", "2024-07-01"));
    }

    [Fact]
    public void Has_no_other_reading_when_it_was_received_on_the_day_of_sending_Monday_10_June_2024() =>
        Opened("2024-06-03").On("2024-06-10", new PanelReferralSent(null), new SinReceivedByPartners())["rapid-review"].OtherReadingDue.ShouldBeNull();

    [Fact]
    public void Is_counted_from_sending_on_Monday_10_June_2024_until_the_receipt_is_recorded_and_says_so()
    {
        var clock = Opened("2024-06-03").On("2024-06-10", new PanelReferralSent(null))["rapid-review"];
        (Text(clock.StartsOn), Text(clock.Due?.Date), clock.Definition.PolicyId).ShouldBe(("2024-06-10", "2024-07-01", "nscp-2019"));
        clock.Caveat.ShouldBe("The partners' receipt of the notification is not recorded; counted from the day on which it was sent.");
    }

    [Fact]
    public void Goes_by_the_policy_of_Saturday_31_May_2025_on_which_the_SIN_was_sent_though_it_was_received_in_June() =>
        Opened("2025-05-28").On("2025-05-31", new PanelReferralSent(null)).On("2025-06-02", new SinReceivedByPartners())["rapid-review"].Definition.PolicyId.ShouldBe("nscp-2019");

    [Fact]
    public void Is_met_when_the_report_goes_on_Monday_1_July_2024_with_a_decision_made_before_it()
    {
        var story = Sent().On("2024-06-27", Decision(1, Outcome.NoFurtherReview));
        story.Read("rapid-review", "2024-06-28").ShouldBe("Running 1 working days");
        story.On("2024-07-01", new RapidReviewReportSent(1)).Read("rapid-review", "2024-07-02").ShouldBe("Met");
    }

    [Fact]
    public void Is_not_met_by_a_report_alone_but_late_on_Wednesday_3_July_2024_when_the_partners_decided()
    {
        var story = Sent().On("2024-06-28", new RapidReviewReportSent(1));
        story.Read("rapid-review", "2024-07-02").ShouldBe("Overdue 1 working days");
        story.On("2024-07-03", Decision(1, Outcome.NoFurtherReview)).Read("rapid-review", "2024-07-04").ShouldBe("MetLate 2 working days");
    }

    [Fact]
    public void Stays_met_when_the_decision_is_replaced_after_the_report_went() =>
        Text(Sent().On("2024-06-28", Decision(1, Outcome.NoFurtherReview), new RapidReviewReportSent(1))
            .On("2024-07-10", Decision(2, Outcome.Cspr), Replaced(1, 2))["rapid-review"].MetOn).ShouldBe("2024-06-28");

    [Fact]
    public void Shows_how_long_the_Panel_takes_and_never_a_breach()
    {
        var story = Sent().On("2024-06-28", Decision(1, Outcome.NoFurtherReview), new RapidReviewReportSent(1));
        story["panel-response"].Due.ShouldBeNull();
        story.Read("panel-response", "2024-12-31").ShouldBe("Running 129 working days");
        story.On("2024-07-01", new PanelAskedForInformation(1, Day("2024-07-08"), null))["panel-response"].MetOn.ShouldBeNull();
        story.On("2024-07-05", new PanelResponded(PanelView.Agrees, null)).Read("panel-response", "2024-12-31").ShouldBe("Met 5 working days");
    }

    static ClockStory Sent() => Opened("2024-06-03").On("2024-06-10", new PanelReferralSent(null), new SinReceivedByPartners());

    [Fact]
    public void Is_answered_by_the_first_response_whichever_was_recorded_first() => Text(DecidedForCspr()
        .On("2024-07-29", new PanelResponded(PanelView.Agrees, null)).On("2024-07-15", new PanelResponded(PanelView.Disagrees, null))["panel-response"].MetOn).ShouldBe("2024-07-15");
}
