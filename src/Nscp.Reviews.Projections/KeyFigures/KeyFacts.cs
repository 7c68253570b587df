namespace Nscp.Reviews.Projections;

/// <summary>
/// A year's key facts as the annual report prints them, counted by happened-on as now understood, as they stood at the end of <see cref="AsAt"/>.
/// A rapid review counts in the year in which its report was sent.
/// </summary>
/// <param name="Year">Null for a period that is not a named year; then its days are in <paramref name="From"/> and <paramref name="To"/>, which are null otherwise.</param>
public sealed record KeyFacts(
    string? Year, LocalDate? From, LocalDate? To, LocalDate AsAt, int Notifications, RapidReviewFigures RapidReviews, PanelFigures Panel, RecommendationFigures Recommendations,
    CsprFigures Csprs, IReadOnlyList<CarriedOverFigures> CarriedOver)
{
    /// <summary>What happened after <paramref name="asAt"/> is left out, whenever it was recorded; what was corrected since counts as corrected.</summary>
    public static KeyFacts Count(IEnumerable<CaseHistory> all, KeyFactsPeriod period, LocalDate asAt) => Count([.. all.Select(history => CaseFigures.Of(history, asAt))], period, asAt);

    internal static KeyFacts Count(IReadOnlyList<CaseFigures> cases, KeyFactsPeriod period, LocalDate asAt)
    {
        var reviewed = cases.Where(c => period.Contains(c.ReportSentOn)).ToList();
        // As printed for 2019/20, "6 of the 13 recommendations from rapid reviews": those of the reviews counted, made by then.
        var recommendations = reviewed.SelectMany(c => c.FromRapidReview).ToList();
        return new KeyFacts(
            period.Year, period.Year is null ? period.From : null, period.Year is null ? period.To : null, asAt, cases.Count(c => period.Contains(c.SinSentOn)),
            new(reviewed.Count, new(With(Outcome.NoFurtherReview), reviewed.Count(c => c.Outcome == Outcome.Cspr && c.CommissionedOn is not null),
                reviewed.Count(c => c.Outcome == Outcome.Cspr && c.CommissionedOn is null), With(Outcome.OtherLocalLearning))),
            // Whatever the Panel answers but its agreement is something other than what the partners decided.
            new(reviewed.Count(c => c.Panel == PanelView.Agrees), reviewed.Count(c => c.Panel is not null and not PanelView.Agrees), reviewed.Count(c => c.Panel is null)),
            new(recommendations.Count, recommendations.Count(r => r.IsCompleted), recommendations.Count(r => r.IsOutstanding)),
            new(cases.Count(c => period.Contains(c.CommissionedOn)), cases.Count(c => period.Contains(c.AcceptedOn)), cases.Count(c => period.Contains(c.PublishedOn)),
                [.. cases.Where(c => c.Awaiting is not null).Select(c => c.Awaiting!).OrderBy(a => a.Reference, StringComparer.Ordinal)]),
            [.. cases.Where(c => c.CarriedOver is not null && !(c.ClosedOn < period.From)).Select(c => c.CarriedOver!).OrderBy(c => c.Reference, StringComparer.Ordinal)]);

        int With(Outcome outcome) => reviewed.Count(c => c.Outcome == outcome);
    }
}

/// <param name="Total">Whose report was sent in the period; one sent without a decision has no outcome.</param>
public sealed record RapidReviewFigures(int Total, OutcomeFigures ByOutcome);

/// <param name="CsprRecommended">Decided, but not commissioned by then.</param>
public sealed record OutcomeFigures(int NoFurtherReview, int CsprCommissioned, int CsprRecommended, int OtherLocalLearning);

/// <summary>The Panel's newest answer to each rapid review counted.</summary>
public sealed record PanelFigures(int Agreed, int Disagreed, int Awaited);

/// <summary>Recommendations from the rapid reviews counted. Those rejected, superseded or closed are in <paramref name="Made"/> only.</summary>
public sealed record RecommendationFigures(int Made, int Completed, int InProgress);

/// <param name="Completed">Whose report was accepted in the period.</param>
/// <param name="Awaiting">Accepted, unpublished and with a hold open, whenever accepted.</param>
public sealed record CsprFigures(int Commissioned, int Completed, int Published, IReadOnlyList<AwaitingPublication> Awaiting);

/// <param name="Reference">The CSPR's, or the case's where it has none of its own.</param>
/// <param name="Hold">The kinds of its open holds, in the order in which they were placed.</param>
public sealed record AwaitingPublication(string Reference, string Hold);

public sealed record CarriedOverFigures(string Reference, int Open, int Completed);
