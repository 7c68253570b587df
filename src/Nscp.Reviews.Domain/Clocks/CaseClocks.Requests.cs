using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Clocks;

/// <summary>What is asked and answered: of an agency, by the Panel, by the Independent Scrutineer.</summary>
public static partial class CaseClocks
{
    static IEnumerable<CaseClock> Requests(Facts facts) => AgencyReturns(facts).Concat(PanelInformation(facts)).Concat(ScrutinyResponses(facts));

    static IEnumerable<CaseClock> AgencyReturns(Facts facts)
    {
        var returned = First(facts.ByDay<AgencyInformationReturned>(), e => (e.Request, e.Agency));
        return from request in facts.All<AgencyInformationRequested>()
               let clock = facts.Start(ClockIds.AgencyReturn, request.On, request.Entry, n: request.Fact.WorkingDays)
               where clock is not null
               select clock.Met(returned((request.Fact.Request, request.Fact.Agency))) with { Owner = request.Fact.Agency, BelongsTo = request.Fact.Agency.ToString() };
    }

    static IEnumerable<CaseClock> PanelInformation(Facts facts)
    {
        var answered = First(facts.ByDay<PanelAnswered>(), e => e.Question);
        return from question in facts.All<PanelAskedForInformation>()
               let clock = facts.Start(ClockIds.PanelInformation, question.On, question.Entry, given: question.Fact.AnswerBy)
               where clock is not null
               select clock.Met(answered(question.Fact.Question)) with { BelongsTo = $"question {question.Fact.Question}" };
    }

    static IEnumerable<CaseClock> ScrutinyResponses(Facts facts)
    {
        var answered = First(facts.ByDay<ScrutinyAnswered>(), e => e.Challenge);
        return from challenge in facts.All<ScrutinyChallengeMade>()
               let clock = facts.Start(ClockIds.ScrutinyResponse, challenge.On, challenge.Entry)
               where clock is not null
               select clock.Met(answered(challenge.Fact.Challenge)) with { BelongsTo = $"challenge {challenge.Fact.Challenge}" };
    }

    /// <summary>By what an answer names, when it was first given.</summary>
    static Func<TKey, Moment?> First<T, TKey>(IEnumerable<Told<T>> byDay, Func<T, TKey> key) where T : Events.CaseEvent where TKey : notnull
    {
        var first = new Dictionary<TKey, Moment>();
        foreach (var told in byDay) first.TryAdd(key(told.Fact), told.At);
        return name => first.TryGetValue(name, out var at) ? at : null;
    }
}
