namespace Nscp.Reviews.Domain.Cases;

/// <summary>A case's entries, as they were recorded and as now understood, and the state folded from the latter.</summary>
public sealed class CaseHistory
{
    CaseHistory(IReadOnlyList<Entry> asRecorded)
    {
        AsRecorded = asRecorded;
        Corrected = Corrections.Apply(asRecorded);
    }

    public static CaseHistory Empty { get; } = new([]);

    public IReadOnlyList<Entry> AsRecorded { get; }

    /// <summary>The entries with every correction in effect: wrong fields set right, what was recorded in error left out; corrections themselves stay in.</summary>
    public IReadOnlyList<Entry> Corrected { get; }

    public Case State => field ??= Case.Fold(Corrected);

    Dictionary<Guid, Entry> ById => field ??= Corrected.ToDictionary(e => e.Envelope.Id);

    public long Version => AsRecorded.Count == 0 ? 0 : AsRecorded[^1].Envelope.Version;

    public static CaseHistory Of(IReadOnlyList<Entry> entries) => new(entries);

    public CaseHistory With(IEnumerable<Entry> more) => new([.. AsRecorded, .. more]);

    /// <summary>An entry as now understood; null where it was recorded in error, or is not in the case.</summary>
    public Entry? Find(Guid entry) => ById.GetValueOrDefault(entry);

    /// <summary>What had been recorded by the instant, inclusive; corrections recorded later have not been made.</summary>
    public CaseHistory KnownAt(Instant instant) => new([.. AsRecorded.Where(e => e.Envelope.RecordedAt <= instant)]);

    /// <summary>
    /// What the partnership knew at the end of the day, whenever it was recorded; corrections that became known later have not been
    /// made, and what was found later to be recorded in error was believed. The day on which a fact became known is the one now understood.
    /// </summary>
    public CaseHistory KnownBy(LocalDate day)
    {
        if (ReferenceEquals(AsRecorded, Corrected)) return new([.. AsRecorded.Where(e => e.Envelope.KnownOn <= day)]);
        return new([.. AsRecorded.Where(e => (Find(e.Envelope.Id) ?? e).Envelope.KnownOn <= day)]);
    }

    /// <summary>The state as it was on a day, as now understood: every fact that had happened by the end of it, <paramref name="but"/> left out.</summary>
    public Case AsAt(LocalDate day, Guid? but = null) => Case.Fold(Corrected.Where(e => e.HappenedOn <= day && e.Envelope.Id != but));

    /// <summary>The state at an entry: facts of earlier days, and those of its own day that were recorded before it.</summary>
    public Case Before(Entry entry) => Case.Fold(Corrected.Where(
        e => e.HappenedOn < entry.HappenedOn || (e.HappenedOn == entry.HappenedOn && e.Envelope.Version < entry.Envelope.Version)));

    /// <summary>Whether this very fact already stands, so that recording it again would add nothing. What was undone since, on its day or before, does not stand.</summary>
    public bool Holds(CaseEvent fact, LocalDate happenedOn, Actor by)
    {
        for (var i = Corrected.Count - 1; i >= 0; i--)
        {
            var entry = Corrected[i];
            if (entry.HappenedOn == happenedOn && entry.Envelope.By.Organisation == by.Organisation && entry.Fact.Equals(fact)) return true;
            if (entry.HappenedOn <= happenedOn && entry.Fact.Undoes(fact)) return false;
        }

        return false;
    }
}
