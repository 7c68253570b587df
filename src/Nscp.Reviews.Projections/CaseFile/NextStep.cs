using System.Collections.Frozen;
using System.Text.Json.Serialization;

namespace Nscp.Reviews.Projections;

/// <summary>Why a milestone may not be recorded as the case stands: a stable code, a sentence, and what to do.</summary>
public sealed record WhyNot(string Code, string Sentence, string ToDo);

/// <summary>A milestone that belongs to such a case, and whether it may be recorded now. The facts that every command carries (happenedOn and the others) come on top of its fields.</summary>
/// <param name="Path">Where it is posted to.</param>
/// <param name="Scope">What it is about; its path tells readers.</param>
public sealed record NextStep(string Milestone, string Does, string Path, bool May, WhyNot? WhyNot, IReadOnlyList<FieldShape> Fields, [property: JsonIgnore] Scope Scope)
{
    static readonly FrozenDictionary<Type, IReadOnlyList<FieldShape>> Shapes =
        AllMilestones.All.Select(m => m.Command).Distinct().ToFrozenDictionary(command => command, FieldShape.OfCommand);

    public static IReadOnlyList<NextStep> OfCase(Case state) =>
        InOrder(AllMilestones.OfCases.Where(m => m.Kinds.Contains(state.Kind)).Select(m => Of(m, state, default, $"{PathOf(state)}/{m.Route}")));

    /// <summary>The steps of a recommendation, with the assignment of its next action.</summary>
    internal static IReadOnlyList<NextStep> OfRecommendation(Case state, RecommendationRead r)
    {
        var (path, next) = ($"{PathOf(state)}/recommendations/{r.Id}", r.Actions.Select(a => a.Number).DefaultIfEmpty().Max() + 1);
        return InOrder(
        [
            .. AllMilestones.OfRecommendations.Select(m => Of(m, state, new Target(r.Id, 0), $"{path}/{m.Route}")),
            Of(RecommendedActions.Assigned, state, new Target(r.Id, next), $"{path}/actions/{next}/{RecommendedActions.Assigned.Route}"),
        ]);
    }

    internal static IReadOnlyList<NextStep> OfAction(Case state, string recommendation, int action) =>
        InOrder(AllMilestones.OfActions.Where(m => m != RecommendedActions.Assigned)
            .Select(m => Of(m, state, new Target(recommendation, action), $"{PathOf(state)}/recommendations/{recommendation}/actions/{action}/{m.Route}")));

    /// <summary>First what may be recorded now, then what may not; each in the order in which a review goes.</summary>
    static IReadOnlyList<NextStep> InOrder(IEnumerable<NextStep> steps) => [.. steps.OrderByDescending(step => step.May)];

    static NextStep Of(Milestone milestone, Case state, Target target, string path)
    {
        var objection = milestone.WhyNotNow(state, target) ?? (state.ClosedOn is { } closed && !milestone.OnClosedCases
            ? new Objection(EveryMilestone.CaseClosed, $"The case was closed on {Say.Date(closed)}.", "Record reopening first.") : null);
        return new NextStep(milestone.Route, milestone.Does, path, objection is null, objection is null ? null : new(objection.Code, objection.Sentence, objection.ToDo), Shapes[milestone.Command], milestone.Scope);
    }

    static string PathOf(Case state) => $"/api/v1/cases/{state.Reference}";
}
