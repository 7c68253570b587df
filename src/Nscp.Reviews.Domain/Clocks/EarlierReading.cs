using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Clocks;

/// <summary>How a clock was read before a correction, or another revision of the bank-holiday list, made it be judged again.</summary>
/// <param name="Id">The clock in its case.</param>
/// <param name="Until">When that was recorded: from then on it read otherwise.</param>
/// <param name="ChangedBy">The version of the event that changed it.</param>
/// <param name="DueOn">Null where there was none.</param>
public sealed record EarlierReading(
    string Id, Instant Until, long ChangedBy, LocalDate? StartsOn, LocalDate? DueOn, LocalDate? MetOn, LocalDate? CancelledOn, LocalDate? MissedOn, int CalendarRevision)
{
    /// <summary>Those of every clock that the case has now, in the order in which they were known.</summary>
    public static ILookup<string, EarlierReading> Of(CaseHistory history, World world) =>
        history.AsRecorded.SelectMany((entry, at) => At(history, at, entry, world)).ToLookup(reading => reading.Id);

    static IEnumerable<EarlierReading> At(CaseHistory history, int at, Entry entry, World world)
    {
        if (Revisions(entry, world) is not var (before, after) || !world.Calendars.Has(before) || !world.Calendars.Has(after)) return [];
        var now = Known(history, at + 1, after, world).ToDictionary(clock => clock.Id);
        return from was in Known(history, at, before, world)
               where entry.Fact is not DueDateMoved moved || moved.Clock == was.Id
               where now.TryGetValue(was.Id, out var clock) && Dates(clock) != Dates(was)
               select new EarlierReading(was.Id, entry.Envelope.RecordedAt, entry.Envelope.Version, was.StartsOn, was.Due?.Date, was.MetOn, was.CancelledOn, was.MissedOn, was.Calendar.Revision);
    }

    /// <summary>The calendar revisions by which the clocks were read before and after the entry; null when it changes no reading of what was recorded before.</summary>
    static (int Before, int After)? Revisions(Entry entry, World world) => entry.Fact switch
    {
        DueDateMoved moved => (moved.FromRevision, moved.ToRevision),
        RecordedWrongly or RecordedInError => (world.Calendars.RevisionOf(entry.Envelope), world.Calendars.RevisionOf(entry.Envelope)),
        _ => null,
    };

    static IReadOnlyList<CaseClock> Known(CaseHistory history, int count, int revision, World world) =>
        CaseClocks.Of(CaseHistory.Of([.. history.AsRecorded.Take(count)]), world with { Calendars = world.Calendars.WithInForce(revision) });

    static (LocalDate?, LocalDate?, LocalDate?, LocalDate?, LocalDate?) Dates(CaseClock clock) =>
        (clock.StartsOn, clock.Due?.Date, clock.MetOn, clock.CancelledOn, clock.MissedOn);
}
