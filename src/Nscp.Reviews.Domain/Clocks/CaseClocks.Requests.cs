using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Clocks;

/// <summary>What is asked and answered: of an agency, by the Panel, by the Independent Scrutineer.</summary>
public static partial class CaseClocks
{
    static IEnumerable<CaseClock> Requests(Facts facts) => AgencyReturns(facts).Concat(PanelInformation(facts)).Concat(ScrutinyResponses(facts));

    static IEnumerable<CaseClock> AgencyReturns(Facts facts)
    {
        var returned = First(facts.ByDay<AgencyInformationReturned>(), e => (e.Request, e.Agency));
        foreach (var (entry, fact) in facts.All<AgencyInformationRequested>())
            if (facts.Start(ClockIds.AgencyReturn, entry.HappenedOn, entry, n: fact.WorkingDays, owner: fact.Agency, belongsTo: fact.Agency.ToString()) is { } clock)
                yield return clock.Met(returned((fact.Request, fact.Agency)));
    }

    static IEnumerable<CaseClock> PanelInformation(Facts facts)
    {
        var answered = First(facts.ByDay<PanelAnswered>(), e => e.Question);
        foreach (var (entry, fact) in facts.All<PanelAskedForInformation>())
            if (facts.Start(ClockIds.PanelInformation, entry.HappenedOn, entry, given: fact.AnswerBy, belongsTo: $"question {fact.Question}") is { } clock)
                yield return clock.Met(answered(fact.Question));
    }

    static IEnumerable<CaseClock> ScrutinyResponses(Facts facts)
    {
        var answered = First(facts.ByDay<ScrutinyAnswered>(), e => e.Challenge);
        foreach (var (entry, fact) in facts.All<ScrutinyChallengeMade>())
            if (facts.Start(ClockIds.ScrutinyResponse, entry.HappenedOn, entry, belongsTo: $"challenge {fact.Challenge}") is { } clock)
                yield return clock.Met(answered(fact.Challenge));
    }

    /// <summary>By what an answer names, when it was first given.</summary>
    static Func<TKey, Moment?> First<T, TKey>(IEnumerable<Told<T>> byDay, Func<T, TKey> key) where T : Events.CaseEvent where TKey : notnull
    {
        var first = new Dictionary<TKey, Moment>();
        foreach (var told in byDay) first.TryAdd(key(told.Fact), told.At);
        return name => first.TryGetValue(name, out var at) ? at : null;
    }
}
