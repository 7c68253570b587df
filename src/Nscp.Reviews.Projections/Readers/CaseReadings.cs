using System.Globalization;
using System.Text.Json;
using Npgsql;
using static Nscp.Reviews.Projections.ReadSql;

namespace Nscp.Reviews.Projections;

/// <summary>Who has read this case? Only added to.</summary>
public static class CaseReadings
{
    const string Insert =
        """
        insert into case_reading (tenant_id, stream_id, read_at, reader_id, reader_name, reader_role, reader_display_role, reader_organisation, reading, details, purpose, correlation_id)
        select tenant_id, stream_id, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $12 from case_reference where tenant_id = $1 and reference = $2
        returning number
        """;

    const string Select =
        """
        select number, read_at, reader_id, reader_name, reader_role, reader_display_role, reader_organisation, reading, details, purpose, correlation_id
        from case_reading
        where tenant_id = $1 and stream_id = $2 and ($3::varchar is null or reader_id = $3) and ($4::bigint is null or number < $4) and ($5::timestamptz is null or read_at <= $5)
        order by number desc
        limit $6
        """;

    /// <summary>
    /// One round trip. False when no case has the reference (any more): nothing is recorded then. A connection that breaks after the
    /// record was made and before that was told makes a second one of the same reading, never none.
    /// </summary>
    public static async Task<bool> AddAsync(NpgsqlDataSource source, string tenant, CaseReference reference, RecordedReading reading, CancellationToken ct)
    {
        var by = reading.By;
        var added = await QueryAsync(
            source, tenant, Insert,
            [
                Text(reference.Value), At(reading.At), Text(by.Id), Text(by.Name), Text(by.Role), Text(by.DisplayRole), Text(by.Organisation.ToString()), Text(reading.Reading),
                Text(JsonSerializer.Serialize(reading.Details)), Text(reading.Purpose), Text(reading.CorrelationId),
            ],
            row => row.GetInt64(0), ct);
        return added.Count == 1;
    }

    /// <summary>The newest first.</summary>
    /// <param name="case">As <see cref="CaseReferences.FindAsync"/> gives it.</param>
    /// <param name="by">Only by the reader with this id.</param>
    /// <param name="until">Only up to this instant, inclusive.</param>
    /// <param name="limit">1 or more.</param>
    /// <exception cref="FormatException">The cursor is not one of this list.</exception>
    public static async Task<Page<RecordedReading>> ReadAsync(NpgsqlDataSource source, string tenant, Guid @case, string? by, Instant? until, int limit, string? after, CancellationToken ct)
    {
        long? last = Cursor.Keys(after, 1) is { } keys ? long.Parse(keys[0], NumberStyles.None, CultureInfo.InvariantCulture) : null;
        var rows = await QueryAsync(source, tenant, Select, [Id(@case), Text(by), Long(last), At(until), Int(limit + 1)], row => (Number: row.GetInt64(0), Reading: Read(row)), ct);
        var page = Pages.Of(rows, limit, row => Cursor.Of(row.Number.ToString(CultureInfo.InvariantCulture)));
        return new([.. page.Items.Select(row => row.Reading)], page.After);
    }

    static RecordedReading Read(NpgsqlDataReader row) => new(
        SqlTime.ToInstant(row.GetFieldValue<long>(1)),
        new Reader(row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), OrganisationCode.Parse(row.GetString(6))),
        row.GetString(7), JsonSerializer.Deserialize<SortedDictionary<string, string>>(row.GetString(8))!, row.TextOrNull(9), row.GetString(10));
}
