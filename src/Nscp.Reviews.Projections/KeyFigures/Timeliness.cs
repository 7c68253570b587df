using Marten;

namespace Nscp.Reviews.Projections;

/// <summary>
/// Were the clocks met in time? A clock counts in the period in which it fell due, whenever it started or ended, by the facts as now understood, and
/// as it stood at the end of <see cref="AsAt"/>. What is met late stays late. A clock whose due date the calendar cannot give is in no period.
/// </summary>
/// <param name="Year">Null for a period that is not a named year.</param>
/// <param name="From">The first day of the period, inclusive.</param>
/// <param name="To">The last day of the period, inclusive.</param>
/// <param name="Items">Statute first, then guidance, then local: of each force its clocks by name, ours before those that another area's authority owes.</param>
public sealed record Timeliness(string? Year, LocalDate From, LocalDate To, LocalDate AsAt, IReadOnlyList<TimelinessLine> Items)
{
    /// <summary>One query over the clocks, folding no case. No period, no breach: a clock for which none is laid down is not asked for.</summary>
    public static async Task<Timeliness> ReadAsync(IQuerySession session, Calendars calendars, KeyFactsPeriod period, LocalDate asAt, CancellationToken ct)
    {
        var (from, to) = (period.From, period.To);
        var due = await session.Query<ClockDocument>().Where(one => one.DueOn >= from && one.DueOn <= to && one.StartsOn != null && one.HasPeriod).ToListAsync(ct);
        var clocks = due.Select(one => Row.Of(one, calendars, asAt));
        var lines = clocks.Where(clock => clock.Reading.State != ClockState.NotStarted)
            .GroupBy(clock => (clock.Force, clock.Clock, clock.OwedBy, clock.IsTheirs, clock.Reading.InWorkingDays))
            .OrderBy(group => group.Key.Force).ThenBy(group => group.Key.Clock, StringComparer.Ordinal).ThenBy(group => group.Key.IsTheirs).ThenBy(group => group.Key.OwedBy, StringComparer.Ordinal)
            .Select(group => TimelinessLine.Of(group.Key.Clock, group.Key.Force, group.Key.OwedBy, group.Key.IsTheirs, group.Key.InWorkingDays, [.. group.Select(clock => clock.Reading)]));
        return new Timeliness(period.Year, period.From, period.To, asAt, [.. lines]);
    }

    sealed record Row(string Clock, Force Force, string OwedBy, bool IsTheirs, ClockReading Reading)
    {
        internal static Row Of(ClockDocument one, Calendars calendars, LocalDate asAt)
        {
            // What has ended keeps the list of bank holidays under which it ended.
            var calendar = one.EndedUnder is { } revision ? calendars.Of(revision) : calendars.InForce;
            return new(one.Clock, one.Force, one.OwedBy, one.IsTheirs, ClockReading.Of(one.Dates, asAt, calendar));
        }
    }
}

/// <summary>One kind of clock under one force: a breach of statute and a shortfall against guidance are never in one line.</summary>
/// <param name="IsTheirs">Owed by another area's authority: shown as theirs, and no part of our timeliness.</param>
/// <param name="Unit">What lateness is counted in: <c>working-days</c> where the allowance is in working days, <c>days</c> otherwise.</param>
/// <param name="Due">All that fell due in the period; every one of them is in exactly one of <paramref name="MetInTime"/>, <paramref name="MetLate"/>, <paramref name="Missed"/>, <paramref name="Cancelled"/>, <paramref name="Overdue"/> and <paramref name="NotYetDue"/>.</param>
/// <param name="LateBy">By how much those met late were late.</param>
/// <param name="Missed">Which can no longer be met.</param>
/// <param name="CancelledAfterDue">Those of the cancelled that were over when they were cancelled; <paramref name="CancelledOverBy"/> says by how much.</param>
/// <param name="Overdue">Open and past its due date.</param>
/// <param name="OverdueBy">By how much those overdue are over so far.</param>
/// <param name="NotYetDue">Open, and due on the day of asking or later.</param>
public sealed record TimelinessLine(
    string Clock, Force Force, string OwedBy, bool IsTheirs, string Unit, int Due, int MetInTime, int MetLate, Lateness? LateBy, int Missed,
    int Cancelled, int CancelledAfterDue, Lateness? CancelledOverBy, int Overdue, Lateness? OverdueBy, int NotYetDue)
{
    internal static TimelinessLine Of(string clock, Force force, string owedBy, bool isTheirs, bool inWorkingDays, IReadOnlyList<ClockReading> readings)
    {
        var over = readings.Where(reading => reading is { State: ClockState.Cancelled, N: not null }).ToList();
        return new TimelinessLine(
            clock, force, owedBy, isTheirs, inWorkingDays ? "working-days" : "days", readings.Count,
            In(ClockState.Met).Count, In(ClockState.MetLate).Count, Lateness.Of(In(ClockState.MetLate)), In(ClockState.Missed).Count,
            In(ClockState.Cancelled).Count, over.Count, Lateness.Of(over), In(ClockState.Overdue).Count, Lateness.Of(In(ClockState.Overdue)),
            In(ClockState.Running).Count + In(ClockState.DueToday).Count);

        List<ClockReading> In(ClockState state) => [.. readings.Where(reading => reading.State == state)];
    }
}

/// <summary>By how much, in the line's unit.</summary>
/// <param name="Median">The middle one; between the two middle ones where their number is even.</param>
public sealed record Lateness(decimal Median, int Most)
{
    /// <summary>Null when there is none that the calendar can count.</summary>
    internal static Lateness? Of(IEnumerable<ClockReading> readings)
    {
        var sorted = readings.Select(reading => reading.N).OfType<int>().Order().ToList();
        return sorted.Count == 0 ? null : new((sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2m, sorted[^1]);
    }
}
