using Nscp.Reviews.Domain.Words;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Clocks.ClockStory;

namespace Nscp.Reviews.Domain.Tests.Clocks;

public class FollowingUpActions
{
    static readonly ProtectedText Why = new("why");

    [Fact]
    public void Is_due_on_its_own_date_Monday_30_September_2024_which_a_reschedule_moves()
    {
        var story = AssignedOn1July2024();
        (story.Due("action"), story["action"].BelongsTo, story["action"].Owner).ShouldBe(("2024-09-30", "R1/1", Org("NCC")));
        story.On("2024-09-27", new ActionRescheduled("R1", 1, Day("2024-12-31"), Why, new("chair"))).Due("action").ShouldBe("2024-12-31");
    }

    [Fact]
    public void Is_not_met_by_a_claim_but_by_its_verification_on_Monday_30_September_2024()
    {
        var story = AssignedOn1July2024().On("2024-09-16", new ActionClaimedComplete("R1", 1, Why));
        story.Read("action", "2024-09-17").ShouldBe("Running 13 days");
        story.On("2024-09-30", new ActionVerifiedComplete("R1", 1, null)).Read("action", "2024-10-01").ShouldBe("Met");
    }

    [Fact]
    public void Is_owed_by_the_successor_after_a_transfer() =>
        AssignedOn1July2024().On("2024-08-01", new ActionTransferred("R1", 1, Org("NN-ICB"), new("director")))["action"].Owner.ShouldBe(Org("NN-ICB"));

    [Fact]
    public void Is_cancelled_when_closed_without_completion_a_day_over_on_Tuesday_1_October_2024()
    {
        var story = AssignedOn1July2024().On("2024-10-01", new ActionClosedWithoutCompletion("R1", 1, Why, Org("NSCP")));
        story.Read("action", "2024-10-02").ShouldBe("Cancelled 1 days");
        story.Find("impact-review").ShouldBeNull();
    }

    [Fact]
    public void Is_cancelled_with_its_recommendation_and_only_with_its_own()
    {
        var story = AssignedOn1July2024().On("2024-07-01", Assigned("2024-10-31", "R2")).On("2024-08-01", new RecommendationSuperseded("R1", "R2", null));
        story["action"].Because.ShouldBe("the recommendation was superseded by R2");
        story["action-2"].CancelledOn.ShouldBeNull();
        AssignedOn1July2024().On("2024-08-01", new RecommendationRejected("R1", Why)).Read("action", "2024-08-02").ShouldBe("Cancelled");
        AssignedOn1July2024().On("2024-08-01", new RecommendationClosed("R1", Why, Org("NSCP"))).Read("action", "2024-08-02").ShouldBe("Cancelled");
    }

    [Fact]
    public void Runs_again_on_a_new_clock_when_its_recommendation_is_reopened_on_Monday_2_September_2024()
    {
        var story = AssignedOn1July2024().On("2024-08-01", new RecommendationClosed("R1", Why, Org("NSCP"))).On("2024-09-02", new RecommendationReopened("R1", Why));
        story.Read("action", "2024-09-03").ShouldBe("Cancelled");
        (story.Read("action-2", "2024-09-03"), story["action-2"].BelongsTo, story["action-2"].Owner).ShouldBe(("Running 27 days", "R1/1", Org("NCC")));
    }

    [Fact]
    public void Runs_again_with_its_recommendation_only_where_it_was_still_to_be_done()
    {
        var story = AssignedOn1July2024().On("2024-07-01", Assigned("2024-09-30", action: 2), Assigned("2024-09-30", action: 3)).On("2024-07-15", new ActionVerifiedComplete("R1", 1, null), new ActionClosedWithoutCompletion("R1", 2, Why, Org("NSCP")))
            .On("2024-08-01", new RecommendationClosed("R1", Why, Org("NSCP"))).On("2024-09-02", new RecommendationReopened("R1", Why));
        story.Clocks.Where(clock => clock.Definition.ClockId == "action" && Text(clock.StartsOn) == "2024-09-02").ShouldHaveSingleItem().BelongsTo.ShouldBe("R1/3");
        AssignedOn1July2024().On("2024-09-02", new RecommendationReopened("R1", Why)).Clocks.Count(clock => clock.Definition.ClockId == "action").ShouldBe(1);
    }

    [Fact]
    public void Stays_as_it_first_ended()
    {
        var story = AssignedOn1July2024().On("2024-08-01", new ActionClosedWithoutCompletion("R1", 1, Why, Org("NSCP"))).On("2024-09-02", new RecommendationClosed("R1", Why, Org("NSCP")));
        (Text(story["action"].CancelledOn), story["action"].Because).ShouldBe(("2024-08-01", "the action was closed without completion"));
        story.On("2024-09-03", new ActionVerifiedComplete("R1", 1, null));
        (story["action"].MetOn, Text(story["action"].CancelledOn)).ShouldBe((null, "2024-08-01"));
        Verified().On("2024-09-02", new RecommendationClosed("R1", Why, Org("NSCP")))["action"].CancelledOn.ShouldBeNull();
    }

    [Fact]
    public void Assigned_anew_is_the_same_action_with_another_owner_and_date()
    {
        var story = AssignedOn1July2024().On("2024-08-01", new ActionAssigned("R1", 1, Org("NN-ICB"), new("director"), null, Day("2024-10-31")));
        (story.Due("action"), story["action"].Owner, Text(story["action"].StartsOn)).ShouldBe(("2024-10-31", Org("NN-ICB"), "2024-07-01"));
    }

    [Fact]
    public void Has_its_impact_reviewed_once_by_the_partnership_and_a_review_that_was_made_stays()
    {
        var story = Verified().On("2025-01-06", new ImpactReviewed("R1", 1, Why)).On("2025-02-03", new ImpactReviewed("R1", 1, Why)).On("2025-03-03", new ActionReopened("R1", 1, Why));
        (Text(story["impact-review"].MetOn), story["impact-review"].CancelledOn, story["impact-review"].Owner).ShouldBe(("2025-01-06", null, Org("NSCP")));
    }

    [Fact]
    public void Has_its_impact_reviewed_six_months_after_the_verification_of_Friday_30_August_2024()
    {
        var story = Verified();
        (story.Due("impact-review"), story["impact-review"].BelongsTo).ShouldBe(("2025-02-28", "R1/1"));
        story.On("2025-03-03", new ImpactReviewed("R1", 1, Why)).Read("impact-review", "2025-03-04").ShouldBe("MetLate 3 days");
    }

    [Fact]
    public void Reviews_no_impact_once_the_action_is_reopened()
    {
        var story = Verified().On("2024-10-01", new ActionReopened("R1", 1, Why));
        story["impact-review"].Because.ShouldBe("the action was reopened");
        story.On("2024-11-01", new ActionVerifiedComplete("R1", 1, null)).Due("impact-review-2").ShouldBe("2025-05-01");
        Text(story["action-2"].MetOn).ShouldBe("2024-11-01");
    }

    [Fact]
    public void Keeps_the_due_date_of_a_serious_case_review_of_2017_carried_over() =>
        new ClockStory().On("2017-03-09", new SeriousCaseReviewCarriedOver(CaseReference.Parse("QN17"), new("neglect"), null, null), Assigned("2017-12-29"))
            .Clocks.Select(clock => clock.Id).ShouldBe(["action"]);

    static ClockStory AssignedOn1July2024() => Opened("2024-06-03").On("2024-07-01", Assigned("2024-09-30"));

    static ClockStory Verified() => AssignedOn1July2024().On("2024-08-30", new ActionVerifiedComplete("R1", 1, null));
}
