using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Milestones.Stories;

namespace Nscp.Reviews.Domain.Tests.Milestones;

public class AppointingAReviewer
{
    [Fact]
    public void Is_irregular_while_independence_is_unchecked() => ACsprCommissionedOnMonday15April2024().When(Reviewers.Appointed, new(Short("Dr Lead"), false), Monday15April2024).ThenIrregular("independence-not-checked");

    [Fact]
    public void Is_refused_for_one_who_serves_already() => AReviewerAppointed().When(Reviewers.Appointed, new(Short("Dr Lead"), true), Monday3June2024).ThenImpossible("reviewer-already-serves");

    [Fact]
    public void Lets_several_serve() => AReviewerAppointed().When(Reviewers.Appointed, new(Short("Second"), true), Monday15April2024).Then(new ReviewerAppointed(Short("Second"), true));

    [Fact]
    public void Again_on_the_day_of_standing_down_is_a_new_fact() => AReviewerAppointed().And(Monday15April2024, new ReviewerStoodDown(Short("Dr Lead"), StoodDownBecause.Unavailable))
        .When(Reviewers.Appointed, new(Short("Dr Lead"), true), Monday15April2024).Then(new ReviewerAppointed(Short("Dr Lead"), true));
}

public class StandingAReviewerDown
{
    [Fact]
    public void Needs_one_who_serves_by_that_day()
    {
        ACsprCommissionedOnMonday15April2024().When(Reviewers.StoodDown, new(Short("Dr Lead"), StoodDownBecause.Resigned), Monday3June2024).ThenImpossible("no-reviewer");
        AReviewerAppointed().When(Reviewers.StoodDown, new(Short("Other"), StoodDownBecause.Resigned), Monday3June2024).ThenImpossible("unknown-reviewer");
        AReviewerAppointed().When(Reviewers.StoodDown, new(Short("Dr Lead"), StoodDownBecause.Resigned), Monday8April2024).ThenImpossible("before-the-appointment");
        ACsprCommissionedOnMonday15April2024().When(Reviewers.InformationRequested, new(Short("Dr Lead"), Guarded("What?")), Monday3June2024).ThenImpossible("no-reviewer");
        AReviewerAppointed().When(Reviewers.InformationRequested, new(Short("Other"), Guarded("What?")), Monday3June2024).ThenImpossible("unknown-reviewer");
    }

    [Theory]
    [InlineData(StoodDownBecause.Removed, true)]
    [InlineData(StoodDownBecause.Resigned, false)]
    public void Is_irregular_after_publication_only_by_removal(StoodDownBecause because, bool irregular)
    {
        var attempt = PublishedOnMonday16September2024().When(Reviewers.StoodDown, new(Short("Dr Lead"), because), Monday7October2024);
        if (irregular) attempt.ThenIrregular("removed-after-publication"); else attempt.AfterIt();
    }
}

public class MeetingTheFamily
{
    [Fact]
    public void Keeps_their_views_and_why_they_were_not_approached()
    {
        AReviewerAppointed().When(Family.Contacted, new(Family.Step.ViewsGathered, FamilyContactAbout.Review), Monday3June2024).ThenImpossible("text-missing");
        AReviewerAppointed().When(Family.Contacted, new(Family.Step.NotApproached, FamilyContactAbout.Review, Guarded("Police advice.")), Monday3June2024).ThenImpossible("advice-missing");
        // What is incomplete must not pass for another step that stands.
        AReviewerAppointed().When(Family.Contacted, new(Family.Step.Told, FamilyContactAbout.Review), Monday3June2024).AfterIt()
            .When(Family.Contacted, new(Family.Step.NotApproached, FamilyContactAbout.Review), Monday3June2024).ThenImpossible("text-missing");
        AReviewerAppointed().When(Family.Contacted, new(Family.Step.Told, FamilyContactAbout.Review, OnAdviceOf: Short("CPS")), Monday3June2024).ThenImpossible("advice-missing");
    }

    [Fact]
    public void Is_a_fact_of_its_own_kind() => AReviewerAppointed()
        .When(Family.Contacted, new(Family.Step.Told, FamilyContactAbout.Findings), Monday3June2024).Then(new FamilyTold(FamilyContactAbout.Findings, null))
        .When(Family.Contacted, new(Family.Step.ViewsGathered, FamilyContactAbout.Review, Guarded("Listen.")), Monday3June2024).Then(new FamilyViewsGathered(FamilyContactAbout.Review, Guarded("Listen.")))
        .When(Family.Contacted, new(Family.Step.Declined, FamilyContactAbout.Review), Monday3June2024).Then(new FamilyDeclined(FamilyContactAbout.Review, null))
        .When(Family.Contacted, new(Family.Step.NotApproached, FamilyContactAbout.Findings, Guarded("A trial."), Short("CPS")), Monday3June2024).Then(new FamilyNotApproached(FamilyContactAbout.Findings, Guarded("A trial."), Short("CPS")));
}
