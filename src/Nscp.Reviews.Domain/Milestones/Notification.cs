using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>Telling the Panel and the partners of a serious incident: Children Act 2004 s16C(1); Working Together, chapter 5.</summary>
public static class Notification
{
    public sealed record SendReferral(ShortText? PanelReference = null);

    public sealed record InformPartner(OrganisationCode Partner);

    public sealed record ReceiveSin;

    public sealed record FindNotNotifiable(OrganisationCode DeterminedBy, ProtectedText Why, ListOf<PartnerView> Views = default, LocalDate? PanelToldOn = null);

    public static Milestone<InformPartner> PartnerInformed { get; } = new Milestone<InformPartner>("partner-informed", "Record that a safeguarding partner, or the home or placing area, was told of the incident")
        .Only(CaseKind.Incident)
        .Names(c => [c.Partner])
        .Impossible("partner-already-informed", a => a.Case.PartnersInformed.Contains(a.Command.Partner)
            ? $"{Say.Organisation(a.Command.Partner, a.Recording.World)} is already recorded as informed, on another day." : null, "If that day is wrong, correct it.")
        .NotBefore("before-awareness", a => a.Case.Incident?.Aware, "the local authority became aware of the incident")
        .Records(a => new PartnerInformed(a.Command.Partner));

    public static Milestone<SendReferral> PanelReferral { get; } = new Milestone<SendReferral>("panel-referral", "Record that the serious incident notification was sent to the Panel")
        .Only(CaseKind.Incident)
        .NotWhen("referral-already-sent", c => c.SinSentOn is not null, "The serious incident notification has been recorded as sent already.", "If its date or reference is wrong, correct that event.")
        .NotBefore("before-awareness", a => a.Case.Incident?.Aware, "the local authority became aware of the incident")
        .Records(a => new PanelReferralSent(a.Command.PanelReference));

    public static Milestone<ReceiveSin> SinReceived { get; } = new Milestone<ReceiveSin>("sin-received", "Record that the partners received the serious incident notification")
        .Only(CaseKind.Incident)
        .NotWhen("sin-not-sent", c => c.SinSentOn is null, "The serious incident notification has not been recorded as sent.", "Record panel-referral first, with the date on which it was sent.")
        .NotWhen("sin-already-received", c => c.SinReceivedOn is not null, "The partners' receipt of the notification has been recorded already.", "If its date is wrong, correct that event.")
        .NotBefore("before-the-referral", a => a.Case.SinSentOn, "the notification was sent")
        .Records(_ => new SinReceivedByPartners());

    public static Milestone<FindNotNotifiable> NotNotifiable { get; } = new Milestone<FindNotNotifiable>("not-notifiable", "Record that the incident was found not to meet the criteria for notification")
        .Only(CaseKind.Incident)
        .Names(c => c.Views.Select(v => v.Partner).Append(c.DeterminedBy))
        .NotWhen("already-not-notifiable", c => c.NotNotifiableOn is not null, "The incident has been found not notifiable already.", "If that finding is wrong, correct that event.")
        .NotWhen("report-already-sent", c => c.ReportSent is not null, "The rapid review has been sent to the Panel.", "Record what the Panel answered, or a new decision.")
        .NotBefore("before-awareness", a => a.Case.Incident?.Aware, "the local authority became aware of the incident")
        .Impossible("told-before-found", a => a.Command.PanelToldOn < a.On || a.Command.PanelToldOn > a.Recording.Today
            ? "The Panel is told of the finding on its day or after it, and not in the future." : null, "Check panelToldOn.")
        .Irregular<FoundNotNotifiable>("panel-not-told", (state, fact, _) => state.SinSentOn is not null && fact.PanelToldOn is null
            ? "A notification was sent, so the Panel should be told that the incident was found not notifiable." : null, "Give panelToldOn.")
        .Records(a => new FoundNotNotifiable(a.Command.DeterminedBy, a.Command.Views, a.Command.Why, a.Command.PanelToldOn));
}
