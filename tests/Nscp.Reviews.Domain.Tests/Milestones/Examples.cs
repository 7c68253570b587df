using System.Text.Json;
using NodaTime;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Words;
using static Nscp.Reviews.Domain.Tests.Milestones.Stories;

namespace Nscp.Reviews.Domain.Tests.Milestones;

/// <summary>One command that is accepted, with the case and the day on which it is.</summary>
sealed record Example(Milestone Milestone, Given Given, object Command, LocalDate On, string By = "NSCP", Target Target = default, string? Reason = null)
{
    public string Name => Examples.NameOf(Milestone);

    public Attempted Tried => Given.When(Milestone, Command, On, By, Target, reason: Reason);

    public Attempted TriedOn(Given given) => given.When(Milestone, Command, On, By, Target, reason: Reason);
}

/// <summary>A valid example of every milestone. <see cref="EveryMilestoneHasItsLaws"/> fails when one has none.</summary>
static class Examples
{
    public static string NameOf(Milestone milestone) => $"{milestone.Scope} {milestone.Route}";

    public static IReadOnlyList<Example> All { get; } =
    [
        .. Openings(), .. NotificationAndReview(), .. DecisionAndPanel(), .. TheCspr(), .. PublicationAndLearning(), .. TheRest(), .. Steps(),
    ];

    static IEnumerable<Example> Openings() =>
    [
        Of(Opening.Incident, Given.NoCase, new(Reference, WhatHappened.SeriousHarm, [Incident().Children[0] with { LookedAfterBy = Org("NCC") }], Monday4March2024, SuspectedOn: Monday4March2024,
            Incident: new(From: new(2024, 3, 1), To: new(2024, 3, 3)), Limb: NotificationLimb.B, District: Incident().District, Place: Short("Sutton-in-Ashfield"), HomeArea: Short("Derbyshire"),
            Circumstances: Guarded(Secret), NamesToGuard: [Guarded(Secret)]), Monday4March2024),
        Of(Opening.Contribution, Given.NoCase, new(CaseReference.Parse("WF1"), Org("WALTHAM-FOREST-SCP"), Short("Child C"), Guarded(Secret)), Monday4March2024),
        Of(Opening.LocalLearning, Given.NoCase, new(CaseReference.Parse("LL1"), Short("Bruising in babies"), Guarded(Secret)), Monday4March2024),
        Of(Opening.CarriedOver, Given.NoCase, new(CaseReference.Parse("QN17"), Short("QN17"), new(2017, 6, 1), Guarded(Secret)), Monday4March2024),
    ];

    static IEnumerable<Example> NotificationAndReview() =>
    [
        Of(Notification.PanelReferral, AnIncidentReportedOnMonday4March2024(), new(Short("P-100")), Tuesday5March2024),
        Of(Notification.PartnerInformed, AnIncidentReportedOnMonday4March2024(), new(Org("NOTTS-POLICE")), Tuesday5March2024, "NCC"),
        Of(Notification.SinReceived, ASinSentOnTuesday5March2024(), new(), Wednesday6March2024),
        Of(Notification.NotNotifiable, ASinReceivedOnWednesday6March2024(), new(Org("NCC"), Guarded(Secret), [new(Org("NOTTS-POLICE"), Guarded(Secret))], Thursday7March2024), Thursday7March2024),
        Of(RapidReviewPlanning.Planned, ASinReceivedOnWednesday6March2024(), new([new(Short("meeting"), Monday18March2024), new(Short("report-drafted"), LeftOut: true)]), Thursday7March2024),
        Of(AgencyInformation.Requested, ASinReceivedOnWednesday6March2024(), new(Org("NUH"), 5), Wednesday6March2024),
        Of(AgencyInformation.Returned, InformationAskedOfNuh(), new(Org("NUH"), true), Thursday7March2024),
        Of(AgencyInformation.Chased, InformationAskedOfNuh(), new(Org("NUH")), Thursday7March2024),
        Of(RapidReview.Convened, ASinReceivedOnWednesday6March2024(), new(Monday18March2024, Short("Head of safeguarding"), AllThree), Thursday7March2024),
        Of(RapidReview.Held, ASinReceivedOnWednesday6March2024(), new(Attended("NCC-CSC", "NOTTS-POLICE", "NN-ICB")), Monday18March2024),
        Of(RapidReview.ImmediateAction, AMeetingHeldOnMonday18March2024(), new(Guarded(Secret), Org("NCC-CSC")), Monday18March2024),
        Of(RapidReview.ReportDrafted, AMeetingHeldOnMonday18March2024(), new(1, Short("Rapid review 24-2"), Short("Records system, file 12"), Digest), Tuesday19March2024),
        Of(RapidReview.ReportAgreed, AReportDraftedOnTuesday19March2024(), new(1, Org("NN-ICB")), Wednesday20March2024),
        Of(RapidReview.ReportSent, ADecisionForACsprOnWednesday20March2024(), new(1), Thursday21March2024),
    ];

    static IEnumerable<Example> DecisionAndPanel() =>
    [
        Of(PartnersDecision.Recommended, AMeetingHeldOnMonday18March2024(), new(Outcome.Cspr, Guarded(Secret)), Monday18March2024),
        Of(PartnersDecision.Made, AReportAgreedByAllThree(), new(Outcome.OtherLocalLearning, Guarded(Secret), AllThree, AllCriteria, ScrutinyAdvice: Guarded(Secret),
            NationalReviewSuggested: NationalReviewLimb.A, Learning: new(Short("Practitioner workshop"), Org("NHCFT"), Guarded(Secret))), Wednesday20March2024, "NSCP-CSPR"),
        Of(PartnersDecision.Upheld, ThePanelDisagreedOnMonday8April2024(), new(1, AllThree, Guarded(Secret)), Tuesday9April2024),
        Of(PanelAnswers.Responded, RapidReviewSentAndCsprDecided(), new(PanelAnswers.Response.Agrees, Short("P-100/2")), Monday8April2024, "PANEL"),
        Of(PanelAnswers.Answered, ThePanelAsked(), new(Short("The chronology")), Monday15April2024),
    ];

    static IEnumerable<Example> TheCspr() =>
    [
        Of(Cspr.Commissioned, RapidReviewSentAndCsprDecided(), new(1, CaseReference.Parse("RN24"), Monday15April2024), Monday15April2024),
        Of(Cspr.NationalBodyInformed, RapidReviewSentAndCsprDecided(), new(NationalBody.Ofsted, InformedOf.Decision), Monday8April2024),
        Of(Reviewers.Appointed, ACsprCommissionedOnMonday15April2024(), new(Short("Dr Lead"), true), Monday15April2024),
        Of(Reviewers.StoodDown, AReviewerAppointed(), new(Short("Dr Lead"), StoodDownBecause.Unavailable), Monday3June2024),
        Of(Reviewers.InformationRequested, AReviewerAppointed(), new(Short("Dr Lead"), Guarded(Secret)), Monday3June2024),
        Of(Cspr.TermsAgreed, ACsprCommissionedOnMonday15April2024(), new(1, Short("Records system, file 20"), Digest), Monday15April2024),
        Of(Cspr.ProgressChecked, AReviewerAppointed(), new(true, false, Guarded(Secret)), Monday3June2024),
        Of(Family.Contacted, AReviewerAppointed(), new(Family.Step.NotApproached, FamilyContactAbout.Review, Guarded(Secret), Short("Nottinghamshire Police")), Monday3June2024),
        Of(Cspr.PractitionerEvent, AReviewerAppointed(), new(Attended("NUH", "NCC-CSC")), Monday3June2024),
        Of(Cspr.DraftReceived, AReviewerAppointed(), new(1, Short("CSPR RN24"), Short("Records system, file 30"), Digest), Monday1July2024),
        Of(Cspr.ReportAccepted, ADraftReceivedOnMonday1July2024(), new(1, true, true), Monday2September2024),
        Of(Cspr.Discontinued, AReviewerAppointed(), new(Guarded(Secret), Monday3June2024), Monday3June2024),
    ];

    static IEnumerable<Example> PublicationAndLearning() =>
    [
        Of(Publication.Planned, AReportAcceptedOnMonday2September2024(), new(Monday16September2024, PublicationForm.ImprovementsOnly, Guarded(Secret)), Tuesday3September2024),
        Of(Publication.CopySent, AReportAcceptedOnMonday2September2024(), new(NationalBody.Panel), Tuesday3September2024),
        Of(Holds.Placed, CopiesSentOnTuesday3September2024(), new(HoldKind.Inquest, Guarded(Secret), Monday7October2024, Tuesday3September2024, Tuesday3September2024), Tuesday3September2024),
        Of(Holds.Reviewed, AHoldPlacedOnTuesday3September2024(), new(Notes: Guarded(Secret), ExpectedEnd: Monday7October2024), Tuesday1October2024),
        Of(Holds.Lifted, AHoldPlacedOnTuesday3September2024(), new(), Tuesday1October2024),
        Of(Publication.Published, CopiesSentOnTuesday3September2024(), new(PublicationForm.FullReport, Short("https://nscp.example/rn24"), Long("What was learnt.")), Monday16September2024),
        Of(Publication.TakenDown, PublishedOnMonday16September2024(), new(TakenDownBecause.CourtOrder), Monday7October2024),
        Of(Publication.AvailabilityChecked, PublishedOnMonday16September2024(), new(true, Short("https://nscp.example/rn24")), Monday7October2024),
        Of(Recommendations.Made, RapidReviewSentAndNoFurtherReview(), TestRecommendations.AcceptedWithAnAction, Monday8April2024),
        Of(Learning.Shared, RapidReviewSentAndNoFurtherReview(), new(LearningChannel.Newsletter, Long("Language matters."), true), Monday8April2024),
        Of(Learning.Summarised, RapidReviewSentAndNoFurtherReview(), new(Long("A baby was hurt."), Long("Prematurity adds to vulnerability."), Long("Look at discharge.")), Monday8April2024),
    ];

    static IEnumerable<Example> TheRest() =>
    [
        Of(Scrutiny.Advised, AMeetingHeldOnMonday18March2024(), new(ScrutinyStage.Decision, Guarded(Secret)), Tuesday19March2024),
        Of(Scrutiny.Challenged, AMeetingHeldOnMonday18March2024(), new(ScrutinyStage.RapidReview, Guarded(Secret)), Tuesday19March2024),
        Of(Scrutiny.Responded, AChallengeOnTuesday19March2024(), new(Guarded(Secret)), Wednesday20March2024),
        Of(Contributions.Requested, AContributionCase(), new(Short("A chronology")), Tuesday5March2024),
        Of(Contributions.Made, AContributionCase(), new(ContributionForm.Workshop, Short("Practitioner workshop")), Monday18March2024),
        Of(Contributions.OutcomeKnown, AContributionCase(), new(ContributionResult.Published, Short("Their website")), Monday3June2024),
        Of(Correcting.Corrected, ASinSentOnTuesday5March2024(), Wrong(ASinSentOnTuesday5March2024().IdOf<CaseEvent.IncidentReported>(), "circumstances", $"\"{Secret}\""), Wednesday6March2024, reason: "Misheard."),
        Of(Closing.Closed, RapidReviewSentAndNoFurtherReview(), new(Guarded(Secret)), Monday15April2024),
        Of(Closing.Reopened, AClosedCase(), new(Guarded(Secret)), Monday3June2024),
    ];

    static IEnumerable<Example> Steps() =>
    [
        Step(Recommendations.Accepted, ARecommendationMadeOnMonday8April2024(), new()),
        Step(Recommendations.Rejected, ARecommendationMadeOnMonday8April2024(), new(Guarded(Secret))),
        Step(Recommendations.Superseded, ARecommendationMadeOnMonday8April2024(), new("R3", CaseReference.Parse("RN19"))),
        Step(Recommendations.Closed, ARecommendationMadeOnMonday8April2024(), new(Guarded(Secret), Org("NCC"))),
        Step(Recommendations.Reopened, ARecommendationMadeOnMonday8April2024().And(Monday15April2024, new CaseEvent.RecommendationRejected("R1", Guarded("No."))), new(Guarded(Secret))),
        Step(RecommendedActions.Assigned, ARecommendationMadeOnMonday8April2024().And(Monday8April2024, new CaseEvent.RecommendationAccepted("R1")),
            new(Org("NUH"), Short("Named doctor"), Tuesday1October2024, Long("Brief every ward."))),
        Step(RecommendedActions.ProgressReported, AnActionAssignedOnMonday8April2024(), new(Guarded(Secret), Rag.Amber)),
        Step(RecommendedActions.Claimed, AnActionAssignedOnMonday8April2024(), new(Guarded(Secret)), "NHCFT"),
        Step(RecommendedActions.Verified, AnActionClaimedOnMonday3June2024(), new(Guarded(Secret)), "NN-ICB"),
        Step(RecommendedActions.Returned, AnActionClaimedOnMonday3June2024(), new(Guarded(Secret))),
        Step(RecommendedActions.ImpactReviewed, AnActionVerifiedOnMonday1July2024(), new(Guarded(Secret))),
        Step(RecommendedActions.Rescheduled, AnActionAssignedOnMonday8April2024(), new(Monday7October2024, Guarded(Secret), Short("CSPR group"))),
        Step(RecommendedActions.Transferred, AnActionAssignedOnMonday8April2024(), new(Org("NN-ICB"), Short("Designated nurse"))),
        Step(RecommendedActions.Closed, AnActionAssignedOnMonday8April2024(), new(Guarded(Secret), Org("NN-ICB"))),
        Step(RecommendedActions.Reopened, AnActionVerifiedOnMonday1July2024(), new(Guarded(Secret))),
    ];

    /// <summary>Stands in every protected field of the examples.</summary>
    public const string Secret = "Protected Narrative";

    public static Given InformationAskedOfNuh() => ASinReceivedOnWednesday6March2024().And(Wednesday6March2024, new CaseEvent.AgencyInformationRequested(1, Org("NUH"), 5));

    public static Given ThePanelAsked() => RapidReviewSentAndCsprDecided().And(Monday8April2024, new CaseEvent.PanelAskedForInformation(1, Monday15April2024, Guarded("Who was there?")));

    public static Given AChallengeOnTuesday19March2024() =>
        AMeetingHeldOnMonday18March2024().And(Tuesday19March2024, new CaseEvent.ScrutinyChallengeMade(1, ScrutinyStage.RapidReview, Guarded("Why no school?")));

    public static Correcting.Correct Wrong(Guid entry, string field, string json) => new(entry, Short("Development Manager"), field, JsonElement.Parse(json));

    public static Correcting.Correct InError(Guid entry) => new(entry, Short("Development Manager"), InError: ErrorKind.NeverHappened);

    static Example Of<T>(Milestone<T> milestone, Given given, T command, LocalDate on, string by = "NSCP", string? reason = null) where T : notnull =>
        new(milestone, given, command, on, by, default, reason);

    static Example Step<T>(Milestone<T> milestone, Given given, T command, string by = "NSCP") where T : notnull =>
        new(milestone, given, command, Monday2September2024, by, new("R1", milestone.Scope == Scope.Action ? 1 : 0));
}
