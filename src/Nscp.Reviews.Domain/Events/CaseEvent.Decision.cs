namespace Nscp.Reviews.Domain.Events;

public abstract partial record CaseEvent
{
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
}
