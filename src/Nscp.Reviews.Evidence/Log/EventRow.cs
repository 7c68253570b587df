using NodaTime;
using Npgsql;

namespace Nscp.Reviews.Evidence;

/// <summary>One row of <c>mt_events</c>. Reads what other software writes: no .NET type, no headers, unknown headers.</summary>
public static class EventRow
{
    const string Columns =
        "e.id, e.stream_id, e.seq_id, e.version, e.type, e.data, e.timestamp, e.headers, e.user_name, e.correlation_id, e.causation_id, e.mt_dotnet_type, e.bdata, e.is_archived";

    /// <summary>What <see cref="Read"/> reads, of <c>mt_events e</c>; to be narrowed, and ordered by version within a stream.</summary>
    public const string Select = $"select {Columns} from mt_events e";

    /// <summary>Every stream, one after the other, with its tenant and type behind the event's columns.</summary>
    internal const string SelectStreams =
        $"select {Columns}, s.tenant_id, s.type from mt_events e join mt_streams s on s.tenant_id = e.tenant_id and s.id = e.stream_id";

    /// <summary>The whole log, after $1 (exclusive) up to $2 (inclusive), with the tenant behind the event's columns.</summary>
    internal const string SelectLog = $"select {Columns}, e.tenant_id from mt_events e where e.seq_id > $1 and e.seq_id <= $2 order by e.seq_id limit $3";

    internal const string SelectStreamsOfTenant = $"{SelectStreams} where e.tenant_id = $1{StreamOrder}";

    internal const string SelectTheseStreams = $"{SelectStreams} where e.tenant_id = $1 and e.stream_id = any($2){StreamOrder}";

    internal const string StreamOrder = " order by e.tenant_id, e.stream_id, e.version";

    internal const int SequenceColumn = 2;
    internal const int TenantColumn = 14;
    internal const int StreamTypeColumn = 15;

    // Left by Marten where an append failed after it had taken numbers: they say nothing.
    const string Tombstone = "tombstone";

    internal static bool IsTombstone(StoredEvent one) => one.Type == Tombstone;

    /// <exception cref="InvalidCastException">A column that no event lacks is null.</exception>
    public static StoredEvent Read(NpgsqlDataReader row)
    {
        // Marten gives a tombstone no time.
        var (type, microseconds) = (row.GetString(4), row.GetFieldValue<long>(6));
        var timestamp = type == Tombstone && microseconds == long.MinValue ? Instant.MinValue : SqlTime.ToInstant(microseconds);
        return new StoredEvent(row.GetGuid(0), row.GetGuid(1), row.GetInt64(2), row.GetInt64(3), type, row.GetFieldValue<byte[]>(5), timestamp)
        {
            Others = new OtherColumns(
                BytesOrNull(row, 7), TextOrNull(row, 8), TextOrNull(row, 9), TextOrNull(row, 10), TextOrNull(row, 11), BytesOrNull(row, 12), !row.IsDBNull(13) && row.GetBoolean(13)),
        };
    }

    // The cast matters: a bare null would turn into bytes of length 0, by way of an array.
    static ReadOnlyMemory<byte>? BytesOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? (ReadOnlyMemory<byte>?)null : new ReadOnlyMemory<byte>(row.GetFieldValue<byte[]>(column));

    static string? TextOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
