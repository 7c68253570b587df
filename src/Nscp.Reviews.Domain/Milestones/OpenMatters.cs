using Nscp.Reviews.Domain.Cases;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>What keeps a case open: an unverified action, a hold.</summary>
public static class OpenMatters
{
    public static IReadOnlyList<string> Of(Case state) =>
    [
        .. state.Recommendations.Where(r => r.IsOpen && !r.IsCompleted).Select(r => $"recommendation {r.Id}"),
        .. state.OpenHolds.Select(h => $"hold {h.Number} ({Say.Word(h.Kind)})"),
    ];
}
