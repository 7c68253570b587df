using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Milestones.Stories;

namespace Nscp.Reviews.Domain.Tests.Milestones;

static class TestRecommendations
{
    public static Recommendations.NewRecommendation One { get; } =
        new(Long("Share the pathway for bruising in babies."), RecommendationSource.RapidReview, Short("Bruising"), Org("NHCFT"));

    public static Recommendations.Make AcceptedWithAnAction { get; } =
        new([One with { Accepted = true, Actions = [new(Org("NHCFT"), Short("Named nurse"), Monday1July2024)] }]);

    /// <summary>What <see cref="AcceptedWithAnAction"/> becomes.</summary>
    public static CaseEvent[] Facts(string id) =>
    [
        new RecommendationMade(id, One.Wording, One.Source, One.Theme, One.AskedOf, null), new RecommendationAccepted(id),
        new ActionAssigned(id, 1, Org("NHCFT"), Short("Named nurse"), null, Monday1July2024),
    ];
}
