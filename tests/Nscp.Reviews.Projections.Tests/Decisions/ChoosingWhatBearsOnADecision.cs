using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.Decisions;

public class ChoosingWhatBearsOnADecision
{
    [Fact]
    public void Classifies_every_event_of_the_catalogue_once_and_no_other() =>
        Bearings.Table.Keys.Select(type => type.FullName).Order().ShouldBe(EventCatalogue.Names.Select(name => EventCatalogue.TypeOf(name).FullName).Order());

    [Fact]
    public void Judges_every_event_of_the_catalogue_without_being_at_a_loss()
    {
        var story = Stories.Incident("24-1", "2024-05-01").On("2024-05-20", Stories.Decided(1, Outcome.Cspr));
        foreach (var fact in EveryFact.OfEveryType) story.On("2024-05-21", fact);
        Should.NotThrow(() => BearingEntries.Of(story.History, 1, Day("2024-05-20")));
    }

    [Fact]
    public void Takes_what_had_happened_by_then_what_answers_it_and_what_the_Panel_says_until_another_decision_replaces_it()
    {
        var story = Stories.Incident("24-1", "2024-05-01")
            .On("2024-05-02", new PanelReferralSent(null), new AgencyInformationRequested(1, Org("NUH"), 5))
            .On("2024-05-20", new RapidReviewHeld([new(Org("NCC"), new("Head"))]), Stories.Decided(1, Outcome.NoFurtherReview))
            .On("2024-05-21", new AgencyInformationReturned(1, Org("NUH"), false), new AgencyInformationRequested(2, Org("NHCFT"), 5), new ScrutinyChallengeMade(1, ScrutinyStage.Decision, Secret("Why")))
            .On("2024-05-22", new ScrutinyAdviceRecorded(ScrutinyStage.Publication, Secret("Later")), new RapidReviewReportSent(1), new PanelResponded(PanelView.Disagrees, null))
            .On("2024-05-23", new ScrutinyAnswered(1, Secret("So")), new LearningSummarised(new("a"), new("b"), new("c")))
            .On("2024-06-03", Stories.Decided(2, Outcome.Cspr), new DecisionReplaced(1, 2, Secret("Panel")))
            .On("2024-06-10", new PanelResponded(PanelView.Agrees, null), new CsprCommissioned(2, null, null), new ScrutinyAdviceRecorded(ScrutinyStage.Decision, Secret("Good")))
            .Tell("2024-05-03", new PartnerInformed(Org("NOTTS-POLICE")), known: "2024-06-12");

        Bearing(story, 1).ShouldBe([
            "incident_reported", "panel_referral_sent", "agency_information_requested", "rapid_review_held", "decision_made", "agency_information_returned", "scrutiny_challenge_made",
            "rapid_review_report_sent", "panel_responded", "scrutiny_answered", "decision_made", "decision_replaced", "partner_informed",
        ]);
        Bearing(story, 2).Except(Bearing(story, 1)).ShouldBe(["scrutiny_advice_recorded"]);
        Bearing(story, 2).Count(name => name == "panel_responded").ShouldBe(2);
        Bearing(story, 2).Count(name => name == "agency_information_requested").ShouldBe(2);
        Bearing(story, 2).ShouldNotContain("cspr_commissioned");
    }

    [Fact]
    public void Takes_a_correction_with_what_it_corrects_and_a_fact_whose_right_date_lies_before_the_decision()
    {
        var story = Stories.Incident("24-1", "2024-05-01").On("2024-05-20", Stories.Decided(1, Outcome.NoFurtherReview)).On("2024-05-24", new PartnerInformed(Org("NOTTS-POLICE")));
        Bearing(story, 1).ShouldBe(["incident_reported", "decision_made"]);
        story.Correct<PartnerInformed>("2024-05-27", "happenedOn", "\"2024-05-24\"", "\"2024-05-02\"").Correct<IncidentReported>("2024-05-28", "place", "null", "\"Retford\"").Strike<RecordedWrongly>("2024-05-29");
        Bearing(story, 1).ShouldBe(["incident_reported", "decision_made", "partner_informed", "recorded_wrongly", "recorded_wrongly", "recorded_in_error"]);
    }

    static List<string> Bearing(Story story, int decision)
    {
        var history = DecisionHistory.Of(story.History, decision, Story.World, Day("2024-07-01"), OrganisationRegister.Shipped, showProtected: true).ShouldNotBeNull();
        return [.. history.Entries.OrderBy(e => e.Entry.Version).Select(e => e.Entry.Type)];
    }
}
