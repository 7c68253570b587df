using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Nscp.Reviews.Domain.Json;

namespace Nscp.Reviews.Projections;

/// <summary>An accepted list of bank holidays.</summary>
/// <param name="AcceptedAt">From then on it was in force; null for the first, which came with the program.</param>
/// <param name="Sha256">Of the bytes as they were sent, lower-case hexadecimal.</param>
/// <param name="FirstYear">The first year covered whole, inclusive.</param>
/// <param name="LastYear">The last, inclusive.</param>
/// <param name="BankHolidays">Of England and Wales, of all those years.</param>
public sealed record CalendarRevision(
    int Revision, Instant? AcceptedAt, string? AcceptedBy, string? Reason, string Source, LocalDate RetrievedOn, string Sha256, int FirstYear, int LastYear, IReadOnlyList<BankHoliday> BankHolidays)
{
    /// <summary>The first, as this program ships it.</summary>
    public static CalendarRevision First { get; } = new(
        ShippedCalendar.Provenance.Revision, null, null, null, ShippedCalendar.Provenance.Source, ShippedCalendar.Provenance.RetrievedOn, ShippedCalendar.Provenance.Sha256,
        ShippedCalendar.Provenance.FirstYear, ShippedCalendar.Provenance.LastYear, ShippedCalendar.Feed.HolidaysOf(BankHolidayFeed.EnglandAndWales));

    public WorkingDayCalendar Calendar => Revision == First.Revision ? WorkingDayCalendar.Shipped : new(Revision, new CoveredYears(FirstYear, LastYear), BankHolidays);
}

/// <summary>Which lists of bank holidays were accepted? One calendar for all partnerships, so no tenant's rows.</summary>
public static class CalendarRevisions
{
    /// <summary>Told beside every stream: the revision in force.</summary>
    public const string InForceSql = "select calendar_in_force()";

    const string Select =
        """
        select revision, accepted_at, accepted_by, reason, source, retrieved_on, sha256, first_year, last_year, bank_holidays
        from calendar_revision order by revision
        """;

    public static ProjectionTable Table { get; } = new(
        "calendar_revision",
        [
            Columns.Tenant, Columns.Stream, Columns.Int("revision"), new("accepted_at", NpgsqlDbType.TimestampTz), Columns.Text("accepted_by"), Columns.Text("reason"),
            Columns.Text("source"), Columns.Date("retrieved_on"), Columns.Text("sha256"), Columns.Int("first_year"), Columns.Int("last_year"), new("bank_holidays", NpgsqlDbType.Jsonb),
        ],
        keyLength: 3);

    /// <summary>An append that rests on the revision: refused once another is in force.</summary>
    public static AppendCondition RestsOn(WorkingDayCalendar calendar) => new("select calendar_must_be($1)", calendar.Revision);

    /// <summary>The append that accepts the next revision after this one.</summary>
    public static AppendCondition Follows(WorkingDayCalendar calendar) => new("select calendar_follows($1)", calendar.Revision);

    public static IEnumerable<ProjectionRow> Rows(IEnumerable<CalendarEntry> history) => history.Select(entry => entry.Fact switch
    {
        CalendarEvent.RevisionAccepted e => new ProjectionRow(
            Table, CalendarStream.Tenant, CalendarStream.Id, e.Revision, entry.Envelope.RecordedAt, entry.Envelope.Recorder.Name, entry.Envelope.Reason?.Value,
            e.Source.Value, e.RetrievedOn, e.Sha256.ToString(), e.FirstYear, e.LastYear, JsonSerializer.Serialize(e.BankHolidays, DomainJson.Stored)),
        _ => throw new System.Diagnostics.UnreachableException($"The calendar's revisions do not know {entry.Fact.GetType().Name}."),
    });

    public static WorkingDayCalendar Calendar(CalendarEvent.RevisionAccepted accepted) =>
        new(accepted.Revision, new CoveredYears(accepted.FirstYear, accepted.LastYear), accepted.BankHolidays);

    /// <summary>The number of the revision in force: one round trip.</summary>
    public static async Task<int> InForceAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        await using var command = source.CreateCommand(InForceSql);
        return (int)(long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>All of them, the first too, in their order: the last is in force.</summary>
    public static async Task<IReadOnlyList<CalendarRevision>> ReadAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        List<CalendarRevision> revisions = [CalendarRevision.First];
        await using var command = source.CreateCommand(Select);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) revisions.Add(Read(reader));
        return revisions;
    }

    public static Calendars Calendars(IEnumerable<CalendarRevision> revisions) =>
        Domain.Clocks.Calendars.Of([.. revisions.Select(one => new AcceptedCalendar(one.Calendar, one.AcceptedAt ?? Instant.MinValue))]);

    static CalendarRevision Read(NpgsqlDataReader row) => new(
        row.GetInt32(0), SqlTime.ToInstant(row.GetFieldValue<long>(1)), row.GetString(2), row.TextOrNull(3), row.GetString(4), row.Date(5), row.GetString(6),
        row.GetInt32(7), row.GetInt32(8), JsonSerializer.Deserialize<BankHoliday[]>(row.GetString(9), DomainJson.Stored)!);
}
