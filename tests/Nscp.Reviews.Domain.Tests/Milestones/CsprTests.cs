using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Milestones.Stories;

namespace Nscp.Reviews.Domain.Tests.Milestones;

public class CommissioningACspr
{
    [Fact]
    public void Follows_the_decision_that_stands()
    {
        RapidReviewSentAndNoFurtherReview().When(Cspr.Commissioned, new(1), Monday15April2024).ThenImpossible("no-cspr-decision");
        RapidReviewSentAndCsprDecided().When(Cspr.Commissioned, new(2), Monday15April2024).ThenImpossible("unknown-decision");
        RapidReviewSentAndCsprDecided().When(Cspr.Commissioned, new(1), Tuesday19March2024).ThenImpossible("before-the-decision");
        RapidReviewSentAndCsprDecided().When(Cspr.Commissioned, new(1, WorkBeganOn: new(2026, 6, 2)), Monday15April2024).ThenImpossible("work-began-in-the-future");
    }

    [Fact]
    public void Is_refused_while_one_runs_and_possible_again_after_it_was_discontinued()
    {
        ACsprCommissionedOnMonday15April2024().When(Cspr.Commissioned, new(1), Monday3June2024).ThenImpossible("already-commissioned");
        var command = new Cspr.Commission(1, Domain.Words.CaseReference.Parse("RN24"), Monday15April2024);
        ACsprCommissionedOnMonday15April2024().And(Monday15April2024, new CsprDiscontinued(Guarded("A mistake."), Monday15April2024))
            .When(Cspr.Commissioned, command, Monday15April2024).Then(new CsprCommissioned(1, command.CsprReference, Monday15April2024)).State.CsprIsRunning.ShouldBeTrue();
    }

    [Fact]
    public void Again_without_a_reference_keeps_the_first() => ACsprCommissionedOnMonday15April2024().And(Monday3June2024, new CsprDiscontinued(Guarded("A mistake."), Monday3June2024))
        .When(Cspr.Commissioned, new(1), Monday1July2024).AfterIt().State.CsprReference.ShouldBe(Domain.Words.CaseReference.Parse("RN24"));

    [Fact]
    public void Tells_a_national_body_of_a_decision_that_was_made_and_a_reviewer_that_was_appointed()
    {
        AMeetingHeldOnMonday18March2024().When(Cspr.NationalBodyInformed, new(NationalBody.Panel, InformedOf.Decision), Monday15April2024).ThenImpossible("no-decision");
        RapidReviewSentAndCsprDecided().When(Cspr.NationalBodyInformed, new(NationalBody.Panel, InformedOf.ReviewerName), Monday15April2024).ThenImpossible("no-reviewer");
        RapidReviewSentAndCsprDecided().When(Cspr.NationalBodyInformed, new(NationalBody.Panel, InformedOf.Decision), Tuesday19March2024).ThenImpossible("before-the-decision");
    }
}

public class RunningACspr
{
    static readonly Milestone[] Steps =
        [Reviewers.Appointed, Reviewers.StoodDown, Reviewers.InformationRequested, Cspr.TermsAgreed, Cspr.ProgressChecked, Cspr.DraftReceived, Cspr.ReportAccepted, Cspr.Discontinued];

    [Fact]
    public void Needs_one_that_was_commissioned()
    {
        foreach (var step in Steps) step.WhyNotNow(RapidReviewSentAndCsprDecided().State, default)!.Code.ShouldBe("no-cspr", step.Route);
    }

    [Fact]
    public void Ends_when_it_is_discontinued_but_what_happened_before_may_still_be_told()
    {
        var ended = AReviewerAppointed().And(Monday3June2024, new CsprDiscontinued(Guarded("National review."), Monday3June2024));
        foreach (var step in Steps) step.WhyNotNow(ended.State, default)!.Code.ShouldBe("cspr-discontinued", step.Route);
        ended.When(Cspr.ProgressChecked, new(true, true), Monday3June2024).ThenImpossible("cspr-discontinued");
        ended.When(Cspr.ProgressChecked, new(true, true), Monday15April2024).Then(new ProgressChecked(true, true, null));
    }

    [Fact]
    public void Numbers_terms_and_drafts_in_turn()
    {
        ACsprCommissionedOnMonday15April2024().When(Cspr.TermsAgreed, new(2), Monday15April2024).ThenImpossible("version-out-of-turn");
        var terms = ACsprCommissionedOnMonday15April2024().And(Monday15April2024, new TermsOfReferenceAgreed(1, null, null));
        terms.When(Cspr.TermsAgreed, new(1), Monday3June2024).ThenImpossible("version-out-of-turn").Sentence.ShouldBe("The next version of the terms of reference is 2.");
        terms.When(Cspr.TermsAgreed, new(2), Monday3June2024).Then(new TermsOfReferenceAgreed(2, null, null));
        ADraftReceivedOnMonday1July2024().When(Cspr.DraftReceived, new(1, Short("Other"), Short("File"), Digest), Monday2September2024).ThenImpossible("version-out-of-turn");
        ADraftReceivedOnMonday1July2024().When(Cspr.DraftReceived, new(2, Short("Other"), Short("File"), Digest), Monday3June2024).ThenImpossible("before-the-earlier-version");
        ACsprCommissionedOnMonday15April2024().When(Cspr.ProgressChecked, new(true, true), Tuesday19March2024).ThenImpossible("before-the-decision");
    }

    [Fact]
    public void Is_discontinued_with_the_panel_told_and_before_publication()
    {
        AReviewerAppointed().When(Cspr.Discontinued, new(Guarded("So.")), Monday3June2024).ThenIrregular("panel-not-told");
        AReviewerAppointed().When(Cspr.Discontinued, new(Guarded("So."), Monday15April2024), Monday3June2024).ThenImpossible("told-before-found");
        AReviewerAppointed().When(Cspr.Discontinued, new(Guarded("So."), Monday15April2024), Monday8April2024).ThenImpossible("before-the-commission");
        PublishedOnMonday16September2024().When(Cspr.Discontinued, new(Guarded("So."), Monday7October2024), Monday7October2024).ThenImpossible("already-published");
    }
}

public class AcceptingTheCsprReport
{
    [Fact]
    public void Needs_a_draft_of_that_version_by_that_day()
    {
        AReviewerAppointed().When(Cspr.ReportAccepted, new(1, true, true), Monday2September2024).ThenImpossible("no-draft-report");
        ADraftReceivedOnMonday1July2024().When(Cspr.ReportAccepted, new(2, true, true), Monday2September2024).ThenImpossible("unknown-report-version");
        ADraftReceivedOnMonday1July2024().When(Cspr.ReportAccepted, new(1, true, true), Monday3June2024).ThenImpossible("before-the-draft");
        AReportAcceptedOnMonday2September2024().When(Cspr.ReportAccepted, new(1, true, true), Tuesday3September2024).ThenImpossible("report-already-accepted");
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Is_irregular_without_what_reg_15_asks_and_the_next_draft_can_follow(bool improvements, bool analysis)
    {
        ADraftReceivedOnMonday1July2024().When(Cspr.ReportAccepted, new(1, improvements, analysis), Monday2September2024).ThenIrregular("report-incomplete");
        ADraftReceivedOnMonday1July2024().When(Cspr.ReportAccepted, new(1, improvements, analysis), Monday2September2024, reason: "To follow.", despite: "report-incomplete").AfterIt()
            .When(Cspr.DraftReceived, new(2, Short("Second"), Short("File"), Digest), Monday16September2024).AfterIt()
            .When(Cspr.ReportAccepted, new(2, true, true), Tuesday1October2024).Then(new CsprReportAccepted(2, true, true));
    }
}
