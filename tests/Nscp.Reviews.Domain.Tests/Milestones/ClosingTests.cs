using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Milestones.Stories;

namespace Nscp.Reviews.Domain.Tests.Milestones;

public class ClosingTheCase
{
    [Fact]
    public void Is_irregular_with_an_action_open() => AnActionClaimedOnMonday3June2024().When(Closing.Closed, new(), Monday1July2024).ThenIrregular("matters-open")[0].Sentence.ShouldContain("recommendation R1");

    [Fact]
    public void Is_irregular_with_a_hold_open() => AHoldPlacedOnTuesday3September2024().When(Closing.Closed, new(), Tuesday1October2024).ThenIrregular("matters-open")[0].Sentence.ShouldContain("hold 1 (inquest)");

    [Fact]
    public void Names_what_was_open_on_that_day_and_each_thing_once()
    {
        OpenMatters.On(Monday16September2024, AnActionAssignedOnMonday8April2024().History, Given.World).Count(open => open.Contains("R1")).ShouldBe(1);
        OpenMatters.On(Monday7October2024, AHoldPlacedOnTuesday3September2024().History, Given.World).Count(open => open.Contains("hold")).ShouldBe(1);
        OpenMatters.On(Monday2September2024, AHoldPlacedOnTuesday3September2024().History, Given.World).ShouldNotContain(open => open.Contains("hold"));
    }

    [Fact]
    public void Closed_reopened_and_closed_on_one_day_is_three_facts()
    {
        var closed = AClosedCase().When(Closing.Reopened, new(Guarded("More.")), Monday15April2024).Then(new CaseReopened(Guarded("More.")))
            .When(Closing.Closed, new(), Monday15April2024).Then(new CaseClosed(null));
        closed.When(Closing.Closed, new(), Monday3June2024).ThenImpossible("already-closed");
        closed.When(Closing.Reopened, new(Guarded("More.")), Monday15April2024).Then(new CaseReopened(Guarded("More.")));
    }

    [Fact]
    public void Is_undone_only_once_it_was_closed_and_from_that_day()
    {
        RapidReviewSentAndNoFurtherReview().When(Closing.Reopened, new(Guarded("More.")), Monday15April2024).ThenImpossible("not-closed");
        AClosedCase().When(Closing.Reopened, new(Guarded("More.")), Monday8April2024).ThenImpossible("before-the-closure");
    }

    [Fact]
    public void Leaves_room_for_what_happened_before_it() => AClosedCase().When(RapidReview.ImmediateAction, new(Guarded("So."), Org("NCC")), Monday8April2024).Then(new ImmediateActionAgreed(Guarded("So."), Org("NCC")));
}

public class HearingTheScrutineer
{
    [Fact]
    public void Numbers_two_challenges_of_one_day_apart()
    {
        var two = Examples.AChallengeOnTuesday19March2024().When(Scrutiny.Challenged, new(ScrutinyStage.Decision, Guarded("And why?")), Tuesday19March2024).Then(new ScrutinyChallengeMade(2, ScrutinyStage.Decision, Guarded("And why?")));
        two.When(Scrutiny.Challenged, new(ScrutinyStage.RapidReview, Guarded("Why no school?")), Tuesday19March2024).ThenNothingNew();
        two.When(Scrutiny.Responded, new(Guarded("Invited."), 2), Wednesday20March2024).Then(new ScrutinyAnswered(2, Guarded("Invited.")))
            .When(Scrutiny.Responded, new(Guarded("Asked.")), Wednesday20March2024).Then(new ScrutinyAnswered(1, Guarded("Asked.")))
            .When(Scrutiny.Responded, new(Guarded("Asked.")), Wednesday20March2024).ThenNothingNew();
    }

    [Fact]
    public void Is_answered_once_and_after_it_was_made()
    {
        AMeetingHeldOnMonday18March2024().When(Scrutiny.Responded, new(Guarded("So.")), Wednesday20March2024).ThenImpossible("no-challenge");
        Examples.AChallengeOnTuesday19March2024().When(Scrutiny.Responded, new(Guarded("So."), 2), Wednesday20March2024).ThenImpossible("no-open-challenge");
        Examples.AChallengeOnTuesday19March2024().When(Scrutiny.Responded, new(Guarded("So.")), Monday18March2024).ThenImpossible("before-the-challenge");
        Examples.AChallengeOnTuesday19March2024().And(Wednesday20March2024, new ScrutinyAnswered(1, Guarded("Asked.")))
            .When(Scrutiny.Responded, new(Guarded("Asked again.")), Thursday21March2024).ThenImpossible("no-open-challenge");
    }
}

public class WorkingForAnotherArea
{
    [Fact]
    public void Belongs_to_a_contribution_alone()
    {
        foreach (var milestone in new Milestone[] { Contributions.Requested, Contributions.Made, Contributions.OutcomeKnown })
            milestone.WhyNotNow(AnIncidentReportedOnMonday4March2024().State, default)!.Code.ShouldBe("not-for-this-kind-of-case");
        Cspr.Commissioned.WhyNotNow(AContributionCase().State, default)!.Code.ShouldBe("not-for-this-kind-of-case");
    }

    [Fact]
    public void Is_done_after_it_was_asked_for()
    {
        var asked = AContributionCase().And(Monday18March2024, new ContributionRequested(Short("A chronology")));
        asked.When(Contributions.Made, new(ContributionForm.Report, Short("It")), Tuesday5March2024).ThenImpossible("before-the-request");
        asked.When(Contributions.Made, new(ContributionForm.Report, Short("It")), Monday8April2024).Then(new ContributionMade(ContributionForm.Report, Short("It"))).State.ContributionMadeOn.ShouldBe(Monday8April2024);
    }
}

public class SharingLearning
{
    [Fact]
    public void Is_irregular_where_a_published_field_identifies_someone()
    {
        RapidReviewSentAndNoFurtherReview().When(Learning.Shared, new(LearningChannel.Newsletter, Long("Jurate Kowalska.")), Monday8April2024).ThenIrregular("identifying-text");
        RapidReviewSentAndNoFurtherReview().When(Learning.Summarised, new(Long("Child R."), Long("NG1 5FW"), Long("943 476 5919")), Monday8April2024).ThenIrregular("identifying-text")[0]
            .Sentence.ShouldBe("A published field may identify someone: a postcode at character 1 in learning; an NHS number at character 1 in partnershipWill.");
    }

    [Fact]
    public void Back_to_the_first_summary_on_one_day_is_a_third_one()
    {
        Learning.Summarise a = new(Long("A"), Long("B"), Long("C")), b = a with { Learning = Long("D") };
        RapidReviewSentAndNoFurtherReview().When(Learning.Summarised, a, Monday8April2024).AfterIt().When(Learning.Summarised, b, Monday8April2024).AfterIt()
            .When(Learning.Summarised, a, Monday8April2024).Then(new LearningSummarised(Long("A"), Long("B"), Long("C")));
    }

    [Fact]
    public void By_two_organisations_in_the_same_words_is_two_facts()
    {
        var briefing = new Learning.Share(LearningChannel.Briefing, Long("Look."));
        var once = RapidReviewSentAndNoFurtherReview().When(Learning.Shared, briefing, Monday8April2024).AfterIt();
        once.When(Learning.Shared, briefing, Monday8April2024, "NN-ICB").Then(new LearningShared(LearningChannel.Briefing, Long("Look."), false));
        once.When(Learning.Shared, briefing, Monday8April2024, "NO-SUCH").ThenImpossible("unknown-organisation");
    }

    [Fact]
    public void By_one_who_was_not_in_being_on_a_closed_case_is_marked_for_that_alone() =>
        AClosedCase().And(Monday3June2024, new LearningShared(LearningChannel.Briefing, Long("Look."), false), "NN-CCG", null, "organisation-not-in-being").Marked.ShouldBe(["organisation-not-in-being"]);

    [Fact]
    public void By_one_who_was_not_in_being_is_irregular_until_set_right()
    {
        RapidReviewSentAndNoFurtherReview().When(Learning.Shared, new(LearningChannel.Briefing, Long("Look.")), Monday8April2024, "NN-CCG").ThenIrregular("organisation-not-in-being")
            .ShouldHaveSingleItem().Sentence.ShouldBe("NHS Nottingham and Nottinghamshire CCG (NN-CCG) was not in being on 8 April 2024.");
        var marked = RapidReviewSentAndNoFurtherReview().When(Learning.Shared, new(LearningChannel.Briefing, Long("Look.")), Monday8April2024, "NN-CCG", reason: "Old letterhead.", despite: "organisation-not-in-being").AfterIt();
        marked.Marked.ShouldBe(["organisation-not-in-being"]);
        marked.When(Correcting.Corrected, Examples.Wrong(marked.IdOf<LearningShared>(), "by", """{"organisation":"NN-ICB"}"""), Monday15April2024, reason: "Its successor.").AfterIt().Marked.ShouldBeEmpty();
    }
}
