using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Milestones.Stories;

namespace Nscp.Reviews.Domain.Tests.Milestones;

public class MakingRecommendations
{
    static readonly Recommendations.NewRecommendation One = TestRecommendations.One;

    static Attempted Made(params Recommendations.NewRecommendation[] some) =>
        RapidReviewSentAndNoFurtherReview().When(Recommendations.Made, new(Domain.Words.ListOf.From(some)), Monday8April2024);

    [Fact]
    public void Carries_acceptance_owner_and_due_date_in_one_request() =>
        RapidReviewSentAndNoFurtherReview().When(Recommendations.Made, TestRecommendations.AcceptedWithAnAction, Monday8April2024).Then(TestRecommendations.Facts("R1"));

    [Fact]
    public void Records_only_those_that_are_new() => Made(One).AfterIt()
        .When(Recommendations.Made, new([One, One with { Theme = Short("Pathways") }]), Monday8April2024)
        .Then(new RecommendationMade("R2", One.Wording, One.Source, Short("Pathways"), One.AskedOf, null));

    [Fact]
    public void Is_refused_without_any() => Made().ThenImpossible("no-recommendations");

    [Fact]
    public void Is_refused_for_what_does_not_go_together()
    {
        Made(One with { Actions = TestRecommendations.AcceptedWithAnAction.Recommendations[0].Actions }).ThenImpossible("recommendation-not-accepted");
        Made(One with { Accepted = true, Actions = [new(Org("NUH"), Short("Nurse"), Thursday21March2024)] }).ThenImpossible("due-before-assigned");
        Made(One with { CarriedOverFrom = Reference }).ThenImpossible("not-carried-over");
        Made(One with { AskedOf = Org("NO-SUCH") }).ThenImpossible("unknown-organisation");
        RapidReviewSentAndCsprDecided().When(Recommendations.Made, new([One with { Source = RecommendationSource.Cspr }]), Tuesday19March2024).ThenImpossible("before-the-decision");
    }

    [Fact]
    public void Keeps_the_review_from_which_one_is_carried_over() =>
        Made(One with { Source = RecommendationSource.CarriedOver, CarriedOverFrom = Domain.Words.CaseReference.Parse("QN17") })
            .Then(new RecommendationMade("R1", One.Wording, RecommendationSource.CarriedOver, One.Theme, One.AskedOf, Domain.Words.CaseReference.Parse("QN17")));

    [Fact]
    public void Is_irregular_where_the_wording_identifies_someone() => Made(One with { Wording = Long("Family of NG1 5FW.") }, One with { Wording = Long("Of NG1 5FW.") }).ThenIrregular("identifying-text");

    [Fact]
    public void Never_uses_the_id_of_one_in_error_again()
    {
        var two = Made(One, One with { Theme = Short("Other") }).AfterIt();
        two.When(Correcting.Corrected, Examples.InError(two.IdOf<RecommendationMade>()), Monday15April2024, reason: "Twice.").AfterIt()
            .When(Recommendations.Made, new([One]), Monday15April2024).Then(new RecommendationMade("R3", One.Wording, One.Source, One.Theme, One.AskedOf, null));
    }
}

public class SettlingARecommendation
{
    static readonly Target R1 = new("R1", 0);

    static Given Made => ARecommendationMadeOnMonday8April2024();

    [Fact]
    public void Takes_its_id_in_either_case() => Made.When(Recommendations.Accepted, new(), Monday15April2024, target: new("r1", 0)).Then(new RecommendationAccepted("R1"));

    [Fact]
    public void Is_refused_for_one_that_is_not_there_or_before_it_was_made()
    {
        foreach (var step in AllMilestones.OfRecommendations) step.WhyNotNow(Made.State, new("R2", 0))!.Code.ShouldBe("no-such-recommendation", step.Route);
        Made.When(Recommendations.Accepted, new(), Thursday21March2024, target: R1).ThenImpossible("before-the-recommendation");
    }

    [Fact]
    public void Happens_once()
    {
        var accepted = Made.When(Recommendations.Accepted, new(), Monday15April2024, target: R1).AfterIt();
        accepted.When(Recommendations.Accepted, new(), Monday3June2024, target: R1).ThenImpossible("already-accepted");
        var rejected = accepted.When(Recommendations.Rejected, new(Guarded("No.")), Monday15April2024, target: R1).AfterIt();
        foreach (var milestone in new Milestone[] { Recommendations.Accepted, Recommendations.Rejected, Recommendations.Superseded, Recommendations.Closed })
            milestone.WhyNotNow(rejected.State, R1)!.Code.ShouldBe("recommendation-not-open");
        Made.When(Recommendations.Reopened, new(Guarded("So.")), Monday15April2024, target: R1).ThenImpossible("recommendation-open");
    }

    [Fact]
    public void Is_not_possible_once_it_is_completed()
    {
        foreach (var milestone in new Milestone[] { Recommendations.Rejected, Recommendations.Superseded, Recommendations.Closed })
            milestone.WhyNotNow(AnActionVerifiedOnMonday1July2024().State, R1)!.Code.ShouldBe("already-completed");
    }

    [Theory]
    [InlineData(false, RecommendationState.Made)]
    [InlineData(true, RecommendationState.Accepted)]
    public void Reopened_it_is_accepted_only_if_it_had_been(bool accepted, RecommendationState state)
    {
        var given = accepted ? Made.And(Monday8April2024, new RecommendationAccepted("R1")) : Made;
        given.When(Recommendations.Closed, new(Guarded("Overtaken."), Org("NCC")), Monday15April2024, target: R1).AfterIt()
            .When(Recommendations.Reopened, new(Guarded("Not so.")), Monday3June2024, target: R1).AfterIt().State.Recommendations[0].State.ShouldBe(state);
    }

    [Fact]
    public void Accepting_rejecting_reopening_and_accepting_on_one_day_are_four_facts() => Made
        .When(Recommendations.Accepted, new(), Monday15April2024, target: R1).AfterIt()
        .When(Recommendations.Rejected, new(Guarded("No.")), Monday15April2024, target: R1).AfterIt()
        .When(Recommendations.Reopened, new(Guarded("Yes.")), Monday15April2024, target: R1).AfterIt()
        .When(Recommendations.Accepted, new(), Monday15April2024, target: R1).Then(new RecommendationAccepted("R1"));

    [Fact]
    public void Ends_with_another_in_its_place() =>
        Made.When(Recommendations.Superseded, new("r3", Domain.Words.CaseReference.Parse("RN19")), Monday15April2024, target: R1)
            .Then(new RecommendationSuperseded("R1", "R3", Domain.Words.CaseReference.Parse("RN19"))).State.Recommendations[0].State.ShouldBe(RecommendationState.Superseded);

    [Theory]
    [InlineData("R1")]
    [InlineData("R9")]
    [InlineData("r2\0")]
    public void Is_superseded_by_another_that_is_there(string by) => Made.When(Recommendations.Superseded, new(by), Monday15April2024, target: R1).ThenImpossible("unknown-recommendation");
}
