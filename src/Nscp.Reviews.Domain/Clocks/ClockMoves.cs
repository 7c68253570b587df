using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Clocks;

/// <summary>What a revision of the bank-holiday list does to the due dates of a case.</summary>
public static class ClockMoves
{
    const int MostNamed = 2;

    /// <summary>
    /// Every clock that ran when the revision was accepted and whose due date it moves, in the order of the case's clocks; none that had
    /// ended by then. What was recorded under the revision, or a later one, never knew another list and is left out: each event tells
    /// the revision under which it was recorded, so the answer is the same however late it is asked for.
    /// </summary>
    /// <param name="revision">The newly accepted one: 2 or more, since nothing was moved by the first.</param>
    /// <param name="world">Holds the revision and the one before it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The world has not both of them.</exception>
    public static IReadOnlyList<DueDateMoved> Of(CaseHistory history, int revision, World world)
    {
        var known = CaseHistory.Of([.. history.AsRecorded.Where(entry => world.Calendars.RevisionOf(entry.Envelope) < revision)]);
        var before = Open(known, world with { Calendars = world.Calendars.WithInForce(revision - 1) }).ToDictionary(clock => clock.Id);
        return
        [
            .. from clock in Open(known, world with { Calendars = world.Calendars.WithInForce(revision) })
               let old = before[clock.Id]
               where old.Due?.Date != clock.Due?.Date
               select new DueDateMoved(clock.Id, old.Due?.Date, clock.Due?.Date, revision - 1, revision, new ShortText(Why(old, clock))),
        ];
    }

    /// <summary>Whether anything of the case was recorded while an older list was in force: otherwise nothing of it can have moved.</summary>
    public static bool KnewAnother(CaseHistory history, int revision, World world) => history.AsRecorded.Any(entry => world.Calendars.RevisionOf(entry.Envelope) < revision);

    /// <summary>Whether the case holds the report of the revision already.</summary>
    public static bool AreReported(CaseHistory history, int revision) => history.AsRecorded.Any(entry => entry.Fact is DueDateMoved moved && moved.ToRevision == revision);

    static IEnumerable<CaseClock> Open(CaseHistory history, World world) =>
        CaseClocks.Of(history, world).Where(clock => clock is { StartsOn: not null, MetOn: null, CancelledOn: null, MissedOn: null });

    static string Why(CaseClock before, CaseClock after)
    {
        if (before.Due?.Date is not { } old) return $"the bank holidays are now known up to {Say.Date(after.Calendar.Coverage.LastDay)}";
        if (after.Due?.Date is not { } now) return "the list no longer covers the days to be counted";
        var (first, last) = (Earliest(before.StartsOn!.Value, old, now), Latest(before.StartsOn.Value, old, now));
        var changes = Changes(before.Calendar, after.Calendar, first, last);
        return changes.Count <= MostNamed && string.Join(" and ", changes) is var named && named.Length <= ShortText.MaxLength
            ? named : $"{changes.Count} bank holidays between {Say.Date(first)} and {Say.Date(last)} were added or withdrawn";
    }

    static List<string> Changes(WorkingDayCalendar before, WorkingDayCalendar after, LocalDate first, LocalDate last)
    {
        var changes = new List<string>();
        for (var day = first; day <= last; day = day.PlusDays(1))
            if (before.Coverage.Contains(day) && after.Coverage.Contains(day) && before.IsWorkingDay(day) != after.IsWorkingDay(day))
                changes.Add(after.WhyNotWorking(day) is { } added ? $"{added}, {Say.Date(day)}, was added" : $"{before.WhyNotWorking(day)}, {Say.Date(day)}, was withdrawn");
        return changes;
    }

    static LocalDate Earliest(LocalDate start, LocalDate one, LocalDate other) => LocalDate.Min(start, LocalDate.Min(one, other));

    static LocalDate Latest(LocalDate start, LocalDate one, LocalDate other) => LocalDate.Max(start, LocalDate.Max(one, other));
}
