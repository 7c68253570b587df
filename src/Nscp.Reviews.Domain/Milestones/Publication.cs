using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>Publication: Children Act 2004 s16F(4)–(5); SI 2018/789 regs 16 and 17.</summary>
public static class Publication
{
    public sealed record MakePlan(LocalDate On, PublicationForm Form, ProtectedText? Why = null);

    public sealed record SendCopy(NationalBody Recipient, bool ReportIncluded = true, bool ImprovementsIncluded = false);

    public sealed record Publish(PublicationForm Form, ShortText Where, LongText? Summary = null);

    public sealed record TakeDown(TakenDownBecause Because);

    public sealed record CheckAvailability(bool Available, ShortText Where);

    public static Milestone<MakePlan> Planned { get; } = Reviewed(new Milestone<MakePlan>("publication-plan", "Record when and in what form the review is to be published"))
        .NotFrom("already-published", c => c.FirstPublishedOn, "The review has been published.", "A publication is taken down, not planned again.")
        .Impossible("planned-in-the-past", a => a.Command.On < a.On ? "A plan is for the day on which it is made or later." : null, "Check on; what was published is recorded with publication.")
        .Impossible("why-missing", a => a.Command.Form != PublicationForm.FullReport && a.Command.Why is null
            ? "Publishing only the improvements, or not publishing, is recorded with the reasons (Children Act 2004 s16F(4)–(5))." : null, "Give why.")
        .Records(a => new PublicationPlanned(a.Command.On, a.Command.Form, a.Command.Why));

    public static Milestone<SendCopy> CopySent { get; } = Reviewed(new Milestone<SendCopy>("pre-publication-copy", "Record that a copy was sent before publication"))
        .Impossible("copy-of-nothing", a => a.Command is { ReportIncluded: false, ImprovementsIncluded: false } ? "A copy holds the report, the information on improvements, or both." : null, "Check reportIncluded and improvementsIncluded.")
        .Impossible("copy-already-sent", a => a.Case.Copies.Exists(c => c.Recipient == a.Command.Recipient && c.Report == a.Command.ReportIncluded && c.Improvements == a.Command.ImprovementsIncluded)
            ? "This copy is recorded as sent on another day." : null, "If that day is wrong, correct it.")
        .Records(a => new PrePublicationCopySent(a.Command.Recipient, a.Command.ReportIncluded, a.Command.ImprovementsIncluded));

    public static Milestone<Publish> Published { get; } = Reviewed(new Milestone<Publish>("publication", "Record that the review was published, and where"))
        .NotWhen("already-published", c => c.IsPublished, "The review is published.", "If the date or place is wrong, correct that event.")
        .Impossible("not-published-is-no-publication", a => a.Command.Form == PublicationForm.NotPublished ? "What is not published has no publication." : null, "Record publication-plan with the form not-published and the reasons.")
        .NotBefore("before-the-decision", a => a.Case.StandingDecision?.On ?? a.Case.OpenedOn, "the review was decided or opened")
        .Irregular<CaseEvent.Published>("hold-open", (state, _, _) => state.OpenHolds.Any() ? $"A hold is open: {Say.Words(state.OpenHolds.Select(h => h.Kind))}." : null, "Record publication-hold-lift first.")
        .Irregular<CaseEvent.Published>("no-accepted-report", (state, _, _) => state.Kind == CaseKind.Incident && state.ReportAcceptedOn is null ? "No accepted report is recorded by that day." : null, "Record report-acceptance first.")
        .Irregular<CaseEvent.Published>("copies-not-sent", (state, fact, _) => state.Kind == CaseKind.Incident && Uncopied(state, fact.Form) is { Count: > 0 } missing
            ? $"SI 2018/789 reg 16 asks for a copy to the Panel and the Secretary of State before publication; missing: {Say.Words(missing)}." : null, "Record pre-publication-copy with the date on which it was sent.")
        .Irregular<CaseEvent.Published>(IdentifyingText.Code, (fact, o) => IdentifyingText.Sentence(o, ("where", fact.Where.Value), ("summary", fact.Summary?.Value)), IdentifyingText.ToDo)
        .Records(a => new CaseEvent.Published(a.Command.Form, a.Command.Where, a.Command.Summary));

    public static Milestone<TakeDown> TakenDown { get; } = new Milestone<TakeDown>("take-down", "Record that a published review was taken down")
        .AlsoOnClosedCases()
        .NotWhen("not-published", c => !c.IsPublished, "The review is not published.", "Record publication first.")
        .NotBefore("before-publication", a => a.Case.FirstPublishedOn, "it was published")
        .Impossible("reason-missing", a => a.Command.Because == TakenDownBecause.PartnersDecision && a.Recording.Reason is null ? "A review taken down by the partners' decision is recorded with their reason." : null, "Give reason.")
        .Irregular<CaseEvent.TakenDown>("taken-down-early", (state, fact, o) => fact.Because == TakenDownBecause.Other && o.HappenedOn < state.FirstPublishedOn?.PlusYears(1)
            ? "A review is kept available for at least a year (SI 2018/789 reg 17) unless a court orders otherwise or the partners decide why not." : null, "Put it back, or check because.")
        .Records(a => new CaseEvent.TakenDown(a.Command.Because));

    public static Milestone<CheckAvailability> AvailabilityChecked { get; } = new Milestone<CheckAvailability>("availability-check", "Record whether the published review can still be found")
        .AlsoOnClosedCases()
        .NotWhen("not-published", c => c.FirstPublishedOn is null, "The review has not been published.", "Record publication first.")
        .NotBefore("before-publication", a => a.Case.FirstPublishedOn, "it was published")
        .Records(a => new CaseEvent.AvailabilityChecked(a.Command.Available, a.Command.Where));

    internal static Milestone<T> Reviewed<T>(Milestone<T> milestone) where T : notnull => milestone
        .Only(CaseKind.Incident, CaseKind.SeriousCaseReview)
        .NotWhen("no-cspr", c => c.Kind == CaseKind.Incident && c.Cspr is null, "No CSPR has been commissioned under the decision that stands.", "Record commission first.")
        .NotFrom("cspr-discontinued", c => c.DiscontinuedOn, "The CSPR was discontinued.", "What happened before that is recorded with its own date.");

    /// <summary>Reg 16(2): where only improvements are published, both the report and that information go.</summary>
    static List<NationalBody> Uncopied(Case state, PublicationForm form) =>
    [
        .. new[] { NationalBody.Panel, NationalBody.SecretaryOfState }.Where(body =>
            !state.Copies.Exists(c => c.Recipient == body && c.Report)
            || (form == PublicationForm.ImprovementsOnly && !state.Copies.Exists(c => c.Recipient == body && c.Improvements))),
    ];
}
