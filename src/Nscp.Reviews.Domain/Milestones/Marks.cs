namespace Nscp.Reviews.Domain.Milestones;

/// <summary>A mark on an entry: what was irregular when it was recorded, and still is as now understood.</summary>
public sealed record Mark(Entry Entry, string Code, string Sentence, string ToDo);

/// <summary>
/// The marks that stand on a history. A mark goes when the missing fact has been recorded with its earlier date, or the wrong
/// one corrected; and one comes where a correction, or a fact recorded late, shows that what was regular is not.
/// </summary>
public static class Marks
{
    static readonly ILookup<Type, Irregularity> ByFact = AllMilestones.Irregularities.DistinctBy(i => (i.Fact, i.Code)).ToLookup(i => i.Fact);

    public static IReadOnlyList<Mark> Standing(CaseHistory history, World world) => Standing(history, world, static _ => true);

    /// <summary>Only those of some entries, each of which is judged by the whole history.</summary>
    public static IReadOnlyList<Mark> Standing(CaseHistory history, World world, Func<Entry, bool> which) => [.. history.Corrected.Where(which).SelectMany(entry => Of(entry, history, world))];

    /// <summary>Whether the code can mark such a fact: what was acknowledged with a command rides with every fact that it recorded, also those that no such rule is about.</summary>
    public static bool CanMark(CaseEvent fact, string code) => ByFact[fact.GetType()].Any(rule => rule.Code == code) || EveryMilestone.Codes.Any(general => general.Irregular && general.Code == code);

    // Most facts have no rule of their own, and nothing general is wrong with them: then nothing need be worked out.
    static IEnumerable<Mark> Of(Entry entry, CaseHistory history, World world) =>
        ByFact.Contains(entry.Fact.GetType()) || entry.Envelope.Despite.Count > 0 || !world.Organisations.ExistedOn(entry.Envelope.By.Organisation, entry.HappenedOn) ? Judged(entry, history, world) : [];

    static IEnumerable<Mark> Judged(Entry entry, CaseHistory history, World world)
    {
        var occasion = new Occasion(entry.HappenedOn, entry.Envelope.By, history, world);
        var asAt = new Lazy<Case>(() => history.AsAt(entry.HappenedOn, entry.Envelope.Id));
        foreach (var rule in ByFact[entry.Fact.GetType()])
            if (rule.Why(asAt, entry.Fact, occasion) is { } sentence && (Acknowledged(rule.Code) || rule.Why(new(() => history.Before(entry)), entry.Fact, occasion) is not null))
                yield return new(entry, rule.Code, sentence, rule.ToDo);
        if (!world.Organisations.ExistedOn(occasion.By.Organisation, entry.HappenedOn) || Acknowledged(EveryMilestone.CaseClosed))
            foreach (var general in EveryMilestone.Irregularities(asAt.Value, occasion))
                if (general.Code != EveryMilestone.CaseClosed || Acknowledged(general.Code)) yield return new(entry, general.Code, general.Sentence, general.ToDo);

        // Of facts of one day, those recorded later may clear what was acknowledged; they make nothing irregular that was not.
        bool Acknowledged(string code) => entry.Envelope.Despite.Contains(code);
    }
}
