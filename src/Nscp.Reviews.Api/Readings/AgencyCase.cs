using Nscp.Reviews.Domain.Cases;

namespace Nscp.Reviews.Api.Readings;

/// <summary>A case as one agency sees it: its reference and stage, what the agency is asked, and the actions that it owns. No narrative.</summary>
public sealed record AgencyCase(string Reference, Stage Stage, long Version, IReadOnlyList<AgencyRecommendation> Recommendations, IReadOnlyList<ClockAnswer> Clocks, IReadOnlyList<NextStep> Next)
{
    internal static AgencyCase Of(Caller caller, CaseHistory history, World world, LocalDate today)
    {
        var view = CaseView.Of(history, world, today, showProtected: false)!;
        return new(
            view.Reference, view.Stage, view.Version,
            [.. view.Recommendations.Where(r => Concerns(r, caller.Organisation)).Select(r => AgencyRecommendation.Of(caller, r))],
            Sight.Clocks(caller, view.Clocks), Sight.Next(caller, view.Next));
    }

    static bool Concerns(RecommendationView r, OrganisationCode organisation) => r.AskedOf == organisation || r.Actions.Any(a => a.Owner == organisation);
}

public sealed record AgencyRecommendation(string Id, string Theme, string Wording, OrganisationCode AskedOf, RecommendationProgress State, IReadOnlyList<ActionView> Actions, IReadOnlyList<NextStep> Next)
{
    internal static AgencyRecommendation Of(Caller caller, RecommendationView r) => new(
        r.Id, r.Theme, r.Wording, r.AskedOf, r.State, Sight.Actions(caller, r.Actions.Where(a => a.Owner == caller.Organisation)),
        r.AskedOf == caller.Organisation ? Sight.Next(caller, r.Next) : []);
}
