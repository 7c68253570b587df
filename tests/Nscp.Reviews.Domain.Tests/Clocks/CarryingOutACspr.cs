using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Words;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Clocks.ClockStory;

namespace Nscp.Reviews.Domain.Tests.Clocks;

public class CarryingOutACspr
{
    static readonly ProtectedText Why = new("why");

    [Fact]
    public void Is_to_be_published_six_months_after_the_decision_of_Wednesday_3_July_2024_not_after_its_commission()
    {
        var clock = DecidedForCspr()["cspr-publication"];
        (Text(clock.StartsOn), Text(clock.Due?.Date), clock.BelongsTo).ShouldBe(("2024-07-03", "2025-01-03", "decision 1"));
    }

    [Fact]
    public void Is_met_by_publication_on_Friday_3_January_2025() => DecidedForCspr().On("2025-01-03", Published()).Read("cspr-publication", "2025-01-04").ShouldBe("Met");

    [Fact]
    public void Has_no_such_clock_when_the_decision_is_another() =>
        Opened("2024-06-03").On("2024-07-03", Decision(1, Outcome.OtherLocalLearning)).Find("cspr-publication").ShouldBeNull();

    [Fact]
    public void Is_cancelled_when_the_Panel_chooses_a_national_review_on_Monday_22_July_2024()
    {
        var story = DecidedForCspr().On("2024-07-22", new PanelResponded(PanelView.NationalReview, null));
        foreach (var clock in new[] { "cspr-publication", "progress-check" }) story.Read(clock, "2024-07-23").ShouldBe("Cancelled");
        story["cspr-publication"].Because.ShouldBe("the Panel chose a national review");
    }

    [Fact]
    public void Runs_on_from_its_decision_when_the_Panel_finds_a_local_review_more_appropriate_after_all() =>
        DecidedForCspr().On("2024-07-22", new PanelResponded(PanelView.NationalReview, null)).On("2024-08-05", new PanelResponded(PanelView.LocalReviewMoreAppropriate, null))
            .Read("cspr-publication", "2025-01-02").ShouldBe("Running 1 days");

    [Fact]
    public void Is_cancelled_three_days_over_when_it_is_discontinued_on_Monday_6_January_2025()
    {
        var story = DecidedForCspr().On("2025-01-06", new CsprDiscontinued(Why, null));
        story.Read("cspr-publication", "2025-01-31").ShouldBe("Cancelled 3 days");
        story.On("2025-01-13", new CsprCommissioned(1, null, null)).Read("cspr-publication", "2025-01-31").ShouldBe("Overdue 28 days");
    }

    [Fact]
    public void Is_checked_three_months_after_the_decision_and_then_three_months_after_each_check()
    {
        var story = DecidedForCspr();
        story.Due("progress-check").ShouldBe("2024-10-03");
        story.On("2024-09-30", new ProgressChecked(true, true, null));
        story.Read("progress-check", "2024-10-04").ShouldBe("Met");
        (story.Due("progress-check-2"), story["progress-check-2"].BelongsTo).ShouldBe(("2024-12-30", "decision 1"));
    }

    [Fact]
    public void Needs_no_further_check_once_published_on_Friday_3_January_2025()
    {
        var story = DecidedForCspr().On("2024-09-30", new ProgressChecked(true, true, null)).On("2025-01-03", Published());
        story.Read("progress-check-2", "2025-02-03").ShouldBe("Cancelled 4 days");
        story["progress-check-2"].Because.ShouldBe("the review was published");
        story.Clocks.ShouldNotContain(clock => clock.Id == "progress-check-3");
    }

    [Fact]
    public void Counts_a_check_on_the_day_of_publication_and_none_after_it()
    {
        var story = DecidedForCspr().On("2024-10-03", Published()).On("2024-10-03", new ProgressChecked(true, true, null));
        story.Clocks.Where(clock => clock.Definition.ClockId == "progress-check").ShouldHaveSingleItem().Id.ShouldBe("progress-check");
        Text(story["progress-check"].MetOn).ShouldBe("2024-10-03");
        DecidedForCspr().On("2024-10-01", Published()).On("2024-10-03", new ProgressChecked(true, true, null))["progress-check"].MetOn.ShouldBeNull();
    }

    [Fact]
    public void Takes_its_checks_by_day_whichever_was_recorded_first()
    {
        var story = DecidedForCspr().On("2024-12-16", new ProgressChecked(true, true, null)).On("2024-09-30", new ProgressChecked(true, true, null));
        story.Clocks.Where(clock => clock.Definition.ClockId == "progress-check").OrderBy(clock => clock.StartsOn).Select(clock => (Text(clock.StartsOn), Text(clock.MetOn)))
            .ShouldBe([("2024-07-03", "2024-09-30"), ("2024-09-30", "2024-12-16"), ("2024-12-16", null)]);
    }

    [Fact]
    public void Ends_with_the_first_of_its_ends()
    {
        var story = DecidedForCspr().On("2025-01-03", Published()).On("2025-01-13", new CsprDiscontinued(Why, null));
        (Text(story["progress-check"].CancelledOn), story["progress-check"].Because, Text(story["cspr-publication"].MetOn)).ShouldBe(("2025-01-03", "the review was published", "2025-01-03"));
    }

    [Fact]
    public void Is_not_met_by_what_was_published_after_it_was_discontinued_and_is_the_partnerships_to_meet()
    {
        var clock = DecidedForCspr().On("2024-12-02", new CsprDiscontinued(Why, null)).On("2024-12-16", Published())["cspr-publication"];
        (clock.MetOn, Text(clock.CancelledOn), clock.Owner).ShouldBe((null, "2024-12-02", Org("NSCP")));
    }

    [Fact]
    public void Reviews_a_hold_each_month_until_it_is_lifted_on_Friday_31_January_2025()
    {
        var story = DecidedForCspr().On("2024-10-31", Held(1));
        story.Due("hold-review").ShouldBe("2024-11-30");
        story.On("2024-12-02", new HoldReviewed(1, null, null)).Read("hold-review", "2024-12-31").ShouldBe("MetLate 2 days");
        (story.Due("hold-review-2"), story["hold-review-2"].BelongsTo).ShouldBe(("2025-01-02", "hold 1"));
        story.On("2025-01-31", new HoldLifted(1)).Read("hold-review-2", "2025-03-03").ShouldBe("Cancelled 29 days");
    }

    [Fact]
    public void Keeps_two_holds_apart()
    {
        var story = DecidedForCspr().On("2024-10-31", Held(1), Held(2)).On("2024-11-04", new HoldLifted(2));
        (story["hold-review"].CancelledOn, story["hold-review-2"].BelongsTo, Text(story["hold-review-2"].CancelledOn)).ShouldBe((null, "hold 2", "2024-11-04"));
    }
}
