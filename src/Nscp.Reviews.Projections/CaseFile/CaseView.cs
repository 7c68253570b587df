using Nscp.Reviews.Domain.Plans;
using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

/// <summary>One case for its readers: what is known, where it stands, what is due, and what may be recorded next. As now understood: corrected facts, not those that were wrong.</summary>
public sealed record CaseView(
    string Reference, string? CsprReference, CaseKind Kind, Stage Stage, long Version, LocalDate? OpenedOn, LocalDate? ClosedOn,
    OpeningView Opening, NotificationView? Notification, RapidReviewView? RapidReview, PlanView? Plan, IReadOnlyList<DecisionView> Decisions, PanelCorrespondence Panel, CsprView? Cspr,
    PublicationView Publication, IReadOnlyList<HoldView> OpenHolds, IReadOnlyList<RecommendationView> Recommendations, IReadOnlyList<ChallengeView> Challenges,
    IReadOnlyList<IrregularityView> Irregularities, IReadOnlyList<ClockAnswer> Clocks, IReadOnlyList<NextStep> Next)
{
    /// <summary>Null when the history opens no case.</summary>
    /// <param name="showProtected">Whether the reader may see protected text.</param>
    public static CaseView? Of(CaseHistory history, World world, LocalDate today, bool showProtected)
    {
        var state = history.State;
        if (state.Reference is not { } reference) return null;
        var facts = history.Corrected;
        var isIncident = state.Kind == CaseKind.Incident;
        return new CaseView(
            reference.Value, state.CsprReference?.Value, state.Kind, Stages.Of(state), history.Version, state.OpenedOn, state.ClosedOn,
            OpeningView.Of(facts, showProtected), isIncident ? NotificationView.Of(state) : null, isIncident ? RapidReviewView.Of(state) : null, PlanView.Of(RapidReviewPlan.Of(history, world)),
            DecisionView.Of(state, facts, showProtected), PanelCorrespondence.Of(state), CsprView.Of(state),
            PublicationView.Of(state), HoldView.Open(state, facts, showProtected),
            [.. RecommendationRead.Of(history).Select(r => RecommendationView.Of(r, state, today))],
            [.. state.Challenges.Select(c => new ChallengeView(c.Number, c.On, c.AnsweredOn))],
            [.. Marks.Standing(history, world).Select(m => IrregularityView.Of(m, showProtected))],
            ClockAnswer.Of(history, world, today), NextStep.OfCase(state));
    }
}

/// <summary>What opened the case. Which fields it has depends on the kind of case.</summary>
public sealed record OpeningView(
    WhatHappened? What, IReadOnlyList<Child>? Children, LocalDate? AwareOn, LocalDate? SuspectedOn, IncidentDate? Incident, NotificationLimb? Limb, District? District,
    string? Place, string? HomeArea, string? Subject, OrganisationCode? ForPartnership, string? TheirReference, LocalDate? PublishedOn, string? Circumstances)
{
    static OpeningView Empty { get; } = new(null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    internal static OpeningView Of(IReadOnlyList<Entry> facts, bool showProtected) => facts.Select(e => Of(e.Fact, showProtected)).OfType<OpeningView>().FirstOrDefault() ?? Empty;

    static OpeningView? Of(CaseEvent fact, bool showProtected) => fact switch
    {
        IncidentReported e => Empty with
        {
            What = e.What, Children = e.Children, AwareOn = e.Aware, SuspectedOn = e.SuspectedOn, Incident = e.Incident, Limb = e.Limb, District = e.District,
            Place = e.Place?.Value, HomeArea = e.HomeArea?.Value, Circumstances = Masking.Text(e.Circumstances, showProtected),
        },
        ContributionCaseOpened e => Empty with { ForPartnership = e.ForPartnership, TheirReference = e.TheirReference?.Value, Circumstances = Masking.Text(e.Circumstances, showProtected) },
        LocalLearningOpened e => Empty with { Subject = e.Subject.Value, Circumstances = Masking.Text(e.Circumstances, showProtected) },
        SeriousCaseReviewCarriedOver e => Empty with { Subject = e.Subject.Value, PublishedOn = e.PublishedOn, Circumstances = Masking.Text(e.Circumstances, showProtected) },
        _ => null,
    };
}

/// <param name="Special">A death of a looked-after child or care leaver with no suspected abuse or neglect: notified, no rapid review asked.</param>
public sealed record NotificationView(bool Special, LocalDate? SinSentOn, LocalDate? SinReceivedOn, IReadOnlyList<OrganisationCode> PartnersInformed, LocalDate? NotNotifiableOn)
{
    internal static NotificationView Of(Case state) => new(state.IsSpecialNotification, state.SinSentOn, state.SinReceivedOn, [.. state.PartnersInformed.Distinct()], state.NotNotifiableOn);
}

/// <summary>Something irregular that stands: what it is, what clears it, and in which entry.</summary>
public sealed record IrregularityView(string Code, string Sentence, string ToDo, long Version, LocalDate HappenedOn, string? Reason)
{
    internal static IrregularityView Of(Mark m, bool showProtected) =>
        new(m.Code, m.Sentence, m.ToDo, m.Entry.Envelope.Version, m.Entry.HappenedOn, Masking.Text(m.Entry.Envelope.Reason, showProtected));
}

public sealed record ChallengeView(int Number, LocalDate On, LocalDate? AnsweredOn);
