namespace Nscp.Reviews.Projections;

/// <summary>What one case gives to the key facts, as it stood at the end of a day.</summary>
sealed record CaseFigures(
    LocalDate? SinSentOn, LocalDate? ReportSentOn, Outcome? Outcome, PanelView? Panel, IReadOnlyList<Recommendation> FromRapidReview,
    LocalDate? CommissionedOn, LocalDate? AcceptedOn, LocalDate? PublishedOn, AwaitingPublication? Awaiting, CarriedOverFigures? CarriedOver, LocalDate? ClosedOn)
{
    internal static CaseFigures Of(CaseHistory history, LocalDate asAt)
    {
        var state = history.AsAt(asAt);
        var isCspr = state.Kind == CaseKind.Incident && state.CsprIsRunning;
        return new CaseFigures(
            state.SinSentOn, state.ReportSent?.On, state.StandingDecision?.Outcome, state.PanelResponses.LastOrDefault()?.View,
            state.Recommendations.FindAll(r => r.Source == RecommendationSource.RapidReview),
            state.Cspr?.On, isCspr ? state.ReportAcceptedOn : null, isCspr ? state.FirstPublishedOn : null, isCspr ? AwaitsPublication(state) : null,
            state is { Exists: true, Kind: CaseKind.SeriousCaseReview } ? Carried(state) : null, state.ClosedOn);
    }

    static AwaitingPublication? AwaitsPublication(Case state) =>
        state.ReportAcceptedOn is not null && state.FirstPublishedOn is null && state.OpenHolds.Any()
            ? new((state.CsprReference ?? state.Reference!.Value).Value, string.Join(", ", state.OpenHolds.Select(h => Say.Word(h.Kind)).Distinct()))
            : null;

    static CarriedOverFigures Carried(Case state) =>
        new(state.Reference!.Value.Value, state.Recommendations.Count(r => r.IsOutstanding), state.Recommendations.Count(r => r.IsCompleted));
}
