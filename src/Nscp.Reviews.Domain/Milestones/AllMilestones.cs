using System.Collections.Frozen;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>Every milestone, in the order in which a case meets them.</summary>
public static class AllMilestones
{
    public static IReadOnlyList<Milestone> Openings { get; } = [Opening.Incident, Opening.Contribution, Opening.LocalLearning, Opening.CarriedOver];

    public static IReadOnlyList<Milestone> OfCases { get; } =
    [
        Notification.PanelReferral, Notification.PartnerInformed, Notification.SinReceived, Notification.NotNotifiable, RapidReviewPlanning.Planned,
        AgencyInformation.Requested, AgencyInformation.Returned, AgencyInformation.Chased,
        RapidReview.Convened, RapidReview.Held, RapidReview.ImmediateAction, RapidReview.ReportDrafted, RapidReview.ReportAgreed, RapidReview.ReportSent,
        PartnersDecision.Recommended, PartnersDecision.Made, PartnersDecision.Upheld, PanelAnswers.Responded, PanelAnswers.Answered,
        Cspr.Commissioned, Cspr.NationalBodyInformed, Reviewers.Appointed, Reviewers.StoodDown, Cspr.TermsAgreed, Cspr.ProgressChecked,
        Reviewers.InformationRequested, Family.Contacted, Cspr.PractitionerEvent, Cspr.DraftReceived, Cspr.ReportAccepted, Cspr.Discontinued,
        Publication.Planned, Publication.CopySent, Holds.Placed, Holds.Reviewed, Holds.Lifted, Publication.Published, Publication.TakenDown, Publication.AvailabilityChecked,
        Recommendations.Made, Learning.Shared, Learning.Summarised, Scrutiny.Advised, Scrutiny.Challenged, Scrutiny.Responded,
        Contributions.Requested, Contributions.Made, Contributions.OutcomeKnown, Correcting.Corrected, Closing.Closed, Closing.Reopened,
    ];

    public static IReadOnlyList<Milestone> OfRecommendations { get; } =
        [Recommendations.Accepted, Recommendations.Rejected, Recommendations.Superseded, Recommendations.Closed, Recommendations.Reopened];

    public static IReadOnlyList<Milestone> OfActions { get; } =
    [
        RecommendedActions.Assigned, RecommendedActions.ProgressReported, RecommendedActions.Claimed, RecommendedActions.Verified, RecommendedActions.Returned,
        RecommendedActions.ImpactReviewed, RecommendedActions.Rescheduled, RecommendedActions.Transferred, RecommendedActions.Closed, RecommendedActions.Reopened,
    ];

    public static IReadOnlyList<Milestone> All { get; } = [.. Openings, .. OfCases, .. OfRecommendations, .. OfActions];

    internal static IReadOnlyList<Irregularity> Irregularities { get; } = [.. All.SelectMany(m => m.Irregularities)];

    /// <summary>The opening of each kind of case.</summary>
    public static FrozenDictionary<CaseKind, Milestone> OpeningOf { get; } = new Dictionary<CaseKind, Milestone>
    {
        [CaseKind.Incident] = Opening.Incident,
        [CaseKind.Contribution] = Opening.Contribution,
        [CaseKind.LocalLearning] = Opening.LocalLearning,
        [CaseKind.SeriousCaseReview] = Opening.CarriedOver,
    }.ToFrozenDictionary();
}
