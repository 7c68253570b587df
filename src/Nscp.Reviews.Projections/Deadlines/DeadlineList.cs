using Npgsql;
using static Nscp.Reviews.Projections.ReadSql;

namespace Nscp.Reviews.Projections;

/// <summary>A clock that is due, overdue, or cannot be counted. References and dates only, no narrative.</summary>
/// <param name="Reference">Null for a clock of the partnership itself.</param>
/// <param name="Id">This clock in its case.</param>
/// <param name="DueOn">To the end of that London day; null outside the calendar's coverage.</param>
/// <param name="N">What is left, or what it is over by, in working days where <paramref name="InWorkingDays"/>, otherwise in calendar days.</param>
/// <param name="WorkingDays">Working days left, or over, whatever the clock counts in; null where the calendar cannot count them.</param>
public sealed record Deadline(
    string? Reference, string Id, string Clock, string Policy, Force Force, string? BelongsTo, string OwedBy, OrganisationCode? Owner, bool IsTheirs,
    LocalDate StartsOn, LocalDate? DueOn, LocalDate? OtherReadingDue, ClockState State, int? N, bool InWorkingDays, int? WorkingDays);

public static class DeadlineList
{
    // Open, with a period that can run out: neither a floor nor one for which no period is laid down.
    const string Select =
        """
        select reference, id, clock, policy, force, belongs_to, owed_by, owner, is_theirs, starts_on, due_on, other_reading_due, in_working_days, counts_back, stream_id
        from case_clock
        where tenant_id = $1 and met_on is null and cancelled_on is null and missed_on is null and starts_on is not null and has_period and not is_floor
            and (due_on is null or due_on <= $2)
            and ($3::date is null or (coalesce(due_on, 'infinity'), coalesce(reference, ''), stream_id::text, id) > ($3, $4, $5, $6))
        order by coalesce(due_on, 'infinity'), coalesce(reference, ''), stream_id::text, id
        limit $7
        """;

    /// <summary>The last day that is within so many working days of today; null outside the calendar's coverage.</summary>
    public static LocalDate? Until(WorkingDayCalendar calendar, LocalDate today, int within) => calendar.NthAfter(today, within);

    /// <summary>What is due by the end of <paramref name="until"/> or overdue, the earliest first; what is outside coverage comes last.</summary>
    /// <exception cref="FormatException">The cursor is not one of this list.</exception>
    public static async Task<Page<Deadline>> ReadAsync(
        NpgsqlDataSource source, string tenant, WorkingDayCalendar calendar, LocalDate today, LocalDate until, int limit, string? after, CancellationToken ct)
    {
        var keys = Cursor.Keys(after, 4);
        var rows = await QueryAsync(
            source, tenant, Select,
            [Date(until), DueKey(keys), Text(keys?[1]), Text(keys?[2]), Text(keys?[3]), Int(limit + 1)],
            row => (Deadline: Read(row, calendar, today), Stream: row.GetGuid(14)), ct);
        var page = Pages.Of(rows, limit, last => Cursor.Of(
            last.Deadline.DueOn is { } due ? NodaTime.Text.LocalDatePattern.Iso.Format(due) : "", last.Deadline.Reference ?? "", last.Stream.ToString(), last.Deadline.Id));
        return new Page<Deadline>([.. page.Items.Select(row => row.Deadline)], page.After);
    }

    // Infinity is the largest number that the type holds.
    static NpgsqlParameter DueKey(string[]? keys) =>
        keys is { } there && there[0] == "" ? new NpgsqlParameter { Value = int.MaxValue, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Date } : Date(keys is null ? null : Cursor.Date(keys[0]));

    static Deadline Read(NpgsqlDataReader row, WorkingDayCalendar calendar, LocalDate today)
    {
        var (starts, due, inWorkingDays) = (row.Date(9), row.DateOrNull(10), row.GetBoolean(12));
        var dates = new ClockDates(starts, due, null, null, null, inWorkingDays, HasPeriod: true, IsFloor: false, CountsBack: row.GetBoolean(13));
        var reading = ClockReading.Of(dates, today, calendar);
        return new Deadline(
            row.TextOrNull(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Word<Force>(4), row.TextOrNull(5), row.GetString(6),
            row.TextOrNull(7) is { } owner ? OrganisationCode.Parse(owner) : null, row.GetBoolean(8), starts, due, row.DateOrNull(11),
            reading.State, reading.N, reading.InWorkingDays, WorkingDays(calendar, today, due));
    }

    static int? WorkingDays(WorkingDayCalendar calendar, LocalDate today, LocalDate? due) =>
        due is not { } day ? null : day >= today ? calendar.WorkingDaysBetween(today, day) : calendar.WorkingDaysBetween(day, today);
}
