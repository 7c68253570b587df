using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>What keeps a case open: an unverified action, a hold, a clock that can be overdue.</summary>
public static class OpenMatters
{
    /// <summary>What was open at the end of the day, as now understood; no closing of the case is looked at.</summary>
    public static IReadOnlyList<string> On(LocalDate day, CaseHistory history, World world)
    {
        var untilThen = history.Corrected.Where(e => e.HappenedOn <= day && e.Fact is not (CaseClosed or CaseReopened)).ToList();
        return Of(Case.Fold(untilThen), CaseClocks.Of(untilThen, world), day);
    }

    public static IReadOnlyList<string> Of(Case state, IEnumerable<CaseClock> clocks, LocalDate day) =>
    [
        .. state.Recommendations.Where(r => r.IsOutstanding).Select(r => $"recommendation {r.Id}"),
        .. state.OpenHolds.Select(h => $"hold {h.Number} ({Say.Word(h.Kind)})"),
        .. clocks.Where(c => c.KeepsCaseOpen(day) && !IsNamedAlready(c)).Select(c => c.BelongsTo is { } what ? $"{c.Id} ({what})" : c.Id),
    ];

    /// <summary>By its recommendation or its hold.</summary>
    static bool IsNamedAlready(CaseClock clock) => clock.Definition.ClockId is ClockIds.Action or ClockIds.HoldReview;
}
