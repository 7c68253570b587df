namespace Nscp.Reviews.Domain.Events;

public abstract partial record CaseEvent
{
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
}
