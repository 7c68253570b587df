using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>The rapid review: its meetings, its report, and the report's way to the Panel.</summary>
public static class RapidReview
{
    public sealed record Convene(LocalDate MeetingOn, ShortText Chair, ListOf<OrganisationCode> Invited);

    public sealed record Hold(ListOf<Attendance> Attendance);

    public sealed record AgreeImmediateAction(ProtectedText Action, OrganisationCode Owner);

    public sealed record DraftReport(int ReportVersion, ShortText Title, ShortText KeptAt, Sha256 Sha256);

    public sealed record AgreeReport(int ReportVersion, OrganisationCode Partner);

    public sealed record SendReport(int ReportVersion);

    const string NotAsked = "no-rapid-review-asked";

    public static Milestone<Convene> Convened { get; } = Asked(new Milestone<Convene>("rapid-review-convened", "Record that a rapid review meeting was called"))
        .Names(c => c.Invited)
        .Impossible("meeting-before-invitation", a => a.Command.MeetingOn < a.On ? "The meeting cannot be before the day on which it was called." : null, "Check meetingOn and happenedOn.")
        .Records(a => new RapidReviewConvened(a.Command.MeetingOn, a.Command.Chair, a.Command.Invited));

    public static Milestone<Hold> Held { get; } = Asked(new Milestone<Hold>("rapid-review-held", "Record a rapid review meeting and who attended"))
        .Names(c => c.Attendance.Select(x => x.Organisation))
        .Impossible("nobody-attended", a => a.Command.Attendance.Count == 0 ? "A meeting that nobody attended was not held." : null, "List who attended, by organisation and role.")
        .NotBefore("before-awareness", a => a.Case.Incident?.Aware, "the local authority became aware of the incident")
        .Records(a => new RapidReviewHeld(a.Command.Attendance));

    public static Milestone<AgreeImmediateAction> ImmediateAction { get; } = new Milestone<AgreeImmediateAction>("immediate-action", "Record an action that children's safety needs now")
        .Names(c => [c.Owner])
        .Records(a => new ImmediateActionAgreed(a.Command.Action, a.Command.Owner));

    public static Milestone<DraftReport> ReportDrafted { get; } = Asked(new Milestone<DraftReport>("report-draft", "Record a version of the rapid review report, and where it is kept"))
        .Impossible("version-out-of-turn", a => a.Command.ReportVersion != Next(a.Case)
            ? $"The next version of the report is {Next(a.Case)}." : null, "Check reportVersion. A version already recorded is set right with a correction.")
        .NotBefore("before-the-earlier-version", a => a.Case.Reports.LastOrDefault()?.On, "the version before it was drafted")
        .Records(a => new RapidReviewReportDrafted(a.Command.ReportVersion, a.Command.Title, a.Command.KeptAt, a.Command.Sha256));

    public static Milestone<AgreeReport> ReportAgreed { get; } = Asked(new Milestone<AgreeReport>("report-agreement", "Record that a safeguarding partner agreed a version of the report"))
        .Names(c => [c.Partner]).For(c => [c.Partner])
        .NotWhen("no-report-draft", c => c.Reports.IsEmpty, "There is no version of the report to agree.", "Record report-draft first.")
        .Impossible("unknown-report-version", a => Version(a.Case, a.Command.ReportVersion) is null ? $"Version {a.Command.ReportVersion} of the report is not recorded." : null, "Check reportVersion.")
        .Impossible("already-agreed", a => Version(a.Case, a.Command.ReportVersion)!.AgreedBy.Exists(x => x.Partner == a.Command.Partner)
            ? $"{Say.Organisation(a.Command.Partner, a.Recording.World)} is recorded as having agreed this version on another day." : null, "If that day is wrong, correct it.")
        .NotBefore("before-the-draft", a => Version(a.Case, a.Command.ReportVersion)?.On, "this version was drafted")
        .Irregular<RapidReviewReportAgreed>("not-the-partner-for-the-area", (fact, occasion) => Partners.Speaks(fact.Partner, occasion) is null
            ? $"{Say.Organisation(fact.Partner, occasion.World)} is not one of the three safeguarding partners for the place of the incident on that day." : null, "Check partner and happenedOn.")
        .Records(a => new RapidReviewReportAgreed(a.Command.ReportVersion, a.Command.Partner));

    public static Milestone<SendReport> ReportSent { get; } = Asked(new Milestone<SendReport>("report-sent", "Record that the report and the decision were sent to the Panel"))
        .NotWhen("no-report-draft", c => c.Reports.IsEmpty, "There is no version of the report to send.", "Record report-draft first.")
        .NotWhen("report-already-sent", c => c.ReportSent is not null, "The report has been recorded as sent already.", "If its date or version is wrong, correct that event; what is sent later is recorded with panel-information-answer.")
        .Impossible("unknown-report-version", a => Version(a.Case, a.Command.ReportVersion) is null ? $"Version {a.Command.ReportVersion} of the report is not recorded." : null, "Check reportVersion.")
        .NotBefore("before-the-draft", a => Version(a.Case, a.Command.ReportVersion)?.On, "this version was drafted")
        .Irregular<RapidReviewReportSent>("agreement-missing", (state, fact, occasion) => Partners.Missing(Version(state, fact.ReportVersion)?.AgreedBy.Select(x => (x.Partner, x.On)) ?? [], occasion) is { Count: > 0 } missing
            ? $"Version {fact.ReportVersion} is not agreed by all three safeguarding partners; missing: {Say.Words(missing)}." : null, "Record report-agreement for each of them, with its own date.")
        .Irregular<RapidReviewReportSent>("no-decision", (state, _, _) => state.StandingDecision is null ? "The report goes to the Panel with the partners' decision, and none stands." : null, "Record decision first.")
        .Irregular<RapidReviewReportSent>("no-panel-referral", (state, _, _) => state.SinSentOn is null ? "No serious incident notification is recorded as sent by that day." : null, "Record panel-referral first.")
        .Records(a => new RapidReviewReportSent(a.Command.ReportVersion));

    internal static Milestone<T> Asked<T>(Milestone<T> milestone) where T : notnull => milestone
        .Only(CaseKind.Incident)
        .NotWhen(NotAsked, c => c.IsSpecialNotification, "A death of a looked-after child or care leaver with no suspected abuse or neglect is notified, but asks for no rapid review.",
            "If abuse or neglect is now suspected, correct suspectedOn of the opening event with the date.")
        .NotFrom("found-not-notifiable", c => c.NotNotifiableOn, "The incident was found not to meet the criteria, so there is no rapid review.", "Learn from it as local learning, or correct that finding.");

    static int Next(Case state) => state.Reports.Select(r => r.Version).DefaultIfEmpty().Max() + 1;

    static ReportVersion? Version(Case state, int version) => state.Reports.Find(r => r.Version == version);
}
