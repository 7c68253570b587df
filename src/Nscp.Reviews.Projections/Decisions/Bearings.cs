using System.Collections.Frozen;
using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

/// <summary>As what an entry bears on a decision.</summary>
public enum Bearing { Opening, Notification, AgencyInformation, RapidReview, Decision, Panel, Scrutiny, EarlierReview, Calendar, Correction }

/// <summary>From when to when what happened bears on a decision.</summary>
enum Reach
{
    /// <summary>What follows from decisions, or has nothing to do with them.</summary>
    Never,

    /// <summary>When it had happened by the day of the decision, whenever it became known.</summary>
    ByItsDay,

    /// <summary>Also after it, until another decision replaced it.</summary>
    UntilReplaced,

    /// <summary>Scrutiny of a stage that leads to a decision, also after it, until another decision replaced it.</summary>
    ScrutinyOfIt,

    /// <summary>When what it answers or corrects bears on it.</summary>
    WithWhatItNames,

    /// <summary>By the number of the decision that it tells of.</summary>
    ByNumber,
}

/// <summary>Which events bear on a decision, and as what: the one table.</summary>
static class Bearings
{
    internal static FrozenDictionary<Type, (Bearing As, Reach Reach)> Table { get; } = Rows().ToFrozenDictionary(row => row.Event, row => (row.As, row.Reach));

    /// <summary>The stages on the way to a decision; scrutiny of the others is of what followed from it.</summary>
    internal static FrozenSet<ScrutinyStage> Stages { get; } = FrozenSet.Create(ScrutinyStage.Notification, ScrutinyStage.RapidReview, ScrutinyStage.Decision);

    static IEnumerable<(Type Event, Bearing As, Reach Reach)> Rows() =>
    [
        .. Are(Bearing.Opening, Reach.ByItsDay, typeof(IncidentReported), typeof(ContributionCaseOpened), typeof(LocalLearningOpened), typeof(SeriousCaseReviewCarriedOver)),
        .. Are(Bearing.Opening, Reach.ByItsDay, typeof(CaseClosed), typeof(CaseReopened)),
        .. Are(Bearing.Notification, Reach.ByItsDay, typeof(PartnerInformed), typeof(PanelReferralSent), typeof(SinReceivedByPartners), typeof(FoundNotNotifiable)),
        .. Are(Bearing.AgencyInformation, Reach.ByItsDay, typeof(AgencyInformationRequested)),
        .. Are(Bearing.AgencyInformation, Reach.WithWhatItNames, typeof(AgencyInformationReturned), typeof(AgencyInformationChased)),
        .. Are(Bearing.RapidReview, Reach.ByItsDay, typeof(RapidReviewPlanned), typeof(RapidReviewConvened), typeof(RapidReviewHeld), typeof(ImmediateActionAgreed)),
        .. Are(Bearing.RapidReview, Reach.UntilReplaced, typeof(RapidReviewReportDrafted), typeof(RapidReviewReportAgreed), typeof(RapidReviewReportSent)),
        .. Are(Bearing.Decision, Reach.ByItsDay, typeof(DecisionRecommended)),
        .. Are(Bearing.Decision, Reach.ByNumber, typeof(DecisionMade), typeof(DecisionReplaced), typeof(DecisionUpheld)),
        .. Are(Bearing.Panel, Reach.UntilReplaced, typeof(PanelResponded), typeof(PanelAskedForInformation)),
        .. Are(Bearing.Panel, Reach.WithWhatItNames, typeof(PanelAnswered)),
        .. Are(Bearing.Scrutiny, Reach.ScrutinyOfIt, typeof(ScrutinyAdviceRecorded), typeof(ScrutinyChallengeMade)),
        .. Are(Bearing.Scrutiny, Reach.WithWhatItNames, typeof(ScrutinyAnswered)),
        // What a review that an earlier decision began had found by then.
        .. Are(
            Bearing.EarlierReview, Reach.ByItsDay, typeof(CsprCommissioned), typeof(CsprDiscontinued), typeof(FamilyTold), typeof(FamilyViewsGathered), typeof(FamilyDeclined),
            typeof(FamilyNotApproached), typeof(PractitionerEventHeld), typeof(DraftReportReceived), typeof(CsprReportAccepted), typeof(RecommendationMade)),
        .. Are(Bearing.Calendar, Reach.ByItsDay, typeof(DueDateMoved)),
        .. Are(Bearing.Correction, Reach.WithWhatItNames, typeof(RecordedWrongly), typeof(RecordedInError)),
        .. Are(
            Bearing.EarlierReview, Reach.Never, typeof(ReviewerAppointed), typeof(ReviewerStoodDown), typeof(CaseEvent.NationalBodyInformed), typeof(TermsOfReferenceAgreed), typeof(ProgressChecked),
            typeof(InformationRequestedFromReviewer), typeof(PublicationPlanned), typeof(PrePublicationCopySent), typeof(PublicationHeld), typeof(HoldReviewed), typeof(HoldLifted), typeof(Published),
            typeof(TakenDown), typeof(AvailabilityChecked), typeof(RecommendationAccepted), typeof(RecommendationRejected), typeof(RecommendationSuperseded), typeof(RecommendationClosed),
            typeof(RecommendationReopened), typeof(ActionAssigned), typeof(ProgressReported), typeof(ActionClaimedComplete), typeof(ActionVerifiedComplete), typeof(ActionReturned),
            typeof(CaseEvent.ImpactReviewed), typeof(ActionRescheduled), typeof(ActionTransferred), typeof(ActionClosedWithoutCompletion), typeof(ActionReopened), typeof(LearningShared),
            typeof(LearningSummarised), typeof(ContributionRequested), typeof(ContributionMade), typeof(ContributionOutcomeKnown)),
    ];

    static IEnumerable<(Type, Bearing, Reach)> Are(Bearing bearing, Reach reach, params Type[] events) => events.Select(type => (type, bearing, reach));
}
