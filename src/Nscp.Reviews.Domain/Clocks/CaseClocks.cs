using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Clocks;

/// <summary>Every clock of a case, derived from its corrected history, the policies and the calendar: nothing of them is stored.</summary>
public static partial class CaseClocks
{
    /// <summary>
    /// The clocks in the order of the events that started them. A clock whose start was later recorded in error is gone, but its
    /// number stays spent, so that an id given out once never comes to mean another clock.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A fact was recorded under a calendar revision that the world has not.</exception>
    public static IReadOnlyList<CaseClock> Of(CaseHistory history, World world)
    {
        var clocks = Derive(history.Corrected, world);
        return Counted(Numbers(clocks, history, world).Give(clocks), world);
    }

    /// <summary>As they were known at the instant, inclusive: by the facts recorded, the calendar accepted and the policies in force by then.</summary>
    public static IReadOnlyList<CaseClock> KnownAt(CaseHistory history, Instant instant, World world) => Of(history.KnownAt(instant), world.KnownAt(instant));

    /// <summary>The same for a part of a corrected history, such as what had happened by a day. Ids number what that part holds.</summary>
    public static IReadOnlyList<CaseClock> Of(IReadOnlyList<Entry> corrected, World world)
    {
        var clocks = Derive(corrected, world);
        return Counted(new Numbering(clocks, []).Give(clocks), world);
    }

    /// <summary>
    /// The clocks of parts of a history, such as what was known or had happened by a day, each under the id that it has in the whole. A
    /// clock that has since ended is counted by the calendar under which it ended, where the part's world knows that one.
    /// </summary>
    /// <param name="parts">Entries of the whole, corrected so far as the part knows, and the world in which they are read.</param>
    public static IReadOnlyList<IReadOnlyList<CaseClock>> OfParts(CaseHistory whole, World world, params ReadOnlySpan<(IReadOnlyList<Entry> Corrected, World World)> parts)
    {
        var all = Derive(whole.Corrected, world);
        var numbers = Numbers(all, whole, world);
        var ended = numbers.Give(all).Where(given => given.Clock.EndedUnder is not null).ToDictionary(given => given.Id, given => given.Clock.EndedUnder!.Value);
        var read = new List<IReadOnlyList<CaseClock>>();
        foreach (var (corrected, then) in parts) read.Add(Counted(numbers.Give(Derive(corrected, then)).Select(given => (given.Id, AsEnded(given.Id, given.Clock, then))), then));
        return read;

        CaseClock AsEnded(string id, CaseClock clock, World then) =>
            clock.EndedUnder is null && ended.TryGetValue(id, out var revision) && revision < then.Calendar.Revision ? clock with { EndedUnder = revision } : clock;
    }

    static IReadOnlyList<CaseClock> Counted(IEnumerable<(string Id, CaseClock Clock)> given, World world) => [.. given.Select(one => Count(one.Id, one.Clock, world))];

    /// <summary>Without their due dates, which no clock needs to be the clock that it is.</summary>
    static List<CaseClock> Derive(IReadOnlyList<Entry> asTold, World world)
    {
        var corrected = asTold.Any(entry => entry.Envelope.CalendarRevision == Envelope.NotTold) ? [.. asTold.Select(entry => WithRevision(entry, world))] : asTold;
        var facts = new Facts(corrected, world);
        var reviews = Reviews(facts);
        CaseClock[] clocks =
        [
            .. Notification(facts), .. RapidReview(facts), .. Cspr(reviews, facts), .. Publication(reviews, facts), .. HoldReviews(facts), .. Requests(facts), .. Recommendations(facts),
        ];
        return Closed(corrected) is { } closed ? AtClosing(clocks, closed, corrected) : [.. clocks];
    }

    static Entry WithRevision(Entry entry, World world) => entry with { Envelope = entry.Envelope with { CalendarRevision = world.Calendars.RevisionOf(entry.Envelope) } };

    /// <summary>
    /// Its due date, by the calendar in force while it runs; once it has ended, by the one in force when the fact that ended it was
    /// recorded, which no later revision changes.
    /// </summary>
    static CaseClock Count(string id, CaseClock clock, World world)
    {
        var calendar = clock.EndedUnder is { } revision ? world.Calendars.Of(revision) : world.Calendar;
        var due = clock is { Allowance: { } allowance, StartsOn: { } day } ? Due(calendar, clock.Definition, day, allowance)
            : clock.Given is { } given ? new DueDate.On(given) : null;
        return clock with { Id = id, Calendar = calendar, Due = due, OtherReadingDue = clock.OtherReading is { } other ? EarlierReading(calendar, other.Definition, other.StartsOn, due) : null };
    }

    static LocalDate? EarlierReading(WorkingDayCalendar calendar, ClockDefinition definition, LocalDate day, DueDate? due) =>
        definition.Allowance is ClockAllowance.Fixed { Allowance: var allowance }
        && Due(calendar, definition, day, allowance).Date is { } other && other < due?.Date ? other : null;

    static DueDate Due(WorkingDayCalendar calendar, ClockDefinition definition, LocalDate day, Allowance allowance) =>
        Counting.Due(calendar, day, allowance, definition.Direction, definition.Rule, definition.ClearDays);

    static Moment? Closed(IEnumerable<Entry> entries) =>
        entries.LastOrDefault(entry => entry.Fact is CaseClosed or CaseReopened) is { Fact: CaseClosed } closing ? Moment.Of(closing) : null;

    /// <summary>What was running when the case was closed can no longer be met; impact reviews and floors go on after it.</summary>
    static List<CaseClock> AtClosing(IEnumerable<CaseClock> clocks, Moment closed, IReadOnlyList<Entry> entries)
    {
        var days = entries.ToDictionary(entry => entry.Envelope.Id, entry => entry.HappenedOn);
        return [.. clocks.Select(clock => Ends(clock) ? End(clock) : clock)];

        bool Ends(CaseClock clock) =>
            clock is { MetOn: null, CancelledOn: null, MissedOn: null, StartedBy: { } start, Definition.IsFloor: false }
            && clock.Definition.ClockId != ClockIds.ImpactReview && days[start] <= closed.On;

        // Where no period is laid down there is nothing to miss.
        CaseClock End(CaseClock clock) => clock.Definition.Allowance is ClockAllowance.NotLaidDown
            ? clock.Cancelled(closed, "the case was closed before the answer came")
            : clock.Missed(closed, "the case was closed with it unmet");
    }
}
