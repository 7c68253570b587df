using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.CaseFile;

public sealed class TellingTheStage
{
    [Fact]
    public void Of_an_incident_follows_it_step_by_step()
    {
        var story = Stories.Incident("24-1", "2024-05-01");
        Stage(story).ShouldBe(Projections.Stage.Reported);
        Stage(story.On("2024-05-02", new PanelReferralSent(null))).ShouldBe(Projections.Stage.Referred);
        Stage(story.On("2024-05-03", new AgencyInformationRequested(1, Org("NCC"), 5))).ShouldBe(Projections.Stage.RapidReview);
        Stage(story.On("2024-05-10", Stories.Decided(1, Outcome.Cspr))).ShouldBe(Projections.Stage.Decided);
        Stage(story.On("2024-05-13", new RapidReviewReportSent(1))).ShouldBe(Projections.Stage.ReportSent);
        Stage(story.On("2024-05-20", new PanelResponded(PanelView.Agrees, null))).ShouldBe(Projections.Stage.PanelResponded);
        Stage(story.On("2024-05-21", new CsprCommissioned(1, null, null))).ShouldBe(Projections.Stage.Cspr);
        Stage(story.On("2024-09-02", Stories.Draft(1), new CsprReportAccepted(1, true, true))).ShouldBe(Projections.Stage.ReadyToPublish);
        Stage(story.On("2024-09-03", new PublicationHeld(1, HoldKind.Inquest, Secret("Why"), null, null, null))).ShouldBe(Projections.Stage.Held);
        Stage(story.On("2024-10-01", new HoldLifted(1))).ShouldBe(Projections.Stage.ReadyToPublish);
        Stage(story.On("2024-10-02", new Published(PublicationForm.FullReport, new("The website"), null))).ShouldBe(Projections.Stage.Published);
        Stage(story.On("2024-11-04", new CaseClosed(null))).ShouldBe(Projections.Stage.Closed);
        Stage(story.On("2024-11-05", new CaseReopened(Secret("Why")))).ShouldBe(Projections.Stage.Published);
    }

    [Fact]
    public void Of_an_incident_goes_back_when_its_CSPR_is_discontinued() =>
        Stage(Stories.Rn19().On("2020-03-02", new CsprDiscontinued(Secret("Why"), null))).ShouldBe(Projections.Stage.PanelResponded);

    [Fact]
    public void Of_other_kinds_is_their_own()
    {
        var contribution = new Story().On("2019-04-01", new ContributionCaseOpened(Ref("WF1"), Org("WALTHAM-FOREST-SCP"), null, null));
        Stage(contribution).ShouldBe(Projections.Stage.Contributing);
        Stage(contribution.On("2019-04-02", new ContributionMade(ContributionForm.Workshop, new("A workshop")))).ShouldBe(Projections.Stage.Contributed);
        Stage(new Story().On("2019-04-01", new LocalLearningOpened(Ref("LL1"), new("Subject"), null))).ShouldBe(Projections.Stage.LocalLearning);
        Stage(new Story().On("2019-04-01", new SeriousCaseReviewCarriedOver(Ref("QN17"), new("Subject"), null, null))).ShouldBe(Projections.Stage.CarriedOver);
    }

    static Stage Stage(Story story) => Stages.Of(story.History.State);
}
