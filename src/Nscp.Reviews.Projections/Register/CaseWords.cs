using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

/// <summary>By which words is a case found? As now understood: a fact that was recorded in error leaves none, one that was recorded wrongly those that are right.</summary>
static class CaseWords
{
    internal static string Of(CaseHistory history, World world) => string.Join('\n', Words(history, world));

    static IEnumerable<string> Words(CaseHistory history, World world)
    {
        var state = history.State;
        foreach (var reference in new[] { state.Reference, state.CsprReference }.OfType<CaseReference>().Distinct()) yield return reference.Value;
        if (state.StandingDecision is { } decision) yield return $"{Phrases.Of(decision.Outcome)} ({Say.Word(decision.Outcome)})";
        foreach (var organisation in history.Corrected.SelectMany(e => NamedOrganisations.In(e.Fact).Append(e.Envelope.By.Organisation)).Distinct().OrderBy(o => o.ToString(), StringComparer.Ordinal))
            yield return Say.Organisation(organisation, world);
        foreach (var text in history.Corrected.SelectMany(e => Told(e.Fact))) yield return text;
    }

    /// <summary>Only what is named here is searched: whatever else a fact holds, of whatever kind, stays out.</summary>
    static IEnumerable<string> Told(CaseEvent fact) => fact switch
    {
        RecommendationMade made => [made.Theme.Value, made.Wording.Value],
        LearningShared shared => [shared.Findings.Value],
        LearningSummarised summary => [summary.Learning.Value, summary.PartnershipWill.Value],
        _ => [],
    };
}
