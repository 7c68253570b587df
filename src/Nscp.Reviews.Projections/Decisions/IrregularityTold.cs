using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

/// <summary>Something irregular about the decision or what it rests on.</summary>
/// <param name="Version">The entry that it is about.</param>
/// <param name="Sentence">What is or was irregular; absent where it was only acknowledged, and holds in neither reading.</param>
/// <param name="Acknowledged">Whether whoever recorded it knew of it and said why.</param>
/// <param name="StoodThen">Whether it stands by what was known on the day.</param>
/// <param name="StandsNow">Whether it stands as now understood.</param>
/// <param name="Reason">Why it was recorded all the same.</param>
public sealed record IrregularityTold(long Version, string Code, string? Sentence, bool Acknowledged, bool StoodThen, bool StandsNow, string? Reason, string Says)
{
    internal static IReadOnlyList<IrregularityTold> Of(DecisionReading reading, IReadOnlyList<Mark> now)
    {
        var then = Marks.Standing(reading.OnTheDay.History, reading.OnTheDay.World, reading.Bears);
        var marked = then.Concat(now).ToLookup(mark => mark.Entry.Envelope.Id, mark => mark.Code);
        return [.. from entry in reading.History.AsRecorded
                   where reading.Bears(entry) && !IsLaterDecision(entry.Fact) && (entry.Envelope.Despite.Count > 0 || marked.Contains(entry.Envelope.Id))
                   from code in entry.Envelope.Despite.Where(code => Marks.CanMark(entry.Fact, code)).Concat(marked[entry.Envelope.Id]).Distinct()
                   select Told(entry, code, Mark(then, entry, code), Mark(now, entry, code))];

        // What replaced it has marks of its own, in its own history.
        bool IsLaterDecision(CaseEvent fact) => fact is DecisionMade made && made.Decision > reading.Number;

        IrregularityTold Told(Entry entry, string code, Mark? stood, Mark? stands)
        {
            var acknowledged = entry.Envelope.Despite.Contains(code);
            return new(
                entry.Envelope.Version, code, (stands ?? stood)?.Sentence, acknowledged, stood is not null, stands is not null, acknowledged ? reading.Text(entry.Envelope.Reason, entry) : null,
                InWords(reading.When(entry), acknowledged || stood is not null, stands is not null));
        }
    }

    static string InWords(KnownWhen known, bool then, bool now) => (known, then, now) switch
    {
        (KnownWhen.After, _, true) => "Became known after the decision, and still stands.",
        (KnownWhen.After, _, false) => "Became known after the decision, and has been cleared since.",
        (_, true, true) => "Marked then, and still stands.",
        (_, true, false) => "Marked then; cleared since.",
        (_, false, true) => "Not known to be irregular then; as now understood it is.",
        (_, false, false) => "Regular in both readings.",
    };

    static Mark? Mark(IEnumerable<Mark> marks, Entry entry, string code) => marks.FirstOrDefault(m => m.Entry.Envelope.Id == entry.Envelope.Id && m.Code == code);
}
