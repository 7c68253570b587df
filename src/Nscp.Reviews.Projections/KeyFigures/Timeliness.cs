using Npgsql;
using static Nscp.Reviews.Projections.ReadSql;

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
    // No period, no breach: a clock for which none is laid down is not asked for.
    const string Select =
        """
        select clock, force, owed_by, is_theirs, starts_on, due_on, met_on, cancelled_on, missed_on, in_working_days, is_floor, counts_back, calendar_revision
        from case_clock
        where tenant_id = $1 and due_on between $2 and $3 and starts_on is not null and has_period
        """;

    /// <summary>One query over the clocks' rows, folding no case.</summary>
    public static async Task<Timeliness> ReadAsync(NpgsqlDataSource source, string tenant, Calendars calendars, KeyFactsPeriod period, LocalDate asAt, CancellationToken ct)
    {
        var clocks = await QueryAsync(source, tenant, Select, [Date(period.From), Date(period.To)], row => Read(row, calendars, asAt), ct);
        var lines = clocks.Where(clock => clock.Reading.State != ClockState.NotStarted)
            .GroupBy(clock => (clock.Force, clock.Clock, clock.OwedBy, clock.IsTheirs, clock.Reading.InWorkingDays))
            .OrderBy(group => group.Key.Force).ThenBy(group => group.Key.Clock, StringComparer.Ordinal).ThenBy(group => group.Key.IsTheirs).ThenBy(group => group.Key.OwedBy, StringComparer.Ordinal)
            .Select(group => TimelinessLine.Of(group.Key.Clock, group.Key.Force, group.Key.OwedBy, group.Key.IsTheirs, group.Key.InWorkingDays, [.. group.Select(clock => clock.Reading)]));
        return new Timeliness(period.Year, period.From, period.To, asAt, [.. lines]);
    }

    sealed record Row(string Clock, Force Force, string OwedBy, bool IsTheirs, ClockReading Reading);

    static Row Read(NpgsqlDataReader row, Calendars calendars, LocalDate asAt)
    {
        var dates = new ClockDates(
            row.Date(4), row.Date(5), row.DateOrNull(6), row.DateOrNull(7), row.DateOrNull(8), row.GetBoolean(9), HasPeriod: true, row.GetBoolean(10), row.GetBoolean(11));
        // What has ended keeps the list of bank holidays under which it ended.
        var calendar = dates is { MetOn: null, CancelledOn: null, MissedOn: null } ? calendars.InForce : calendars.Of(row.GetInt32(12));
        return new Row(row.GetString(0), row.Word<Force>(1), row.GetString(2), row.GetBoolean(3), ClockReading.Of(dates, asAt, calendar));
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
