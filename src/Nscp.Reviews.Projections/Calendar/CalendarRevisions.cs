using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Nscp.Reviews.Domain.Json;

namespace Nscp.Reviews.Projections;

/// <summary>An accepted list of bank holidays.</summary>
/// <param name="AcceptedAt">From then on it was in force; null for the first, which came with the program.</param>
public sealed record CalendarRevision(CalendarList List, Instant? AcceptedAt, string? AcceptedBy, string? Reason)
{
    /// <summary>The first, as the program ships it.</summary>
    public static CalendarRevision First { get; } = new(CalendarList.Shipped, null, null, null);

    internal AcceptedCalendar Accepted => new(List.Calendar, AcceptedAt ?? Instant.MinValue);
}

/// <summary>Which lists of bank holidays were accepted? One calendar for all partnerships, so no tenant's rows.</summary>
public static class CalendarRevisions
{
    /// <summary>Told beside every stream: the revision in force. Plain, for a function of SQL would be planned at each call.</summary>
    public const string InForceSql = "select coalesce(max(revision), 1)::bigint from calendar_revision";

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
    public static AppendCondition RestsOn(WorkingDayCalendar calendar) => new("select calendar_must_be($1, false)", calendar.Revision);

    /// <summary>The append that accepts the next revision after this one.</summary>
    public static AppendCondition Follows(WorkingDayCalendar calendar) => new("select calendar_must_be($1, true)", calendar.Revision);

    public static IEnumerable<ProjectionRow> Rows(IEnumerable<CalendarEntry> history) => history.Select(entry => entry.Fact switch
    {
        CalendarEvent.RevisionAccepted e => new ProjectionRow(
            Table, CalendarStream.Tenant, CalendarStream.Id, e.Revision, entry.Envelope.RecordedAt, entry.Envelope.Recorder.Name, entry.Envelope.Reason?.Value,
            e.Source.Value, e.RetrievedOn, e.Sha256.ToString(), e.FirstYear, e.LastYear, JsonSerializer.Serialize(e.BankHolidays, DomainJson.Stored)),
        _ => throw new System.Diagnostics.UnreachableException($"The calendar's revisions do not know {entry.Fact.GetType().Name}."),
    });

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
        Domain.Clocks.Calendars.Of([.. revisions.Select(one => one.Accepted)]);

    static CalendarRevision Read(NpgsqlDataReader row) => new(
        new CalendarList(
            new CalendarProvenance(row.GetInt32(0), row.GetString(4), row.Date(5), row.GetString(6), row.GetInt32(7), row.GetInt32(8)),
            JsonSerializer.Deserialize<BankHoliday[]>(row.GetString(9), DomainJson.Stored)!),
        SqlTime.ToInstant(row.GetFieldValue<long>(1)), row.GetString(2), row.TextOrNull(3));
}
