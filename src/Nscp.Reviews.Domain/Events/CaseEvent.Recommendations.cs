namespace Nscp.Reviews.Domain.Events;

public abstract partial record CaseEvent
{
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
}
