using System.Globalization;
using NodaTime.Text;
using Npgsql;
using NpgsqlTypes;
using static Nscp.Reviews.Projections.ReadSql;

namespace Nscp.Reviews.Projections;

/// <summary>A clock that is open and has a period that can run out. References and dates only, no narrative.</summary>
/// <param name="Reference">Null for a clock of the partnership itself.</param>
/// <param name="Id">This clock in its case.</param>
/// <param name="DueOn">To the end of that London day; null outside the calendar's coverage.</param>
/// <param name="N">What is left, or what it is over by, in working days where <paramref name="InWorkingDays"/>, otherwise in calendar days.</param>
/// <param name="WorkingDays">Working days left, or over, whatever the clock counts in; null where the calendar cannot count them.</param>
public sealed record Deadline(
    string? Reference, string Id, string Clock, string Policy, Force Force, string? BelongsTo, string OwedBy, OrganisationCode? Owner, bool IsTheirs,
    LocalDate StartsOn, LocalDate? DueOn, LocalDate? OtherReadingDue, ClockState State, int? N, bool InWorkingDays, int? WorkingDays);

/// <param name="AtTheEdge">Of all open clocks of the partnership, whichever are listed.</param>
/// <param name="RecordFrom">The day on which the first clock of the record started, told for a what-if alone; null when there is none.</param>
public sealed record DeadlinesFound(Page<Deadline> Page, ClocksAtTheEdge AtTheEdge, LocalDate? RecordFrom);

public static class DeadlineList
{
    // The words of the index case_clock_in_order. Not coalesce, which row security takes for leaky: the index would not be entered by it.
    const string Due = "(case when due_on is null then 'infinity' else due_on end)";

    const string Of = "(case when reference is null then '' else reference end)";

    const string Rank = "(case force when 'statute' then 1 when 'guidance' then 2 when 'local' then 3 else 4 end)";

    // Started, which a clock that counts back has before its day 0, with a period that can run out: neither a floor nor one for which none is laid down.
    const string Runs = "starts_on is not null and (starts_on <= $2 or counts_back) and has_period and not is_floor";

    internal const string IsOpen = $"{Runs} and met_on is null and cancelled_on is null and missed_on is null";

    const string WasOpen = $"{Runs} and (met_on is null or met_on > $2) and (cancelled_on is null or cancelled_on > $2) and (missed_on is null or missed_on > $2)";

    // The first page begins behind keys that no clock has: an "or" would keep the index from being entered where the page begins.
    internal const string Select =
        $$"""
        select reference, id, clock, policy, force, belongs_to, owed_by, owner, is_theirs, starts_on, due_on, other_reading_due, in_working_days, counts_back,
            stream_id, {{Rank}}
        from case_clock
        where tenant_id = $1 and {open}
            and ({{Due}}, {{Rank}}, {{Of}}, stream_id, id) > ($3, $4, $5, $6, $7) and {{Due}} between $8 and $9
            and ($10::date is null or due_on is null or due_on <= $10) and ($11::varchar is null or clock = $11) and ($12::varchar is null or force = $12)
            and ($13::varchar is null or owner = $13) and ($14::varchar is null or stream_id = (select stream_id from case_reference where tenant_id = $1 and reference = $14))
        order by {{Due}}, {{Rank}}, {{Of}}, stream_id, id
        limit $15
        """;

    // Ranges that are closed on both sides, each of which enters the index.
    const string Beside =
        $$"""
        select (select count(*) from case_clock where tenant_id = $1 and {open} and {{Due}} between $3 and $4)::int,
            (select count(*) from case_clock where tenant_id = $1 and {open} and {{Due}} between $4 + 1 and 'infinity')::int
                + (select count(*) from case_clock where tenant_id = $1 and {open} and {{Due}} between '-infinity' and $5 - 1)::int,
            case when $6 then (select min(starts_on) from case_clock where tenant_id = $1 and not counts_back) end
        """;

    /// <summary>The last day that is within so many working days of today; null outside the calendar's coverage.</summary>
    public static LocalDate? Until(WorkingDayCalendar calendar, LocalDate today, int within) => calendar.NthAfter(today, within);

    /// <summary>
    /// The open clocks that are asked for: the earliest due date first, on the same day statute before guidance before local; what is outside coverage
    /// comes last. One round trip, whatever the number of cases.
    /// </summary>
    /// <param name="limit">1 or more.</param>
    /// <exception cref="FormatException">The cursor is not one of this list.</exception>
    public static async Task<DeadlinesFound> ReadAsync(
        NpgsqlDataSource source, string tenant, WorkingDayCalendar calendar, DeadlineQuestion asked, int limit, string? after, CancellationToken ct)
    {
        var (page, coverage, open) = (Cursor.Keys(after, 5), calendar.Coverage, asked.IsWhatIf ? WasOpen : IsOpen);
        var (rows, beside) = await QueryAsync(
            source, tenant,
            new Question<(Deadline Deadline, string Cursor)>(
                Select.Replace("{open}", open, StringComparison.Ordinal), [Date(asked.Today), .. After(page), .. Narrowed(asked), Int(limit + 1)], row => Read(row, calendar, asked.Today)),
            new Question<(ClocksAtTheEdge AtTheEdge, LocalDate? RecordFrom)>(
                Beside.Replace("{open}", open, StringComparison.Ordinal), [Date(asked.Today), Date(CoverageWarnings.NearFrom(coverage)), Date(coverage.LastDay), Date(coverage.FirstDay), Bool(asked.IsWhatIf)],
                row => (new(row.GetInt32(0), row.GetInt32(1)), row.DateOrNull(2))),
            ct);
        var listed = Pages.Of(rows, limit, last => last.Cursor);
        return new DeadlinesFound(new Page<Deadline>([.. listed.Items.Select(row => row.Deadline)], listed.After), beside[0].AtTheEdge, beside[0].RecordFrom);
    }

    static NpgsqlParameter[] After(string[]? keys) => keys is null
        ? [Infinite(int.MinValue), Int(0), Text(""), Id(Guid.Empty), Text("")]
        : [keys[0].Length == 0 ? Infinite(int.MaxValue) : Date(Cursor.Date(keys[0])), Int(int.Parse(keys[1], CultureInfo.InvariantCulture)), Text(keys[2]), Id(Guid.Parse(keys[3])), Text(keys[4])];

    static NpgsqlParameter[] Narrowed(DeadlineQuestion asked)
    {
        var (from, to) = DueDates(asked);
        return [from, to, Date(asked.Until), Text(asked.Clock), Word(asked.Force), Text(asked.Organisation?.ToString()), Text(asked.Case?.Value)];
    }

    // A clock's state on a day is told by its due date: outside coverage it has none, and stands at infinity.
    static (NpgsqlParameter From, NpgsqlParameter To) DueDates(DeadlineQuestion asked) => asked.State switch
    {
        OpenClockState.Overdue => (Infinite(int.MinValue), Date(asked.Today.PlusDays(-1))),
        OpenClockState.DueToday => (Date(asked.Today), Date(asked.Today)),
        OpenClockState.Running => (Date(asked.Today.PlusDays(1)), Date(LocalDate.MaxIsoValue)),
        OpenClockState.OutsideCoverage => (Infinite(int.MaxValue), Infinite(int.MaxValue)),
        null => (Infinite(int.MinValue), Infinite(int.MaxValue)),
    };

    // The largest and the smallest number of the type are PostgreSQL's infinities.
    static NpgsqlParameter Infinite(int end) => new() { Value = end, NpgsqlDbType = NpgsqlDbType.Date };

    static (Deadline, string) Read(NpgsqlDataReader row, WorkingDayCalendar calendar, LocalDate today)
    {
        var (starts, due, inWorkingDays) = (row.Date(9), row.DateOrNull(10), row.GetBoolean(12));
        var dates = new ClockDates(starts, due, null, null, null, inWorkingDays, HasPeriod: true, IsFloor: false, CountsBack: row.GetBoolean(13));
        var reading = ClockReading.Of(dates, today, calendar);
        var deadline = new Deadline(
            row.TextOrNull(0), row.GetString(1), row.GetString(2), row.GetString(3), row.Word<Force>(4), row.TextOrNull(5), row.GetString(6),
            row.TextOrNull(7) is { } owner ? OrganisationCode.Parse(owner) : null, row.GetBoolean(8), starts, due, row.DateOrNull(11),
            reading.State, reading.N, reading.InWorkingDays, WorkingDays(calendar, today, due));
        return (deadline, Cursor.Of(due is { } day ? LocalDatePattern.Iso.Format(day) : "", $"{row.GetInt32(15)}", deadline.Reference ?? "", row.GetGuid(14).ToString(), deadline.Id));
    }

    static int? WorkingDays(WorkingDayCalendar calendar, LocalDate today, LocalDate? due) =>
        due is not { } day ? null : day >= today ? calendar.WorkingDaysBetween(today, day) : calendar.WorkingDaysBetween(day, today);
}
