using System.Globalization;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Nscp.Reviews.Projections;

/// <summary>Who has read this case? Only added to.</summary>
public static class CaseReadings
{
    const string List = "readings";

    const string Insert =
        """
        insert into case_reading (tenant_id, stream_id, read_at, reader_id, reader_name, reader_role, reader_display_role, reader_organisation, reading, details, purpose, correlation_id)
        select tenant_id, case_id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 from mt_doc_reference where tenant_id = $1 and id = $2
        """;

    const string Select =
        """
        select number, read_at, reader_id, reader_name, reader_role, reader_display_role, reader_organisation, reading, details, purpose, correlation_id
        from case_reading
        where tenant_id = $1 and stream_id = $2 and ($3 is null or reader_id = $3) and ($4 is null or number < $4) and ($5 is null or read_at <= $5)
        order by number desc
        limit $6
        """;

    /// <summary>
    /// One round trip. False when no case has the reference (any more): nothing is recorded then. A connection that breaks after the
    /// record was made and before that was told makes a second one of the same reading, never none.
    /// </summary>
    /// <param name="source">The partnership's own.</param>
    public static async Task<bool> AddAsync(NpgsqlDataSource source, string tenant, CaseReference reference, RecordedReading reading, CancellationToken ct)
    {
        var by = reading.By;
        await using var insert = source.CreateCommand(Insert);
        insert.Parameters.AddRange((NpgsqlParameter[])
        [
            Text(tenant), Text(reference.Value), At(reading.At), Text(by.Id), Text(by.Name), Text(by.Role), Text(by.DisplayRole), Text(by.Organisation.ToString()), Text(reading.Reading),
            new() { Value = JsonSerializer.Serialize(reading.Details), NpgsqlDbType = NpgsqlDbType.Jsonb }, Text(reading.Purpose), Text(reading.CorrelationId),
        ]);
        return await insert.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>The newest first.</summary>
    /// <param name="source">The partnership's own.</param>
    /// <param name="case">As <see cref="References.FindAsync"/> gives it.</param>
    /// <param name="by">Only by the reader with this id.</param>
    /// <param name="until">Only up to this instant, inclusive.</param>
    /// <param name="limit">1 or more.</param>
    /// <exception cref="FormatException">The cursor is not one of this list.</exception>
    public static async Task<Page<RecordedReading>> ReadAsync(NpgsqlDataSource source, string tenant, Guid @case, string? by, Instant? until, int limit, string? after, CancellationToken ct)
    {
        long? last = after is null ? null : long.Parse(Cursor.Place(List, after), NumberStyles.None, CultureInfo.InvariantCulture);
        await using var select = source.CreateCommand(Select);
        select.Parameters.AddRange((NpgsqlParameter[])[Text(tenant), new() { Value = @case }, Text(by), Of(last, NpgsqlDbType.Bigint), At(until), Of(limit + 1, NpgsqlDbType.Integer)]);
        await using var reader = await select.ExecuteReaderAsync(ct);
        var rows = new List<(long Number, RecordedReading Reading)>();
        while (await reader.ReadAsync(ct)) rows.Add((reader.GetInt64(0), Read(reader)));
        return Pages.Of(rows, limit, List, row => row.Number.ToString(CultureInfo.InvariantCulture)).Select(row => row.Reading);
    }

    static RecordedReading Read(NpgsqlDataReader row) => new(
        row.GetFieldValue<Instant>(1), new Reader(row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), OrganisationCode.Parse(row.GetString(6))),
        row.GetString(7), JsonSerializer.Deserialize<SortedDictionary<string, string>>(row.GetString(8))!, row.IsDBNull(9) ? null : row.GetString(9), row.GetString(10));

    static NpgsqlParameter Text(string? value) => Of(value, NpgsqlDbType.Varchar);

    static NpgsqlParameter At(Instant? value) => Of(value, NpgsqlDbType.TimestampTz);

    static NpgsqlParameter Of(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
