using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Milestones.Stories;

namespace Nscp.Reviews.Domain.Tests.Milestones;

public class AssigningAnAction
{
    static readonly RecommendedActions.Assign ToNuh = new(Org("NUH"), Short("Named doctor"), Monday1July2024);

    [Fact]
    public void Takes_the_next_number_of_an_accepted_recommendation()
    {
        AnActionAssignedOnMonday8April2024().When(RecommendedActions.Assigned, ToNuh, Monday15April2024, target: Given.Action(3)).ThenImpossible("action-out-of-turn").Sentence.ShouldBe("The next action of R1 is number 2.");
        AnActionAssignedOnMonday8April2024().When(RecommendedActions.Assigned, ToNuh, Monday15April2024, target: Given.Action(2)).Then(new ActionAssigned("R1", 2, Org("NUH"), Short("Named doctor"), null, Monday1July2024));
        AnActionAssignedOnMonday8April2024().When(RecommendedActions.Assigned, ToNuh, Monday15April2024, target: Given.Action(1)).ThenImpossible("already-assigned");
        ARecommendationMadeOnMonday8April2024().When(RecommendedActions.Assigned, ToNuh, Monday15April2024, target: Given.Action(1)).ThenImpossible("recommendation-not-accepted");
        AnActionAssignedOnMonday8April2024().When(RecommendedActions.Assigned, ToNuh, Monday15April2024, target: Given.Action(1, "R2")).ThenImpossible("no-such-recommendation");
        AnActionAssignedOnMonday8April2024().When(RecommendedActions.Assigned, ToNuh, Thursday21March2024, target: Given.Action(2)).ThenImpossible("before-the-recommendation");
        AnActionAssignedOnMonday8April2024().When(RecommendedActions.Assigned, ToNuh, Monday2September2024, target: Given.Action(2)).ThenImpossible("due-before-assigned");
        AnActionVerifiedOnMonday1July2024().When(RecommendedActions.Assigned, ToNuh, Monday2September2024, target: Given.Action(1)).ThenImpossible("action-not-open");
    }
}

public class ClaimingAndVerifyingAnAction
{
    static readonly RecommendedActions.Claim Done = new(Guarded("Briefing sent."));

    [Fact]
    public void Is_refused_to_whoever_claimed() =>
        AnActionClaimedOnMonday3June2024().When(RecommendedActions.Verified, new(), Monday1July2024, "NHCFT", Given.Action(1)).ThenImpossible("claimed-by-the-same");

    [Theory]
    [InlineData("NSCP", "NCC", "NSCP", false)]
    [InlineData("NSCP", "NCC", "NN-ICB", true)]
    [InlineData("NSCP", "NSCP", "NSCP-SAIG", true)]
    [InlineData("NSCP-CSPR", "NCC", "NSCP-CSPR", false)]
    [InlineData("NSCP-CSPR", "NCC", "NSCP", false)]
    [InlineData("NHCFT", "NHCFT", "NSCP", true)]
    public void Of_the_partnerships_own_is_verified_by_another_partner_or_the_assurance_group(string owner, string claimedBy, string verifiedBy, bool verified)
    {
        var attempt = AnActionAssignedOnMonday8April2024(owner).And(Monday3June2024, new ActionClaimedComplete("R1", 1, Guarded("Done.")), claimedBy)
            .When(RecommendedActions.Verified, new(), Monday1July2024, verifiedBy, Given.Action(1));
        if (verified) attempt.Then(new ActionVerifiedComplete("R1", 1, null)); else attempt.ThenImpossible("partnership-verifies-itself");
    }

    [Fact]
    public void Returned_and_claimed_again_on_one_day_in_the_same_words_is_a_new_claim()
    {
        var again = AnActionAssignedOnMonday8April2024().When(RecommendedActions.Claimed, Done, Monday3June2024, "NHCFT", Given.Action(1)).AfterIt()
            .When(RecommendedActions.Returned, new(Guarded("No evidence.")), Monday3June2024, target: Given.Action(1)).AfterIt()
            .When(RecommendedActions.Claimed, Done, Monday3June2024, "NHCFT", Given.Action(1)).Then(new ActionClaimedComplete("R1", 1, Done.Evidence));
        again.When(RecommendedActions.Claimed, Done, Monday3June2024, "NHCFT", Given.Action(1)).ThenNothingNew();
        again.When(RecommendedActions.Returned, new(Guarded("Still none.")), Monday3June2024, target: Given.Action(1)).AfterIt().State.Recommendations[0].Actions[0].ClaimedBy.ShouldBeNull();
        again.When(RecommendedActions.Returned, new(Guarded("No evidence.")), Monday3June2024, target: Given.Action(1)).Then(new ActionReturned("R1", 1, Guarded("No evidence.")));
    }

    [Fact]
    public void Sent_again_after_progress_or_a_later_return_is_no_new_claim()
    {
        AnActionClaimedOnMonday3June2024().And(Monday3June2024, new ProgressReported("R1", 1, Guarded("On."), Rag.Green)).When(RecommendedActions.Claimed, Done, Monday3June2024, "NHCFT", Given.Action(1)).ThenNothingNew();
        AnActionClaimedOnMonday3June2024().And(Monday1July2024, new ActionReturned("R1", 1, Guarded("No."))).When(RecommendedActions.Claimed, Done, Monday3June2024, "NHCFT", Given.Action(1)).ThenNothingNew();
        AnActionVerifiedOnMonday1July2024().When(RecommendedActions.Claimed, Done, Monday3June2024, "NHCFT", Given.Action(1)).ThenNothingNew();
    }

    [Fact]
    public void Follows_the_order_of_its_steps()
    {
        var (assigned, claimed, verified) = (AnActionAssignedOnMonday8April2024(), AnActionClaimedOnMonday3June2024(), AnActionVerifiedOnMonday1July2024());
        assigned.When(RecommendedActions.Verified, new(), Monday1July2024, target: Given.Action(1)).ThenImpossible("not-claimed");
        assigned.When(RecommendedActions.Returned, new(Guarded("No.")), Monday1July2024, target: Given.Action(1)).ThenImpossible("not-claimed");
        assigned.When(RecommendedActions.ImpactReviewed, new(Guarded("Some.")), Monday1July2024, target: Given.Action(1)).ThenImpossible("not-verified");
        assigned.When(RecommendedActions.Reopened, new(Guarded("So.")), Monday1July2024, target: Given.Action(1)).ThenImpossible("action-open");
        assigned.When(RecommendedActions.Claimed, Done, Thursday21March2024, target: Given.Action(1)).ThenImpossible("before-the-assignment");
        assigned.When(RecommendedActions.Claimed, Done, Monday1July2024, target: Given.Action(2)).ThenImpossible("no-such-action");
        claimed.When(RecommendedActions.Claimed, Done, Monday1July2024, target: Given.Action(1)).ThenImpossible("already-claimed");
        claimed.When(RecommendedActions.Verified, new(), Monday15April2024, target: Given.Action(1)).ThenImpossible("before-the-claim");
        claimed.When(RecommendedActions.Returned, new(Guarded("No.")), Monday15April2024, target: Given.Action(1)).ThenImpossible("before-the-claim");
        claimed.And(Monday1July2024, new ActionReturned("R1", 1, Guarded("No."))).When(RecommendedActions.Claimed, new(Guarded("New.")), Monday3June2024, target: Given.Action(1)).ThenImpossible("before-the-return");
        verified.When(RecommendedActions.ImpactReviewed, new(Guarded("Some.")), Monday3June2024, target: Given.Action(1)).ThenImpossible("before-the-verification");
        verified.When(RecommendedActions.Reopened, new(Guarded("So.")), Monday3June2024, target: Given.Action(1)).ThenImpossible("before-it-ended");
        foreach (var step in new Milestone[] { RecommendedActions.ProgressReported, RecommendedActions.Claimed, RecommendedActions.Rescheduled, RecommendedActions.Transferred, RecommendedActions.Closed })
        {
            step.WhyNotNow(verified.State, Given.Action(1))!.Code.ShouldBe("action-not-open");
            step.WhyNotNow(assigned.And(Monday3June2024, new RecommendationClosed("R1", Guarded("So."), Org("NCC"))).State, Given.Action(1))!.Code.ShouldBe("recommendation-not-open");
        }
    }

    [Fact]
    public void Completes_the_recommendation_when_every_action_is_verified_or_closed_and_one_verified()
    {
        var two = AnActionVerifiedOnMonday1July2024().And(Monday8April2024, new ActionAssigned("R1", 2, Org("NUH"), Short("Nurse"), null, Monday1July2024));
        two.State.Recommendations[0].IsCompleted.ShouldBeFalse();
        Standing(AnActionVerifiedOnMonday1July2024()).ShouldBe((true, false, false));
        Standing(AnActionVerifiedOnMonday1July2024().And(Monday1July2024, new RecommendationSuperseded("R1", "R2", null))).ShouldBe((false, false, false));
        two.And(Monday1July2024, new ActionClosedWithoutCompletion("R1", 2, Guarded("Overtaken."), Org("NCC"))).State.Recommendations[0].IsCompleted.ShouldBeTrue();
        var givenUp = AnActionAssignedOnMonday8April2024().And(Monday1July2024, new ActionClosedWithoutCompletion("R1", 1, Guarded("Overtaken."), Org("NCC")));
        Standing(givenUp).ShouldBe((false, true, false));
        Standing(givenUp.And(Monday1July2024, new RecommendationClosed("R1", Guarded("Overtaken."), Org("NCC")))).ShouldBe((false, false, false));

        static (bool Completed, bool GivenUp, bool Outstanding) Standing(Given given) =>
            given.State.Recommendations[0] is var r ? (r.IsCompleted, r.IsGivenUp, r.IsOutstanding) : default;
    }
}

public class StepsOfAnAction
{
    [Fact]
    public void Need_an_action_that_is_there()
    {
        foreach (var step in AllMilestones.OfActions.Where(m => m != RecommendedActions.Assigned))
            step.WhyNotNow(AnActionAssignedOnMonday8April2024().State, Given.Action(2))!.Code.ShouldBe("no-such-action", step.Route);
    }
}

public class MovingAnAction
{
    [Fact]
    public void Keeps_the_first_due_date_beside_the_present_one()
    {
        var action = AnActionAssignedOnMonday8April2024().When(RecommendedActions.Rescheduled, new(Monday7October2024, Guarded("Staff."), Short("CSPR group")), Monday3June2024, target: Given.Action(1)).AfterIt().State.Recommendations[0].Actions[0];
        (action.FirstDueOn, action.DueOn).ShouldBe((Monday1July2024, Monday7October2024));
        AnActionAssignedOnMonday8April2024().When(RecommendedActions.Rescheduled, new(Thursday21March2024, Guarded("So."), Short("X")), Monday3June2024, target: Given.Action(1)).ThenImpossible("due-before-assigned");
    }

    [Fact]
    public void There_and_back_and_there_on_one_day_is_three_facts()
    {
        RecommendedActions.Transfer icb = new(Org("NN-ICB"), Short("Nurse")), back = new(Org("NHCFT"), Short("Nurse"));
        var given = AnActionAssignedOnMonday8April2024().When(RecommendedActions.Transferred, icb, Monday3June2024, target: Given.Action(1)).AfterIt();
        given.When(RecommendedActions.Transferred, icb, Monday1July2024, target: Given.Action(1)).ThenImpossible("same-owner");
        given.When(RecommendedActions.Transferred, back, Monday3June2024, target: Given.Action(1)).AfterIt()
            .When(RecommendedActions.Transferred, icb, Monday3June2024, target: Given.Action(1)).Then(new ActionTransferred("R1", 1, Org("NN-ICB"), Short("Nurse")));
    }

    [Fact]
    public void Is_in_progress_from_its_first_report_and_stays_claimed_through_a_later_one()
    {
        var note = new RecommendedActions.ReportProgress(Guarded("Begun."), Rag.Green);
        AnActionAssignedOnMonday8April2024().When(RecommendedActions.ProgressReported, note, Monday3June2024, target: Given.Action(1)).AfterIt().State.Recommendations[0].Actions[0].State.ShouldBe(ActionState.InProgress);
        AnActionClaimedOnMonday3June2024().When(RecommendedActions.ProgressReported, note, Monday1July2024, target: Given.Action(1)).AfterIt().State.Recommendations[0].Actions[0].State.ShouldBe(ActionState.Claimed);
    }

    [Fact]
    public void Reopened_it_is_in_progress_again() => AnActionVerifiedOnMonday1July2024().When(RecommendedActions.Reopened, new(Guarded("It lapsed.")), Monday2September2024, target: Given.Action(1))
        .AfterIt().State.Recommendations[0].Actions[0].State.ShouldBe(ActionState.InProgress);
}
