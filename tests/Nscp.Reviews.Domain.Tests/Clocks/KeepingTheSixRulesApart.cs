using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Words;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Clocks.ClockStory;

namespace Nscp.Reviews.Domain.Tests.Clocks;

/// <summary>Six rules that must never blur.</summary>
public class KeepingTheSixRulesApart
{
    [Fact]
    public void One_seven_days_before_Friday_31_January_2025_are_not_seven_working_days()
    {
        var story = DecidedForCspr().On("2025-01-06", Planned("2025-01-31"));
        (story.Due("pre-publication-copy"), story.Due("pre-publication-copy-guidance")).ShouldBe(("2025-01-24", "2025-01-22"));
    }

    [Fact]
    public void One_a_copy_sent_on_Thursday_23_January_2025_keeps_the_law_and_falls_short_of_the_guidance()
    {
        var story = DecidedForCspr().On("2025-01-06", Planned("2025-01-31"))
            .On("2025-01-23", Copy(NationalBody.Panel), Copy(NationalBody.SecretaryOfState), Copy(NationalBody.Ofsted)).On("2025-01-31", Published());
        story.Read("pre-publication-copy", "2025-02-03").ShouldBe("Met");
        story.Read("pre-publication-copy-guidance", "2025-02-03").ShouldBe("MetLate 1 working days");
    }

    [Fact]
    public void One_a_copy_that_Ofsted_never_got_keeps_the_law_and_misses_the_guidance()
    {
        var story = DecidedForCspr().On("2025-01-06", Planned("2025-01-31"))
            .On("2025-01-20", Copy(NationalBody.Panel), Copy(NationalBody.SecretaryOfState)).On("2025-01-31", Published());
        story.Read("pre-publication-copy", "2025-02-03").ShouldBe("Met");
        story.Read("pre-publication-copy-guidance", "2025-02-03").ShouldBe("Missed 7 working days");
    }

    [Fact]
    public void Two_the_periods_are_guidance_and_the_copy_and_the_year_are_law()
    {
        var story = DecidedForCspr().On("2025-01-06", Planned("2025-01-31")).On("2025-01-31", Published());
        string[] Of(Force force) => [.. story.Clocks.Where(c => c.Definition.Force == force).Select(c => c.Id).Order(StringComparer.Ordinal)];
        Of(Force.Statute).ShouldBe(["kept-available", "pre-publication-copy"]);
        Of(Force.Guidance).ShouldBe(["cspr-publication", "panel-referral", "partners-informed", "pre-publication-copy-guidance", "rapid-review"]);
        story["panel-referral"].Definition.StatutoryDuty.ShouldNotBeNull().ShouldContain("s16C(1)");
    }

    [Fact]
    public void Three_a_SIN_sent_late_on_Monday_17_June_2024_does_not_make_the_rapid_review_late()
    {
        var story = Opened("2024-06-03").On("2024-06-17", new PanelReferralSent(null), new SinReceivedByPartners())
            .On("2024-07-08", Decision(1, Outcome.NoFurtherReview), new RapidReviewReportSent(1));
        story.Read("panel-referral", "2024-07-09").ShouldBe("MetLate 5 working days");
        story.Due("rapid-review").ShouldBe("2024-07-08");
        story.Read("rapid-review", "2024-07-09").ShouldBe("Met");
    }

    [Fact]
    public void Three_the_Panels_guidance_counts_a_rapid_review_from_Monday_16_June_2025_on_which_the_SIN_was_sent()
    {
        var story = Opened("2025-06-02").On("2025-06-16", new PanelReferralSent(null)).On("2025-06-18", new SinReceivedByPartners());
        (story.Due("panel-referral"), story.Due("rapid-review")).ShouldBe(("2025-06-09", "2025-07-07"));
    }

    [Fact]
    public void Four_a_hold_from_Monday_2_December_2024_moves_nothing()
    {
        var story = DecidedForCspr();
        var before = story.Due("cspr-publication");
        before.ShouldBe("2025-01-03");
        story.On("2024-12-02", Held(1)).Due("cspr-publication").ShouldBe(before);
        story.On("2025-06-02", new HoldLifted(1)).On("2025-07-03", Published()).Due("cspr-publication").ShouldBe(before);
        story.Read("cspr-publication", "2025-07-04").ShouldBe("MetLate 181 days");
    }

    [Fact]
    public void Five_a_finding_on_Friday_5_July_2024_cancels_the_rapid_review_four_working_days_over()
    {
        var story = Opened("2024-06-03").On("2024-06-10", new PanelReferralSent(null), new SinReceivedByPartners()).On("2024-07-05", NotNotifiable());
        story.Due("rapid-review").ShouldBe("2024-07-01");
        story.Read("rapid-review", "2024-07-31").ShouldBe("Cancelled 4 working days");
        story["rapid-review"].MetOn.ShouldBeNull();
        story.Read("panel-referral", "2024-07-31").ShouldBe("Met");
        story.Read("partners-informed", "2024-07-31").ShouldStartWith("Overdue");
    }

    [Fact]
    public void Five_the_notification_is_cancelled_with_it_where_no_SIN_was_sent_by_Thursday_6_June_2024()
    {
        var story = Opened("2024-06-03").On("2024-06-06", NotNotifiable());
        foreach (var clock in new[] { "panel-referral", "partners-informed", "rapid-review" }) story.Read(clock, "2024-07-31").ShouldBe("Cancelled");
        story["panel-referral"].Because.ShouldBe("the incident was found not notifiable");
    }

    [Fact]
    public void Five_a_finding_does_not_undo_what_was_met_on_Tuesday_4_June_2024() =>
        Opened("2024-06-03").On("2024-06-04", Told("NOTTS-POLICE"), Told("NN-ICB")).On("2024-06-06", NotNotifiable()).Read("partners-informed", "2024-07-31").ShouldBe("Met");

    [Fact]
    public void Five_a_new_decision_for_a_CSPR_on_Friday_10_January_2025_starts_a_new_period()
    {
        var story = DecidedForCspr().On("2025-01-10", Decision(2, Outcome.Cspr), Replaced(1, 2));
        story.Read("cspr-publication", "2025-02-03").ShouldBe("Cancelled 7 days");
        story["cspr-publication"].Because.ShouldBe("decision 1 was replaced by decision 2");
        (story.Due("cspr-publication-2"), story["cspr-publication-2"].BelongsTo).ShouldBe(("2025-07-10", "decision 2"));
    }

    [Fact]
    public void Five_a_national_review_or_a_discontinuation_cancels_the_six_months()
    {
        var story = DecidedForCspr().On("2024-07-22", new PanelResponded(PanelView.NationalReview, null));
        (story.Read("cspr-publication", "2025-02-03"), story["cspr-publication"].Because).ShouldBe(("Cancelled", "the Panel chose a national review"));
        DecidedForCspr().On("2025-01-06", new CsprDiscontinued(new ProtectedText("why"), null)).Read("cspr-publication", "2025-02-03").ShouldBe("Cancelled 3 days");
    }

    [Fact]
    public void Six_what_was_met_late_on_Wednesday_12_June_2024_is_late_by_two_working_days_for_ever()
    {
        var story = Opened("2024-06-03").On("2024-06-12", new PanelReferralSent(null), new SinReceivedByPartners());
        foreach (var day in new[] { "2024-06-12", "2025-03-31", "2028-12-29" }) story.Read("panel-referral", day).ShouldBe("MetLate 2 working days");
        story.On("2024-08-01", new CaseClosed(null)).On("2024-09-02", new CaseReopened(new ProtectedText("more to learn"))).Read("panel-referral", "2024-09-03").ShouldBe("MetLate 2 working days");
    }

    [Fact]
    public void Six_an_action_verified_late_on_Thursday_3_October_2024_stays_late_when_it_is_reopened_and_given_more_time()
    {
        var story = Opened("2024-06-03").On("2024-07-01", Assigned("2024-09-30"))
            .On("2024-10-03", new ActionVerifiedComplete("R1", 1, null)).On("2024-11-04", new ActionReopened("R1", 1, new ProtectedText("the audit found gaps")))
            .On("2024-11-05", new ActionRescheduled("R1", 1, Day("2025-03-31"), new("new audit"), new("chair")));
        story.Read("action", "2024-12-31").ShouldBe("MetLate 3 days");
        story.Read("action-2", "2024-12-31").ShouldBe("Running 90 days");
    }
}
