using Nscp.Reviews.Api.Access;
using Nscp.Reviews.Api.Requests;
using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Domain.Milestones;

namespace Nscp.Reviews.Api.Readings;

/// <summary>A milestone that the caller may record on the case now, or why it may not be recorded as the case stands.</summary>
/// <param name="Route">To be posted to, below <c>/api/v1</c>.</param>
/// <param name="Does">What recording it does.</param>
/// <param name="Fields">Its own facts; every command may carry the common ones besides.</param>
/// <param name="WhyNot">Null when it may be recorded now.</param>
public sealed record NextStep(string Route, string Does, IReadOnlyList<NextField> Fields, WhyNot? WhyNot)
{
    /// <summary>What belongs to this kind of case and the caller's role may record. Steps of recommendations are given only when they may be taken now.</summary>
    internal static IEnumerable<NextStep> Of(Case state, Caller caller)
    {
        var mine = Permitted(AllMilestones.OfCases, caller).Where(m => m.Kinds.Contains(state.Kind)).Select(m => At(m, state, new Target("", 0), m.Route));
        var recommendations = state.Recommendations.SelectMany(r => Permitted(AllMilestones.OfRecommendations, caller)
            .Where(m => OwnOnly.JudgeCase(caller, m, state, new Target(r.Id, 0)) is null)
            .Select(m => At(m, state, new Target(r.Id, 0), $"recommendations/{r.Id}/{m.Route}")));
        var actions = state.Recommendations.SelectMany(r => r.Actions.Select(a => new Target(r.Id, a.Number)).Append(new Target(r.Id, r.Actions.Count + 1)))
            .SelectMany(target => Permitted(AllMilestones.OfActions, caller)
                .Where(m => (m == RecommendedActions.Assigned) == (state.Find(target.Recommendation, target.Action) is null) && OwnOnly.JudgeCase(caller, m, state, target) is null)
                .Select(m => At(m, state, target, $"recommendations/{target.Recommendation}/actions/{target.Action}/{m.Route}")));
        return mine.Concat(recommendations.Concat(actions).Where(step => step.WhyNot is null));
    }

    static IEnumerable<Milestone> Permitted(IEnumerable<Milestone> milestones, Caller caller) =>
        milestones.Where(m => Permissions.For(caller.Role, Permissions.NameOf(m)) != Permission.No);

    static NextStep At(Milestone milestone, Case state, Target target, string route) =>
        new($"/cases/{state.Reference}/{route}", milestone.Does, NextField.Of(milestone.Command), WhyNot.Of(milestone, state, target));
}

public sealed record NextField(string Name, bool Required)
{
    internal static IReadOnlyList<NextField> Of(Type command) => [.. FieldCheck.PropertiesOf(command).Select(p => new NextField(p.Name, p.IsRequired))];
}

/// <summary>Why a milestone may not be recorded as the case stands, and what to do first.</summary>
public sealed record WhyNot(string Code, string Sentence, string WhatToDo)
{
    internal static WhyNot? Of(Milestone milestone, Case state, Target target)
    {
        if (state.ClosedOn is { } closed && !milestone.OnClosedCases)
            return new(EveryMilestone.CaseClosed, $"The case was closed on {Say.Date(closed)}.", "Reopen it first.");
        return milestone.WhyNotNow(state, target) is { } no ? new(no.Code, no.Sentence, no.ToDo) : null;
    }
}
