namespace Nscp.Reviews.Domain.Events;

public abstract partial record CaseEvent
{
    public sealed record PartnerInformed(OrganisationCode Partner) : CaseEvent;

    public sealed record PanelReferralSent(ShortText? PanelReference) : CaseEvent;

    public sealed record SinReceivedByPartners : CaseEvent;

    public sealed record FoundNotNotifiable(OrganisationCode DeterminedBy, ListOf<PartnerView> Views, ProtectedText Why, LocalDate? PanelToldOn) : CaseEvent;
}
