using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.Domain.Words;

namespace Nscp.Reviews.Domain.Events;

/// <summary>
/// Every fact that a case can hold. Who, when and why ride in the <see cref="Envelope"/>; an event holds what happened.
/// The stored names are in <see cref="EventCatalogue"/>: they are a contract, and so is every field here.
/// </summary>
public abstract record CaseEvent
{
    CaseEvent()
    {
    }

    /// <summary>Whether this fact ends what an earlier one began (a return, of a claim). The earlier fact told again after it is a new fact, not a repeat.</summary>
    public virtual bool Undoes(CaseEvent earlier) => false;

    /// <summary>Why the fact cannot be as it stands, as a sentence: a correction of one field may not set it against its others.</summary>
    public virtual string? Contradiction() => null;

    // Opening
    public sealed record IncidentReported(
        CaseReference Reference, WhatHappened What, ListOf<Child> Children, LocalDate? AwareOn, Instant? AwareAt, LocalDate? SuspectedOn,
        IncidentDate? Incident, NotificationLimb? Limb, District? District, ShortText? Place, ShortText? HomeArea,
        ProtectedText? Circumstances, ListOf<ProtectedText> NamesToGuard) : CaseEvent
    {
        /// <summary>The London date on which the local authority became aware of the death or serious harm.</summary>
        public LocalDate Aware => AwareOn ?? London.DateOf(AwareAt ?? throw new InvalidOperationException("An incident without awareness is refused before it becomes a fact."));

        public override string? Contradiction() =>
            AwareOn is null && AwareAt is null ? "The day on which the local authority became aware would be missing: set the other of awareOn and awareAt first."
            : Children.Count == 0 ? "A case concerns at least one child."
            : Children.Select(c => c.Label).Distinct().Count() < Children.Count ? "Two children would have the same label."
            : Incident is { IsClear: false } ? "The incident's date is a day, or lies between two days in their order, or is not known."
            : Incident?.Earliest > Aware ? "The incident would be later than the day on which the local authority became aware of it."
            : null;

        /// <summary>The compiler's own would ask for <see cref="Aware"/> of an attempt that has none.</summary>
        public override string ToString() => $"IncidentReported {Reference}";
    }

    public sealed record ContributionCaseOpened(CaseReference Reference, OrganisationCode ForPartnership, ShortText? TheirReference, ProtectedText? Circumstances) : CaseEvent;

    public sealed record LocalLearningOpened(CaseReference Reference, ShortText Subject, ProtectedText? Circumstances) : CaseEvent;

    public sealed record SeriousCaseReviewCarriedOver(CaseReference Reference, ShortText Subject, LocalDate? PublishedOn, ProtectedText? Circumstances) : CaseEvent;

    // Notification
    public sealed record PartnerInformed(OrganisationCode Partner) : CaseEvent;

    public sealed record PanelReferralSent(ShortText? PanelReference) : CaseEvent;

    public sealed record SinReceivedByPartners : CaseEvent;

    public sealed record FoundNotNotifiable(OrganisationCode DeterminedBy, ListOf<PartnerView> Views, ProtectedText Why, LocalDate? PanelToldOn) : CaseEvent;

    // Agency information
    public sealed record AgencyInformationRequested(int Request, OrganisationCode Agency, int WorkingDays) : CaseEvent
    {
        public override string? Contradiction() => WorkingDays is < 1 or > 60 ? "An agency is given between 1 and 60 working days." : null;
    }

    public sealed record AgencyInformationReturned(int Request, OrganisationCode Agency, bool NilReturn) : CaseEvent;

    public sealed record AgencyInformationChased(int Request, OrganisationCode Agency) : CaseEvent;

    // Rapid review
    public sealed record RapidReviewConvened(LocalDate MeetingOn, ShortText Chair, ListOf<OrganisationCode> Invited) : CaseEvent;

    public sealed record RapidReviewHeld(ListOf<Attendance> Attendance) : CaseEvent
    {
        public override string? Contradiction() => Attendance.Count == 0 ? "A meeting that nobody attended was not held." : null;
    }

    public sealed record ImmediateActionAgreed(ProtectedText Action, OrganisationCode Owner) : CaseEvent;

    public sealed record RapidReviewReportDrafted(int ReportVersion, ShortText Title, ShortText KeptAt, Sha256 Sha256) : CaseEvent;

    public sealed record RapidReviewReportAgreed(int ReportVersion, OrganisationCode Partner) : CaseEvent;

    public sealed record RapidReviewReportSent(int ReportVersion) : CaseEvent;

    // Decision
    public sealed record DecisionRecommended(Outcome Outcome, ProtectedText Reasons) : CaseEvent;

    public sealed record DecisionMade(
        int Decision, Outcome Outcome, ProtectedText Reasons, ListOf<CriterionConsidered> Criteria, ListOf<OrganisationCode> AgreedBy,
        ListOf<PartnerView> Dissent, ProtectedText? ScrutinyAdvice, NationalReviewLimb? NationalReviewSuggested, LearningInstead? Learning) : CaseEvent;

    public sealed record LearningInstead(ShortText Kind, OrganisationCode Lead, ProtectedText WhyNotCspr);

    public sealed record DecisionReplaced(int Decision, int ReplacedBy, ProtectedText Why) : CaseEvent
    {
        public override bool Undoes(CaseEvent earlier) => earlier is DecisionMade made ? made.Decision == Decision : earlier is DecisionUpheld upheld && upheld.Decision == Decision;
    }

    public sealed record DecisionUpheld(int Decision, ListOf<OrganisationCode> AgreedBy, ProtectedText Reasons) : CaseEvent;

    public sealed record PanelResponded(PanelView View, ShortText? PanelReference) : CaseEvent;

    public sealed record PanelAskedForInformation(int Question, LocalDate AnswerBy, ProtectedText? Asked) : CaseEvent;

    public sealed record PanelAnswered(int Question, ShortText Sent) : CaseEvent;

    // CSPR
    public sealed record CsprCommissioned(int Decision, CaseReference? CsprReference, LocalDate? WorkBeganOn) : CaseEvent
    {
        public override bool Undoes(CaseEvent earlier) => earlier is CsprDiscontinued;
    }

    public sealed record ReviewerAppointed(ShortText Reviewer, bool IndependenceChecked) : CaseEvent
    {
        public override bool Undoes(CaseEvent earlier) => earlier is ReviewerStoodDown other && other.Reviewer == Reviewer;
    }

    public sealed record ReviewerStoodDown(ShortText Reviewer, StoodDownBecause Because) : CaseEvent
    {
        public override bool Undoes(CaseEvent earlier) => earlier is ReviewerAppointed other && other.Reviewer == Reviewer;
    }

    public sealed record NationalBodyInformed(NationalBody Body, InformedOf Of) : CaseEvent;

    public sealed record TermsOfReferenceAgreed(int TermsVersion, ShortText? KeptAt, Sha256? Sha256) : CaseEvent;

    public sealed record ProgressChecked(bool OnTime, bool GoodQuality, ProtectedText? Notes) : CaseEvent;

    public sealed record InformationRequestedFromReviewer(ShortText Reviewer, ProtectedText Asked) : CaseEvent;

    public sealed record FamilyTold(FamilyContactAbout About, ProtectedText? Notes) : CaseEvent;

    public sealed record FamilyViewsGathered(FamilyContactAbout About, ProtectedText Views) : CaseEvent;

    public sealed record FamilyDeclined(FamilyContactAbout About, ProtectedText? Notes) : CaseEvent;

    public sealed record FamilyNotApproached(FamilyContactAbout About, ProtectedText Why, ShortText OnAdviceOf) : CaseEvent;

    public sealed record PractitionerEventHeld(ListOf<Attendance> Attendance) : CaseEvent;

    public sealed record DraftReportReceived(int DraftVersion, ShortText Title, ShortText KeptAt, Sha256 Sha256) : CaseEvent;

    /// <summary>SI 2018/789 reg 15: (a) a summary of recommended improvements, (b) an analysis of systemic or underlying reasons.</summary>
    public sealed record CsprReportAccepted(int DraftVersion, bool HasImprovements, bool HasAnalysis) : CaseEvent;

    public sealed record CsprDiscontinued(ProtectedText Why, LocalDate? PanelToldOn) : CaseEvent
    {
        public override bool Undoes(CaseEvent earlier) => earlier is CsprCommissioned;
    }

    // Publication
    public sealed record PublicationPlanned(LocalDate On, PublicationForm Form, ProtectedText? Why) : CaseEvent
    {
        public override bool Undoes(CaseEvent earlier) => earlier is PublicationPlanned;
    }

    public sealed record PrePublicationCopySent(NationalBody Recipient, bool ReportIncluded, bool ImprovementsIncluded) : CaseEvent;

    public sealed record PublicationHeld(int Hold, HoldKind Kind, ProtectedText Why, LocalDate? ExpectedEnd, LocalDate? PanelToldOn, LocalDate? SecretaryOfStateToldOn) : CaseEvent;

    public sealed record HoldReviewed(int Hold, ProtectedText? Notes, LocalDate? ExpectedEnd) : CaseEvent;

    public sealed record HoldLifted(int Hold) : CaseEvent
    {
        public override bool Undoes(CaseEvent earlier) => earlier is PublicationHeld held && held.Hold == Hold;
    }

    public sealed record Published(PublicationForm Form, ShortText Where, LongText? Summary) : CaseEvent
    {
        public override bool Undoes(CaseEvent earlier) => earlier is TakenDown;
    }

    public sealed record TakenDown(TakenDownBecause Because) : CaseEvent
    {
        public override bool Undoes(CaseEvent earlier) => earlier is Published;
    }

    public sealed record AvailabilityChecked(bool Available, ShortText Where) : CaseEvent;

    // Recommendations
    public sealed record RecommendationMade(string Recommendation, LongText Wording, RecommendationSource Source, ShortText Theme, OrganisationCode AskedOf, CaseReference? CarriedOverFrom) : CaseEvent;

    public sealed record RecommendationAccepted(string Recommendation) : CaseEvent;

    public sealed record RecommendationRejected(string Recommendation, ProtectedText Why) : CaseEvent
    {
        public override bool Undoes(CaseEvent earlier) => earlier is RecommendationAccepted accepted ? accepted.Recommendation == Recommendation : earlier is RecommendationReopened reopened && reopened.Recommendation == Recommendation;
    }

    public sealed record RecommendationSuperseded(string Recommendation, string SupersededBy, CaseReference? InCase) : CaseEvent
    {
        public override bool Undoes(CaseEvent earlier) => earlier is RecommendationReopened other && other.Recommendation == Recommendation;
    }

    public sealed record RecommendationClosed(string Recommendation, ProtectedText Why, OrganisationCode AgreedBy) : CaseEvent
    {
        public override bool Undoes(CaseEvent earlier) => earlier is RecommendationReopened other && other.Recommendation == Recommendation;
    }

    public sealed record RecommendationReopened(string Recommendation, ProtectedText Why) : CaseEvent
    {
        public override bool Undoes(CaseEvent earlier) => earlier switch
        {
            RecommendationRejected e => e.Recommendation == Recommendation,
            RecommendationSuperseded e => e.Recommendation == Recommendation,
            RecommendationClosed e => e.Recommendation == Recommendation,
            _ => false,
        };
    }

    /// <summary>A fact about one action of a recommendation.</summary>
    public abstract record OfAction : CaseEvent
    {
        private protected OfAction(string recommendation, int action) => (Recommendation, Action) = (recommendation, action);

        public string Recommendation { get; init; }

        public int Action { get; init; }

        private protected bool SameAction(OfAction other) => other.Recommendation == Recommendation && other.Action == Action;
    }

    public sealed record ActionAssigned(string Recommendation, int Action, OrganisationCode Owner, ShortText OwnerRole, LongText? Steps, LocalDate DueOn) : OfAction(Recommendation, Action);

    public sealed record ProgressReported(string Recommendation, int Action, ProtectedText Note, Rag Rag) : OfAction(Recommendation, Action);

    public sealed record ActionClaimedComplete(string Recommendation, int Action, ProtectedText Evidence) : OfAction(Recommendation, Action)
    {
        public override bool Undoes(CaseEvent earlier) => earlier is ActionReturned other && SameAction(other);
    }

    public sealed record ActionVerifiedComplete(string Recommendation, int Action, ProtectedText? Notes) : OfAction(Recommendation, Action)
    {
        public override bool Undoes(CaseEvent earlier) => earlier is ActionReopened other && SameAction(other);
    }

    public sealed record ActionReturned(string Recommendation, int Action, ProtectedText Why) : OfAction(Recommendation, Action)
    {
        public override bool Undoes(CaseEvent earlier) => earlier is ActionClaimedComplete other && SameAction(other);
    }

    public sealed record ImpactReviewed(string Recommendation, int Action, ProtectedText Difference) : OfAction(Recommendation, Action);

    public sealed record ActionRescheduled(string Recommendation, int Action, LocalDate DueOn, ProtectedText Why, ShortText Approver) : OfAction(Recommendation, Action)
    {
        public override bool Undoes(CaseEvent earlier) => earlier is ActionRescheduled other && SameAction(other);
    }

    public sealed record ActionTransferred(string Recommendation, int Action, OrganisationCode To, ShortText OwnerRole) : OfAction(Recommendation, Action)
    {
        public override bool Undoes(CaseEvent earlier) => earlier is ActionTransferred other && SameAction(other);
    }

    public sealed record ActionClosedWithoutCompletion(string Recommendation, int Action, ProtectedText Why, OrganisationCode AgreedBy) : OfAction(Recommendation, Action)
    {
        public override bool Undoes(CaseEvent earlier) => earlier is ActionReopened other && SameAction(other);
    }

    public sealed record ActionReopened(string Recommendation, int Action, ProtectedText Why) : OfAction(Recommendation, Action)
    {
        public override bool Undoes(CaseEvent earlier) => earlier is ActionClaimedComplete or ActionVerifiedComplete or ActionClosedWithoutCompletion && SameAction((OfAction)earlier);
    }

    // Learning
    public sealed record LearningShared(LearningChannel Channel, LongText Findings, bool HidesCase) : CaseEvent;

    public sealed record LearningSummarised(LongText Circumstances, LongText Learning, LongText PartnershipWill) : CaseEvent
    {
        public override bool Undoes(CaseEvent earlier) => earlier is LearningSummarised;
    }

    // Scrutiny
    public sealed record ScrutinyAdviceRecorded(ScrutinyStage On, ProtectedText Advice) : CaseEvent;

    public sealed record ScrutinyChallengeMade(int Challenge, ScrutinyStage On, ProtectedText Text) : CaseEvent;

    public sealed record ScrutinyAnswered(int Challenge, ProtectedText Response) : CaseEvent;

    // Work for another area
    public sealed record ContributionRequested(ShortText What) : CaseEvent;

    public sealed record ContributionMade(ContributionForm Form, ShortText What) : CaseEvent;

    public sealed record ContributionOutcomeKnown(ContributionResult Result, ShortText? Where) : CaseEvent;

    // Corrections
    public sealed record RecordedWrongly(Guid Event, string Field, FieldValue Said, FieldValue Right, ShortText FoundBy) : CaseEvent
    {
        public override bool Undoes(CaseEvent earlier) => earlier is RecordedWrongly other && other.Event == Event && other.Field == Field;
    }

    public sealed record RecordedInError(Guid Event, ErrorKind Kind, CaseReference? BelongsTo, Guid? DuplicateOf, ShortText FoundBy) : CaseEvent;

    // End
    public sealed record CaseClosed(ProtectedText? Why) : CaseEvent
    {
        public override bool Undoes(CaseEvent earlier) => earlier is CaseReopened;
    }

    public sealed record CaseReopened(ProtectedText Why) : CaseEvent
    {
        public override bool Undoes(CaseEvent earlier) => earlier is CaseClosed;
    }
}
