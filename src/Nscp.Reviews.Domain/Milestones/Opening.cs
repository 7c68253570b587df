using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>The four ways in which a case opens. Each is a fact of its own; the API chooses by <c>kind</c>.</summary>
public static class Opening
{
    public sealed record ReportIncident(
        CaseReference Reference, WhatHappened What, ListOf<Child> Children, LocalDate? AwareOn = null, Instant? AwareAt = null, LocalDate? SuspectedOn = null,
        IncidentDate? Incident = null, NotificationLimb? Limb = null, District? District = null, ShortText? Place = null, ShortText? HomeArea = null,
        ProtectedText? Circumstances = null, ListOf<ProtectedText> NamesToGuard = default);

    public sealed record OpenContribution(CaseReference Reference, OrganisationCode ForPartnership, ShortText? TheirReference = null, ProtectedText? Circumstances = null);

    public sealed record OpenLocalLearning(CaseReference Reference, ShortText Subject, ProtectedText? Circumstances = null);

    public sealed record CarryOverSeriousCaseReview(CaseReference Reference, ShortText Subject, LocalDate? PublishedOn = null, ProtectedText? Circumstances = null);

    public static Milestone<ReportIncident> Incident { get; } = new Milestone<ReportIncident>("incident", "Open a case: a serious incident was reported to the partnership", Scope.Opening)
        .Impossible("awareness-missing", a => (a.Command.AwareOn is null) == (a.Command.AwareAt is null)
            ? "The clocks run from the day on which the local authority became aware of the death or serious harm." : null, "Give awareOn (a date) or awareAt (an instant), one of them.")
        .Impossible("aware-in-the-future", a => a.Command.AwareOn > a.Recording.Today || a.Command.AwareAt > a.Recording.RecordedAt
            || a.Command.SuspectedOn > a.Recording.Today || a.Command.Incident?.Latest > a.Recording.Today
            ? "An incident, and what the local authority knew or suspected, cannot be in the future." : null, "Check awareOn, awareAt, suspectedOn and incident.")
        .Impossible("incident-after-awareness", a => a.Command.Incident?.Earliest is { } day && Aware(a.Command) is { } aware && day > aware
            ? $"The incident cannot be later than the day on which the local authority became aware of it, {Say.Date(aware)}." : null, "Check incident and awareOn.")
        .Impossible("incident-date-unclear", a => a.Command.Incident is { IsClear: false }
            ? "The incident's date is a day, or lies between two days, or is not known." : null, "Give incident.on, or incident.from and incident.to in order, or leave incident out.")
        .Impossible("reported-before-awareness", a => Aware(a.Command) is { } aware && a.On < aware
            ? $"The incident cannot have been reported on {Say.Date(a.On)}, before the local authority became aware on {Say.Date(aware)}." : null, "Check happenedOn and awareOn.")
        .Impossible("unknown-district", a => a.Command.District is { } district && a.Recording.World.Organisations.Find(district) is null
            ? $"{district} is not a district of this partnership." : null, "Take a district from GET /api/v1/organisations; for an incident elsewhere leave district out and give place.")
        .Impossible("no-children", a => a.Command.Children.Count == 0 ? "A case concerns at least one child." : null, "Give each child a label and what happened to them.")
        .Impossible("child-label-twice", a => a.Command.Children.Select(c => c.Label).Distinct().Count() < a.Command.Children.Count
            ? "Two children have the same label." : null, "Give each child a label of their own.")
        .Names(c => c.Children.Select(child => child.LookedAfterBy).OfType<OrganisationCode>())
        .Records(a => new IncidentReported(
            a.Command.Reference, a.Command.What, a.Command.Children, a.Command.AwareOn, a.Command.AwareAt, a.Command.SuspectedOn, a.Command.Incident, a.Command.Limb,
            a.Command.District, a.Command.Place, a.Command.HomeArea, a.Command.Circumstances, a.Command.NamesToGuard));

    public static Milestone<OpenContribution> Contribution { get; } = new Milestone<OpenContribution>("contribution", "Open a case: another area's review asks this partnership to contribute", Scope.Opening)
        .Names(c => [c.ForPartnership])
        .Records(a => new ContributionCaseOpened(a.Command.Reference, a.Command.ForPartnership, a.Command.TheirReference, a.Command.Circumstances));

    public static Milestone<OpenLocalLearning> LocalLearning { get; } = new Milestone<OpenLocalLearning>("local-learning", "Open a case: local learning without a notification", Scope.Opening)
        .Records(a => new LocalLearningOpened(a.Command.Reference, a.Command.Subject, a.Command.Circumstances));

    public static Milestone<CarryOverSeriousCaseReview> CarriedOver { get; } = new Milestone<CarryOverSeriousCaseReview>("serious-case-review", "Open a case: a serious case review from before 2019 is carried over", Scope.Opening)
        .Impossible("published-in-the-future", a => a.Command.PublishedOn > a.Recording.Today ? "It cannot have been published in the future." : null, "Check publishedOn.")
        .Records(a => new SeriousCaseReviewCarriedOver(a.Command.Reference, a.Command.Subject, a.Command.PublishedOn, a.Command.Circumstances));

    static LocalDate? Aware(ReportIncident c) => c.AwareOn ?? (c.AwareAt is { } at ? London.DateOf(at) : null);
}
