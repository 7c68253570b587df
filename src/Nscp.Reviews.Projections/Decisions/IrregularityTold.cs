namespace Nscp.Reviews.Projections;

/// <summary>Something irregular about the decision or what it rests on.</summary>
/// <param name="Version">The entry that it is about.</param>
/// <param name="Sentence">What is or was irregular; absent where it was acknowledged when it was recorded and holds in neither reading.</param>
/// <param name="Acknowledged">Whether whoever recorded it knew of it and said why.</param>
/// <param name="StoodThen">Whether it stands by what was known on the day.</param>
/// <param name="StandsNow">Whether it stands as now understood.</param>
/// <param name="Reason">Why it was recorded all the same.</param>
public sealed record IrregularityTold(long Version, string Code, string? Sentence, bool Acknowledged, bool StoodThen, bool StandsNow, string? Reason, string Says)
{
    internal static IReadOnlyList<IrregularityTold> Of(DecisionReading reading, IReadOnlyList<Mark> now)
    {
        var then = Marks.Standing(reading.OnTheDay.History, reading.OnTheDay.World, reading.Bears);
        return [.. from entry in reading.History.AsRecorded
                   where reading.Bears(entry)
                   from code in entry.Envelope.Despite.Concat(In(then, entry)).Concat(In(now, entry)).Distinct()
                   select Told(entry, code, Mark(then, entry, code), Mark(now, entry, code))];

        IrregularityTold Told(Entry entry, string code, Mark? stood, Mark? stands)
        {
            var acknowledged = entry.Envelope.Despite.Contains(code);
            return new(
                entry.Envelope.Version, code, (stands ?? stood)?.Sentence, acknowledged, stood is not null, stands is not null, acknowledged ? reading.Text(entry.Envelope.Reason, entry) : null,
                InWords(stood is not null || (acknowledged && reading.When(entry) != KnownWhen.After), stands is not null));
        }
    }

    static string InWords(bool then, bool now) => (then, now) switch
    {
        (true, true) => "Marked then, and still so.",
        (true, false) => "Marked then; as now understood it is regular.",
        (false, true) => "Not known to be irregular then; as now understood it is.",
        (false, false) => "Marked when it was recorded; cleared since.",
    };

    static IEnumerable<string> In(IEnumerable<Mark> marks, Entry entry) => marks.Where(m => m.Entry.Envelope.Id == entry.Envelope.Id).Select(m => m.Code);

    static Mark? Mark(IEnumerable<Mark> marks, Entry entry, string code) => marks.FirstOrDefault(m => m.Entry.Envelope.Id == entry.Envelope.Id && m.Code == code);
}
