using System.Text.Json;
using System.Text.Json.Nodes;
using Nscp.Reviews.Domain.Json;

namespace Nscp.Reviews.Domain.Events;

/// <summary>The stored name of every event: a contract, never derived from a type's name. Marten's default is the same snake_case.</summary>
public static class EventCatalogue
{
    public static FactNames<CaseEvent> Facts { get; } = new(new Dictionary<string, Type>
    {
        ["incident_reported"] = typeof(CaseEvent.IncidentReported),
        ["contribution_case_opened"] = typeof(CaseEvent.ContributionCaseOpened),
        ["local_learning_opened"] = typeof(CaseEvent.LocalLearningOpened),
        ["serious_case_review_carried_over"] = typeof(CaseEvent.SeriousCaseReviewCarriedOver),
        ["partner_informed"] = typeof(CaseEvent.PartnerInformed),
        ["panel_referral_sent"] = typeof(CaseEvent.PanelReferralSent),
        ["sin_received_by_partners"] = typeof(CaseEvent.SinReceivedByPartners),
        ["found_not_notifiable"] = typeof(CaseEvent.FoundNotNotifiable),
        ["agency_information_requested"] = typeof(CaseEvent.AgencyInformationRequested),
        ["agency_information_returned"] = typeof(CaseEvent.AgencyInformationReturned),
        ["agency_information_chased"] = typeof(CaseEvent.AgencyInformationChased),
        ["rapid_review_planned"] = typeof(CaseEvent.RapidReviewPlanned),
        ["rapid_review_convened"] = typeof(CaseEvent.RapidReviewConvened),
        ["rapid_review_held"] = typeof(CaseEvent.RapidReviewHeld),
        ["immediate_action_agreed"] = typeof(CaseEvent.ImmediateActionAgreed),
        ["rapid_review_report_drafted"] = typeof(CaseEvent.RapidReviewReportDrafted),
        ["rapid_review_report_agreed"] = typeof(CaseEvent.RapidReviewReportAgreed),
        ["rapid_review_report_sent"] = typeof(CaseEvent.RapidReviewReportSent),
        ["decision_recommended"] = typeof(CaseEvent.DecisionRecommended),
        ["decision_made"] = typeof(CaseEvent.DecisionMade),
        ["decision_replaced"] = typeof(CaseEvent.DecisionReplaced),
        ["decision_upheld"] = typeof(CaseEvent.DecisionUpheld),
        ["panel_responded"] = typeof(CaseEvent.PanelResponded),
        ["panel_asked_for_information"] = typeof(CaseEvent.PanelAskedForInformation),
        ["panel_answered"] = typeof(CaseEvent.PanelAnswered),
        ["cspr_commissioned"] = typeof(CaseEvent.CsprCommissioned),
        ["reviewer_appointed"] = typeof(CaseEvent.ReviewerAppointed),
        ["reviewer_stood_down"] = typeof(CaseEvent.ReviewerStoodDown),
        ["national_body_informed"] = typeof(CaseEvent.NationalBodyInformed),
        ["terms_of_reference_agreed"] = typeof(CaseEvent.TermsOfReferenceAgreed),
        ["progress_checked"] = typeof(CaseEvent.ProgressChecked),
        ["information_requested_from_reviewer"] = typeof(CaseEvent.InformationRequestedFromReviewer),
        ["family_told"] = typeof(CaseEvent.FamilyTold),
        ["family_views_gathered"] = typeof(CaseEvent.FamilyViewsGathered),
        ["family_declined"] = typeof(CaseEvent.FamilyDeclined),
        ["family_not_approached"] = typeof(CaseEvent.FamilyNotApproached),
        ["practitioner_event_held"] = typeof(CaseEvent.PractitionerEventHeld),
        ["draft_report_received"] = typeof(CaseEvent.DraftReportReceived),
        ["cspr_report_accepted"] = typeof(CaseEvent.CsprReportAccepted),
        ["cspr_discontinued"] = typeof(CaseEvent.CsprDiscontinued),
        ["publication_planned"] = typeof(CaseEvent.PublicationPlanned),
        ["pre_publication_copy_sent"] = typeof(CaseEvent.PrePublicationCopySent),
        ["publication_held"] = typeof(CaseEvent.PublicationHeld),
        ["hold_reviewed"] = typeof(CaseEvent.HoldReviewed),
        ["hold_lifted"] = typeof(CaseEvent.HoldLifted),
        ["published"] = typeof(CaseEvent.Published),
        ["taken_down"] = typeof(CaseEvent.TakenDown),
        ["availability_checked"] = typeof(CaseEvent.AvailabilityChecked),
        ["recommendation_made"] = typeof(CaseEvent.RecommendationMade),
        ["recommendation_accepted"] = typeof(CaseEvent.RecommendationAccepted),
        ["recommendation_rejected"] = typeof(CaseEvent.RecommendationRejected),
        ["recommendation_superseded"] = typeof(CaseEvent.RecommendationSuperseded),
        ["recommendation_closed"] = typeof(CaseEvent.RecommendationClosed),
        ["recommendation_reopened"] = typeof(CaseEvent.RecommendationReopened),
        ["action_assigned"] = typeof(CaseEvent.ActionAssigned),
        ["progress_reported"] = typeof(CaseEvent.ProgressReported),
        ["action_claimed_complete"] = typeof(CaseEvent.ActionClaimedComplete),
        ["action_verified_complete"] = typeof(CaseEvent.ActionVerifiedComplete),
        ["action_returned"] = typeof(CaseEvent.ActionReturned),
        ["impact_reviewed"] = typeof(CaseEvent.ImpactReviewed),
        ["action_rescheduled"] = typeof(CaseEvent.ActionRescheduled),
        ["action_transferred"] = typeof(CaseEvent.ActionTransferred),
        ["action_closed_without_completion"] = typeof(CaseEvent.ActionClosedWithoutCompletion),
        ["action_reopened"] = typeof(CaseEvent.ActionReopened),
        ["learning_shared"] = typeof(CaseEvent.LearningShared),
        ["learning_summarised"] = typeof(CaseEvent.LearningSummarised),
        ["scrutiny_advice_recorded"] = typeof(CaseEvent.ScrutinyAdviceRecorded),
        ["scrutiny_challenge_made"] = typeof(CaseEvent.ScrutinyChallengeMade),
        ["scrutiny_answered"] = typeof(CaseEvent.ScrutinyAnswered),
        ["contribution_requested"] = typeof(CaseEvent.ContributionRequested),
        ["contribution_made"] = typeof(CaseEvent.ContributionMade),
        ["contribution_outcome_known"] = typeof(CaseEvent.ContributionOutcomeKnown),
        ["recorded_wrongly"] = typeof(CaseEvent.RecordedWrongly),
        ["recorded_in_error"] = typeof(CaseEvent.RecordedInError),
        ["due_date_moved"] = typeof(CaseEvent.DueDateMoved),
        ["case_closed"] = typeof(CaseEvent.CaseClosed),
        ["case_reopened"] = typeof(CaseEvent.CaseReopened),
    });

    public static IReadOnlyCollection<string> Names => Facts.All;

    /// <summary>What no person records and no correction changes: it tells in the case what followed elsewhere.</summary>
    public static IReadOnlyCollection<Type> Reports { get; } = [typeof(CaseEvent.DueDateMoved)];

    public static string NameOf(CaseEvent fact) => Facts.Of(fact);

    /// <exception cref="KeyNotFoundException">No event of this project has that name.</exception>
    public static Type TypeOf(string name) => Facts.TypeOf(name);

    public static byte[] ToJson(CaseEvent fact) => Facts.ToJson(fact);

    /// <exception cref="KeyNotFoundException">No event of this project has that name.</exception>
    public static CaseEvent FromJson(string name, ReadOnlySpan<byte> json) => Facts.FromJson(name, json);

    /// <summary>The fields of an event that a correction may name, with whether they hold protected text.</summary>
    public static IReadOnlyDictionary<string, bool> FieldsOf(Type fact) =>
        DomainJson.Stored.GetTypeInfo(fact).Properties.ToDictionary(p => p.Name, p => IsProtected(p.PropertyType), StringComparer.Ordinal);

    /// <summary>The fact with one field set to what is right.</summary>
    /// <exception cref="JsonException">The value does not fit the field.</exception>
    public static CaseEvent With(CaseEvent fact, string field, string json)
    {
        var fields = JsonSerializer.SerializeToNode(fact, fact.GetType(), DomainJson.Stored)!.AsObject();
        fields[field] = JsonNode.Parse(json);
        return (CaseEvent)fields.Deserialize(fact.GetType(), DomainJson.Changed)!;
    }

    public static string? ValueOf(CaseEvent fact, string field) =>
        JsonSerializer.SerializeToNode(fact, fact.GetType(), DomainJson.Stored)!.AsObject()[field]?.ToJsonString(DomainJson.Stored);

    static bool IsProtected(Type type) =>
        type == typeof(ProtectedText) || (type.IsGenericType && type.GetGenericArguments().Any(HoldsProtected)) || HoldsProtected(type);

    static bool HoldsProtected(Type type) =>
        type == typeof(ProtectedText) || (type.Namespace == typeof(CaseEvent).Namespace && type.GetProperties().Any(p => p.PropertyType == typeof(ProtectedText)));
}
