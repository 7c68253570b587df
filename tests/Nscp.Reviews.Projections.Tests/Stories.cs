using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests;

/// <summary>Cases that the tests tell more than once.</summary>
static class Stories
{
    static readonly Sha256 Digest = Nscp.Reviews.Domain.Words.Sha256.TryParse(new string('a', 64), out var digest) ? digest.Value : default;

    internal static Story Incident(string reference, string awareOn) => new Story().On(awareOn, Reported(reference, awareOn));

    internal static IncidentReported Reported(string reference, string awareOn) => new(
        Ref(reference), WhatHappened.Death, [new Child(ChildLabel.Parse("Child R"), ChildOutcome.Died, AgeBand.ElevenToFifteen)], Day(awareOn), null, Day(awareOn),
        null, NotificationLimb.A, District.Parse("bassetlaw"), null, null, Secret("Found by a neighbour"), []);

    /// <summary>A rapid review, all of it in order, up to the report sent to the Panel.</summary>
    internal static Story RapidReview(this Story story, string referredOn, string heldOn, string sentOn, Outcome outcome, int decision = 1) => story
        .On(referredOn, new PanelReferralSent(null), new SinReceivedByPartners())
        .On(heldOn, new RapidReviewHeld([At("NCC-CSC"), At("NOTTS-POLICE"), At("BASSETLAW-CCG")]))
        .On(heldOn, new RapidReviewReportDrafted(1, new("Rapid review report"), new("Records, RR folder"), Digest))
        .On(heldOn, Agreed("NCC"), Agreed("NOTTS-POLICE"), Agreed("BASSETLAW-CCG"))
        .On(heldOn, Decided(decision, outcome))
        .On(sentOn, new RapidReviewReportSent(1));

    internal static DecisionMade Decided(int number, Outcome outcome) =>
        new(number, outcome, Secret("Learning about eating disorders"), [], [Org("NCC"), Org("NOTTS-POLICE"), Org("BASSETLAW-CCG")], [], null, null, null);

    internal static RecommendationMade Recommends(string id, string wording, RecommendationSource source = RecommendationSource.RapidReview, string theme = "Bruising in babies", string askedOf = "NCC") =>
        new(id, new(wording), source, new(theme), Org(askedOf), null);

    internal static ActionAssigned Assigned(string id, int action, string owner, string dueOn) =>
        new(id, action, Org(owner), new("Head of service"), new("Write the procedure"), Day(dueOn));

    internal static DraftReportReceived Draft(int version) => new(version, new("Child R, overview report"), new("Records, CSPR folder"), Digest);

    /// <summary>RN19: a CSPR that is finished and held until an inquest has been completed, with corrections on the way.</summary>
    internal static Story Rn19() => Incident("19-3", "2019-05-01")
        .On("2019-05-03", new PartnerInformed(Org("NOTTS-POLICE")), new PartnerInformed(Org("BASSETLAW-CCG")))
        .RapidReview("2019-05-07", "2019-05-20", "2019-05-24", Outcome.Cspr)
        .Tell("2019-06-03", new PanelResponded(PanelView.Agrees, new("P-77")), by: "PANEL", known: "2019-06-05")
        .Correct<RapidReviewReportSent>("2019-06-10", "happenedOn", "\"2019-05-24\"", "\"2019-05-27\"")
        .On("2019-06-17", new CsprCommissioned(1, Ref("RN19"), null), new ReviewerAppointed(new("Dr Vale"), true))
        .On("2019-07-01", Recommends("R1", "Raise awareness of eating disorders"), new RecommendationAccepted("R1"), Assigned("R1", 1, "NCC-PH", "2019-12-31"), Assigned("R1", 2, "NHCFT", "2020-01-31"))
        .Tell("2019-09-02", new ProgressReported("R1", 1, Secret("Leaflet drafted"), Rag.Green), by: "NCC-PH", recorded: "2019-09-12")
        .On("2019-10-01", new ActionRescheduled("R1", 1, Day("2020-02-28"), Secret("Printer delayed"), new("Head of public health")))
        .On("2019-11-04", Recommends("R2", "Recorded twice"))
        .Strike<RecommendationMade>("2019-11-05")
        .Tell("2020-01-10", new ActionClaimedComplete("R1", 1, Secret("Leaflet printed")), by: "NCC-PH")
        .Tell("2020-01-20", new ActionVerifiedComplete("R1", 1, null), by: "NSCP-SAIG")
        .On("2020-01-27", Draft(1))
        .Tell("2020-02-10", new CsprReportAccepted(1, true, false), reason: "The analysis follows", despite: "report-incomplete")
        .On("2020-02-11", new PublicationHeld(1, HoldKind.Inquest, Secret("The coroner asked"), Day("2020-09-30"), Day("2020-02-12"), null));

    internal static PartnershipEntry Report(string publishedOn)
    {
        var on = Day(publishedOn);
        var envelope = new Story().On(publishedOn, new SinReceivedByPartners()).Last.Envelope;
        return new PartnershipEntry(envelope, new PartnershipEvent.YearlyReportPublished(on.PlusYears(-1), on.PlusDays(-1), new("The partnership's website")));
    }

    static Attendance At(string organisation) => new(Org(organisation), new("Representative"));

    static RapidReviewReportAgreed Agreed(string partner) => new(1, Org(partner));
}
