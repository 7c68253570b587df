namespace Nscp.Reviews.Domain.Events;

/// <summary>
/// Every fact that a case can hold. Who, when and why ride in the <see cref="Envelope"/>; an event holds what happened.
/// The stored names are in <see cref="EventCatalogue"/>: they are a contract, and so is every field here.
/// What belongs to every case is in this file; each step of a review has a file of its own.
/// </summary>
public abstract partial record CaseEvent
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

    // Calendar
    /// <summary>
    /// A report: due dates are always derived, and this tells that one was moved by another revision of the bank-holiday list. No person records it.
    /// A date is null where the list then in force gave none.
    /// </summary>
    /// <param name="Clock">The clock in its case, such as <c>agency-return-2</c>.</param>
    /// <param name="Why">What the revision changed between the start and the due date.</param>
    public sealed record DueDateMoved(string Clock, LocalDate? From, LocalDate? To, int FromRevision, int ToRevision, ShortText Why) : CaseEvent;

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
