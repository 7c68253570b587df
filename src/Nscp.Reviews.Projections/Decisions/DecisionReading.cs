using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

/// <summary>The same thing twice: by what was known on the day of the decision, and as it is now understood.</summary>
/// <param name="OnTheDay">Null where nobody knew of it.</param>
/// <param name="AsNowUnderstood">Null where, as is now known, it was not so at all.</param>
public sealed record TwoReadings<T>(T? OnTheDay, T? AsNowUnderstood, bool Differ) where T : class
{
    internal static TwoReadings<T> Of(T? onTheDay, T? now) => new(onTheDay, now, !Equals(onTheDay, now));
}

/// <summary>When something became known: before the day of the decision, on it, or after it.</summary>
public enum KnownWhen { Before, OnTheDay, After }

/// <summary>A history as one of the two readings has it, and the world in which that reading counts.</summary>
/// <param name="Entries">Corrected so far as the reading knows, and no later than the day.</param>
sealed record Understanding(CaseHistory History, IReadOnlyList<Entry> Entries, World World)
{
    internal IEnumerable<(Entry Entry, T Fact)> All<T>() where T : CaseEvent => Entries.Where(e => e.Fact is T).Select(e => (e, (T)e.Fact));

    internal Occasion At(Entry entry) => new(entry.HappenedOn, entry.Envelope.By, History, World);
}

/// <summary>All that the sections of one decision's history are told from, each part of it worked out once.</summary>
sealed class DecisionReading
{
    DecisionReading(CaseHistory history, Entry recorded, World world, OrganisationRegister organisations, Predicate<Entry> shows)
    {
        (History, Recorded, Organisations, Shows) = (history, recorded, organisations, shows);
        Decided = history.Find(recorded.Envelope.Id);
        Day = (Decided ?? recorded).HappenedOn;
        EndOfDay = Domain.Time.London.LastOf(Day);
        var known = history.KnownBy(Day);
        OnTheDay = new(known, known.Corrected, world.KnownAt(EndOfDay));
        Now = new(history, [.. history.Corrected.Where(e => e.HappenedOn <= Day)], world);
        Bearing = BearingEntries.Of(history, Number, Day);
        Wording = new Wording(organisations, history.AsRecorded);
    }

    /// <summary>Null when there is no such decision.</summary>
    internal static DecisionReading? Of(CaseHistory history, int decision, World world, OrganisationRegister organisations, Predicate<Entry> shows) =>
        history.AsRecorded.FirstOrDefault(e => e.Fact is DecisionMade made && made.Decision == decision) is { } recorded ? new(history, recorded, world, organisations, shows) : null;

    internal CaseHistory History { get; }

    /// <summary>The decision as it was recorded.</summary>
    internal Entry Recorded { get; }

    /// <summary>The decision as now understood; null where it is said to have been recorded in error.</summary>
    internal Entry? Decided { get; }

    internal int Number => ((DecisionMade)Recorded.Fact).Decision;

    internal LocalDate Day { get; }

    /// <summary>The last instant of the day: what was recorded by then is what the record said.</summary>
    internal Instant EndOfDay { get; }

    internal Understanding OnTheDay { get; }

    internal Understanding Now { get; }

    internal OrganisationRegister Organisations { get; }

    internal Predicate<Entry> Shows { get; }

    internal HashSet<Guid> Bearing { get; }

    internal Wording Wording { get; }

    internal bool Bears(Entry entry) => Bearing.Contains(entry.Envelope.Id);

    /// <summary>The entry as now understood, or as recorded where it is not to be there.</summary>
    internal Entry Newest(Entry entry) => History.Find(entry.Envelope.Id) ?? entry;

    internal bool Stands(Guid entry) => History.Find(entry) is not null;

    internal LocalDate KnownOn(Entry entry) => Newest(entry).Envelope.KnownOn;

    internal KnownWhen When(Entry entry) => KnownOn(entry) is var known && known < Day ? KnownWhen.Before : known == Day ? KnownWhen.OnTheDay : KnownWhen.After;

    internal NamedOrganisation Named(OrganisationCode code) => Wording.Named(code);

    internal NamedOrganisation? Named(OrganisationCode? code) => code is { } known ? Named(known) : null;

    internal ListOf<NamedOrganisation> Named(IEnumerable<OrganisationCode> codes) => ListOf.From(codes.Select(code => Named(code)));

    internal string? Text(ProtectedText? text, Entry entry) => Masking.Text(text, Shows(entry));
}
