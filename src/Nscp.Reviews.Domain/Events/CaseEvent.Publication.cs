namespace Nscp.Reviews.Domain.Events;

public abstract partial record CaseEvent
{
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
}
