using System.Globalization;
using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

/// <summary>How far a recommendation has come: each is in one of these at a time.</summary>
public enum RecommendationProgress { Made, Accepted, InProgress, Claimed, Completed, ClosedWithoutCompletion, Rejected, Superseded }

/// <summary>A recommendation as readers ask for it. Overdue is not in it: that depends on the day of asking.</summary>
/// <param name="ClosedOn">The day on which it was closed without completion, rejected or superseded.</param>
/// <param name="NextDueOn">The earliest due date among its open actions; null when it is no longer open.</param>
public sealed record RecommendationRead(
    string Id, RecommendationSource Source, ShortText Theme, LongText Wording, OrganisationCode AskedOf, CaseReference? CarriedOverFrom, RecommendationProgress State,
    LocalDate MadeOn, LocalDate? AcceptedOn, LocalDate? CompletedOn, LocalDate? ClosedOn, LocalDate? NextDueOn, ListOf<ActionRead> Actions)
{
    /// <summary>R12 is 12; what a correction has named in another way comes first.</summary>
    public int Number => int.TryParse(Id.AsSpan(Math.Min(1, Id.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Every recommendation of a case, as now understood.</summary>
    public static IReadOnlyList<RecommendationRead> Of(CaseHistory history) => Of(history.State, history.Corrected);

    /// <summary>The same of a state and the entries from which it was folded.</summary>
    internal static IReadOnlyList<RecommendationRead> Of(Case state, IEnumerable<Entry> entries)
    {
        var facts = entries.ToLookup(RecommendationOf, StringComparer.Ordinal);
        return [.. state.Recommendations.DistinctBy(r => r.Id, StringComparer.Ordinal).Select(r => Read(r, [.. facts[r.Id]]))];
    }

    static RecommendationRead Read(Recommendation r, IReadOnlyList<Entry> entries)
    {
        var made = entries.Select(e => e.Fact).OfType<RecommendationMade>().First();
        var actions = r.Actions.Select(a => ActionRead.Of(a, r.IsOpen, entries)).ToList();
        var progress = Progress(r);
        return new RecommendationRead(
            r.Id, r.Source, made.Theme, r.Wording, r.AskedOf, made.CarriedOverFrom, progress, r.MadeOn,
            entries.FirstOrDefault(e => e.Fact is RecommendationAccepted)?.HappenedOn,
            r.IsCompleted ? r.Actions.Max(a => a.StateSince) : null,
            r.IsGivenUp ? r.Actions.Max(a => a.StateSince) : r.IsOpen ? null : entries.Last(e => e.Fact is RecommendationRejected or RecommendationSuperseded or RecommendationClosed).HappenedOn,
            actions.Where(a => a.IsOpen).Select(a => (LocalDate?)a.DueOn).Min(), ListOf.From(actions));
    }

    static RecommendationProgress Progress(Recommendation r) => r.State switch
    {
        RecommendationState.Made => RecommendationProgress.Made,
        RecommendationState.Rejected => RecommendationProgress.Rejected,
        RecommendationState.Superseded => RecommendationProgress.Superseded,
        RecommendationState.ClosedWithoutCompletion => RecommendationProgress.ClosedWithoutCompletion,
        RecommendationState.Accepted => r.IsCompleted ? RecommendationProgress.Completed
            : r.IsGivenUp ? RecommendationProgress.ClosedWithoutCompletion
            : r.Actions.TrueForAll(a => a.State is ActionState.Assigned or ActionState.ClosedWithoutCompletion) ? RecommendationProgress.Accepted
            : r.Actions.TrueForAll(a => a.State is ActionState.Claimed or ActionState.Verified or ActionState.ClosedWithoutCompletion) ? RecommendationProgress.Claimed
            : RecommendationProgress.InProgress,
    };

    static string RecommendationOf(Entry entry) => entry.Fact switch
    {
        RecommendationMade e => e.Recommendation,
        RecommendationAccepted e => e.Recommendation,
        RecommendationRejected e => e.Recommendation,
        RecommendationSuperseded e => e.Recommendation,
        RecommendationClosed e => e.Recommendation,
        RecommendationReopened e => e.Recommendation,
        OfAction e => e.Recommendation,
        _ => "",
    };
}
