using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>The CSPR from commission to accepted report: SI 2018/789 regs 11 to 15.</summary>
public static class Cspr
{
    public sealed record Commission(int Decision, CaseReference? CsprReference = null, LocalDate? WorkBeganOn = null);

    public sealed record InformNationalBody(NationalBody Body, InformedOf Of);

    public sealed record AgreeTerms(int TermsVersion, ShortText? KeptAt = null, Sha256? Sha256 = null);

    public sealed record CheckProgress(bool OnTime, bool GoodQuality, ProtectedText? Notes = null);

    public sealed record HoldPractitionerEvent(ListOf<Attendance> Attendance);

    public sealed record ReceiveDraft(int DraftVersion, ShortText Title, ShortText KeptAt, Sha256 Sha256);

    public sealed record AcceptReport(int DraftVersion, bool HasImprovements, bool HasAnalysis);

    public sealed record Discontinue(ProtectedText Why, LocalDate? PanelToldOn = null);

    public static Milestone<Commission> Commissioned { get; } = new Milestone<Commission>("commission", "Record that a CSPR was commissioned")
        .Only(CaseKind.Incident)
        .NotWhen("no-cspr-decision", c => c.StandingDecision?.Outcome != Outcome.Cspr, "A CSPR follows a decision for one, and none stands.", "Record decision with the outcome cspr first.")
        .NotWhen("already-commissioned", c => c.CsprIsRunning, "A CSPR has been commissioned already.", "If its facts are wrong, correct that event.")
        .Impossible("unknown-decision", a => a.Command.Decision != a.Case.StandingDecision!.Number ? $"Decision {a.Command.Decision} is not the one that stands." : null, "Check decision.")
        .Impossible("work-began-in-the-future", a => a.Command.WorkBeganOn > a.Recording.Today ? "Work cannot have begun in the future." : null, "Check workBeganOn.")
        .NotBefore("before-the-decision", a => a.Case.StandingDecision?.On, "it was decided")
        .Records(a => new CsprCommissioned(a.Command.Decision, a.Command.CsprReference, a.Command.WorkBeganOn));

    public static Milestone<InformNationalBody> NationalBodyInformed { get; } = new Milestone<InformNationalBody>("national-body-informed", "Record that the Panel, Ofsted or the Secretary of State was told of the decision or of the reviewer")
        .Only(CaseKind.Incident)
        .NotWhen("no-decision", c => c.StandingDecision is null, "There is no decision to tell of.", "Record decision first.")
        .Impossible("no-reviewer", a => a.Command.Of == InformedOf.ReviewerName && a.Case.Reviewers.IsEmpty ? "No reviewer is recorded." : null, "Record reviewer-appointment first.")
        .NotBefore("before-the-decision", a => a.Case.Decisions.FirstOrDefault()?.On, "it was decided")
        .Records(a => new CaseEvent.NationalBodyInformed(a.Command.Body, a.Command.Of));

    public static Milestone<AgreeTerms> TermsAgreed { get; } = Running(new Milestone<AgreeTerms>("terms-of-reference", "Record the terms of reference agreed for the CSPR"))
        .Impossible("version-out-of-turn", a => a.Command.TermsVersion != a.Case.LatestTerms + 1 ? $"The next version of the terms of reference is {a.Case.LatestTerms + 1}." : null, "Check termsVersion.")
        .Records(a => new TermsOfReferenceAgreed(a.Command.TermsVersion, a.Command.KeptAt, a.Command.Sha256));

    public static Milestone<CheckProgress> ProgressChecked { get; } = Running(new Milestone<CheckProgress>("progress-check", "Record a check of the CSPR's timeliness and quality (SI 2018/789 reg 14)"))
        .Records(a => new ProgressChecked(a.Command.OnTime, a.Command.GoodQuality, a.Command.Notes));

    public static Milestone<HoldPractitionerEvent> PractitionerEvent { get; } = new Milestone<HoldPractitionerEvent>("practitioner-event", "Record an event held with practitioners")
        .Names(c => c.Attendance.Select(x => x.Organisation))
        .Records(a => new PractitionerEventHeld(a.Command.Attendance));

    public static Milestone<ReceiveDraft> DraftReceived { get; } = Running(new Milestone<ReceiveDraft>("draft-report", "Record that a draft of the CSPR report was received"))
        .Impossible("version-out-of-turn", a => a.Command.DraftVersion != Next(a.Case) ? $"The next draft is {Next(a.Case)}." : null, "Check draftVersion.")
        .NotBefore("before-the-earlier-version", a => a.Case.Drafts.LastOrDefault()?.On, "the draft before it was received")
        .Records(a => new DraftReportReceived(a.Command.DraftVersion, a.Command.Title, a.Command.KeptAt, a.Command.Sha256));

    public static Milestone<AcceptReport> ReportAccepted { get; } = Running(new Milestone<AcceptReport>("report-acceptance", "Record that the partners accepted the CSPR report"))
        .NotWhen("no-draft-report", c => c.Drafts.IsEmpty, "No draft of the report is recorded.", "Record draft-report first.")
        .Impossible("report-already-accepted", a => a.Case.AcceptedDraft >= a.Command.DraftVersion ? "This draft, or a later one, has been accepted already." : null, "If that event is wrong, correct it.")
        .Impossible("unknown-report-version", a => a.Case.Drafts.Exists(d => d.Version == a.Command.DraftVersion) ? null : $"Draft {a.Command.DraftVersion} is not recorded.", "Check draftVersion.")
        .NotBefore("before-the-draft", a => a.Case.Drafts.Find(d => d.Version == a.Command.DraftVersion)?.On, "this draft was received")
        .Irregular<CsprReportAccepted>("report-incomplete", (fact, _) => fact is { HasImprovements: true, HasAnalysis: true } ? null
            : "SI 2018/789 reg 15 asks for a summary of recommended improvements and an analysis of any systemic or underlying reasons.", "Ask the reviewer for what is missing and accept the next draft.")
        .Records(a => new CsprReportAccepted(a.Command.DraftVersion, a.Command.HasImprovements, a.Command.HasAnalysis));

    public static Milestone<Discontinue> Discontinued { get; } = Running(new Milestone<Discontinue>("discontinuation", "Record that the CSPR was discontinued, and why"))
        .NotWhen("already-published", c => c.FirstPublishedOn is not null, "The CSPR has been published.", "A published review is taken down, not discontinued.")
        .NotBefore("before-the-commission", a => a.Case.Cspr?.On, "the CSPR was commissioned")
        .Impossible("told-before-found", a => a.Command.PanelToldOn < a.On || a.Command.PanelToldOn > a.Recording.Today ? "The Panel is told on the day or after it, and not in the future." : null, "Check panelToldOn.")
        .Irregular<CsprDiscontinued>("panel-not-told", (fact, _) => fact.PanelToldOn is null ? "The Panel should be told that the CSPR was discontinued." : null, "Give panelToldOn.")
        .Records(a => new CsprDiscontinued(a.Command.Why, a.Command.PanelToldOn));

    static int Next(Cases.Case state) => state.Drafts.Select(d => d.Version).DefaultIfEmpty().Max() + 1;

    internal static Milestone<T> Running<T>(Milestone<T> milestone) where T : notnull => milestone
        .Only(CaseKind.Incident)
        .NotWhen("no-cspr", c => c.Cspr is null, "No CSPR has been commissioned under the decision that stands.", "Record commission first.")
        .NotFrom("cspr-discontinued", c => c.DiscontinuedOn, "The CSPR was discontinued.", "What happened before that is recorded with its own date.")
        .NotBefore("before-the-decision", a => a.Case.StandingDecision?.On, "the CSPR was decided");
}
