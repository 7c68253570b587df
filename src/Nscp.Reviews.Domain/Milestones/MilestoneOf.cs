using System.Collections.Immutable;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>A milestone with its rules, written down in the order in which a practitioner would ask: may it be, is it regular, what is recorded.</summary>
public sealed class Milestone<T>(string route, string does, Scope scope = Scope.Case) : Milestone(route, does, scope, typeof(T)) where T : notnull
{
    ImmutableList<StandingRule> _standing = [];
    ImmutableList<Rule> _rules = [];
    ImmutableList<Irregularity> _irregularities = [];
    ImmutableList<Type> _facts = [];
    Func<Attempt<T>, IEnumerable<CaseEvent>> _records = _ => [];
    Func<T, IEnumerable<OrganisationCode>> _actsFor = _ => [];
    Func<T, IEnumerable<OrganisationCode>> _names = _ => [];

    /// <param name="From">The day from which it holds, for what an end forbids: a fact of an earlier day may still be told.</param>
    sealed record StandingRule(string Code, Func<Case, Target, bool> Broken, string Sentence, string ToDo, Func<Case, LocalDate?>? From = null);

    sealed record Rule(string Code, Func<Attempt<T>, string?> Why, string ToDo);

    public override IReadOnlyList<Type> Facts => _facts;

    public override IReadOnlyList<Irregularity> Irregularities => _irregularities;

    public override IReadOnlyList<(string Code, bool Irregular)> Codes =>
    [
        .. _standing.Select(r => (r.Code, false)).Concat(_rules.Select(r => (r.Code, false))).Concat(_irregularities.Select(r => (r.Code, true))).Distinct(),
    ];

    public override IEnumerable<OrganisationCode> ActsFor(object command) => _actsFor((T)command);

    /// <summary>Refused as the case stands, whatever the command says; shown in <c>next</c> as the reason why not.</summary>
    public Milestone<T> NotWhen(string code, Func<Case, bool> broken, string sentence, string toDo) =>
        NotWhen(code, (state, _) => broken(state), sentence, toDo);

    public Milestone<T> NotWhen(string code, Func<Case, Target, bool> broken, string sentence, string toDo) =>
        Copy(m => m._standing = m._standing.Add(new(code, broken, sentence, toDo)));

    /// <summary>Refused from the day on which something ended; what happened before that day may still be recorded.</summary>
    public Milestone<T> NotFrom(string code, Func<Case, LocalDate?> end, string sentence, string toDo) =>
        Copy(m => m._standing = m._standing.Add(new(code, (state, _) => end(state) is not null, sentence, toDo, end)));

    public Milestone<T> NotWhenRecommendation(string code, Func<Recommendation, bool> broken, string sentence, string toDo) =>
        NotWhen(code, (state, target) => state.Find(target.Recommendation) is { } r && broken(r), sentence, toDo);

    public Milestone<T> NotWhenAction(string code, Func<RecommendedAction, bool> broken, string sentence, string toDo) =>
        NotWhen(code, (state, target) => state.Find(target.Recommendation, target.Action) is { } a && broken(a), sentence, toDo);

    /// <summary>Always refused when <paramref name="why"/> gives a sentence.</summary>
    public Milestone<T> Impossible(string code, Func<Attempt<T>, string?> why, string toDo) => Copy(m => m._rules = m._rules.Add(new(code, why, toDo)));

    /// <summary>Refused when it would have happened before <paramref name="date"/>, on which <paramref name="what"/>.</summary>
    public Milestone<T> NotBefore(string code, Func<Attempt<T>, LocalDate?> date, string what) => Impossible(
        code, a => date(a) is { } first && a.On < first ? $"It cannot have happened on {Say.Date(a.On)}: {what} on {Say.Date(first)}." : null,
        "Check happenedOn. If the earlier date is the wrong one, correct that first.");

    /// <summary>Refused the first time; recorded and marked when sent again with the code and a reason.</summary>
    public Milestone<T> Irregular<TFact>(string code, Func<Case, TFact, Occasion, string?> why, string toDo) where TFact : CaseEvent =>
        Copy(m => m._irregularities = m._irregularities.Add(new(code, typeof(TFact), (state, fact, occasion) => why(state.Value, (TFact)fact, occasion), toDo)));

    /// <summary>The same, judged without the case as it was on the day.</summary>
    public Milestone<T> Irregular<TFact>(string code, Func<TFact, Occasion, string?> why, string toDo) where TFact : CaseEvent =>
        Copy(m => m._irregularities = m._irregularities.Add(new(code, typeof(TFact), (_, fact, occasion) => why((TFact)fact, occasion), toDo)));

    /// <summary>The organisations that the command names: each must be in the register.</summary>
    public Milestone<T> Names(Func<T, IEnumerable<OrganisationCode>> names) => Copy(m => m._names = names);

    /// <summary>Those of them whose own act the command records.</summary>
    public Milestone<T> For(Func<T, IEnumerable<OrganisationCode>> actsFor) => Copy(m => m._actsFor = actsFor);

    public Milestone<T> Only(params CaseKind[] kinds) => new(this) { Kinds = kinds };

    public Milestone<T> AlsoOnClosedCases() => new(this) { OnClosedCases = true };

    public Milestone<T> Records<TFact>(Func<Attempt<T>, TFact> records) where TFact : CaseEvent =>
        RecordsMany(a => [records(a)], typeof(TFact));

    public Milestone<T> RecordsMany(Func<Attempt<T>, IEnumerable<CaseEvent>> records, params Type[] facts) =>
        Copy(m => (m._records, m._facts) = (records, [.. facts]));

    public override Objection? WhyNotNow(Case state, Target target) => WhyNot(state, target, null);

    Objection? WhyNot(Case state, Target target, LocalDate? on) =>
        EveryMilestone.WhyNotNow(this, state)
        ?? _standing.Where(r => r.Broken(state, target) && !(on < r.From?.Invoke(state))).Select(r => new Objection(r.Code, r.Sentence, r.ToDo)).FirstOrDefault();

    public override Answer Decide(CaseHistory history, Target target, object command, Recording recording)
    {
        // R1 and r1 are the same recommendation: facts name it as it was made.
        var attempt = new Attempt<T>(history, target with { Recommendation = history.State.Find(target.Recommendation)?.Id ?? target.Recommendation }, (T)command, recording);
        if (EveryMilestone.Refusal(this, attempt, _names(attempt.Command).Append(recording.By.Organisation)) is { } general) return Refuse(general);
        var facts = _records(attempt).ToList();
        if (facts.Count > 0 && facts.RemoveAll(attempt.Stands) > 0 && facts.Count == 0) return new Answer.Recorded([], []);
        if ((WhyNot(history.State, attempt.Target, attempt.On) ?? FirstBroken(attempt)) is { } objection) return Refuse(objection);
        if (facts.Count == 0) return new Answer.Recorded([], []);

        var irregular = facts.SelectMany(fact => _irregularities.Select(i => i.On(history, fact, attempt.Occasion))).OfType<Objection>()
            .Concat(EveryMilestone.Irregularities(history.AsAt(attempt.On), attempt.Occasion).Where(o => !OnClosedCases || o.Code != EveryMilestone.CaseClosed).Select(o => o with { ToDo = Irregularity.OrDespite(o.ToDo, o.Code) })).DistinctBy(o => o.Code).ToList();
        var unacknowledged = irregular.Where(o => !recording.Despite.Contains(o.Code)).ToList();
        if (unacknowledged.Count > 0) return new Answer.Refused(ListOf.From(unacknowledged));
        if (irregular.Count > 0 && recording.Reason is null) return Refuse(EveryMilestone.DespiteNeedsReason);
        return new Answer.Recorded(ListOf.From(facts), ListOf.From(irregular.Select(o => o.Code)));
    }

    Objection? FirstBroken(Attempt<T> attempt)
    {
        foreach (var rule in _rules)
            if (rule.Why(attempt) is { } sentence) return new Objection(rule.Code, sentence, rule.ToDo);
        return null;
    }

    static Answer.Refused Refuse(Objection objection) => new([objection]);

    Milestone(Milestone<T> other) : this(other.Route, other.Does, other.Scope)
    {
        (Kinds, OnClosedCases) = (other.Kinds, other.OnClosedCases);
        (_standing, _rules, _irregularities) = (other._standing, other._rules, other._irregularities);
        (_facts, _records, _actsFor, _names) = (other._facts, other._records, other._actsFor, other._names);
    }

    Milestone<T> Copy(Action<Milestone<T>> change)
    {
        var copy = new Milestone<T>(this);
        change(copy);
        return copy;
    }
}
