using System.Runtime.CompilerServices;
using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>An event as a fold needs it: without what only the chain and other software ask for.</summary>
static class FoldedRow
{
    const string Columns =
        "s.tenant_id, s.id, s.version, s.type, e.id, e.seq_id, e.version, e.type, e.data, e.timestamp, e.headers, e.user_name, e.correlation_id, e.causation_id";

    /// <summary>Streams that hold an event.</summary>
    internal const string Select = $"select {Columns} from mt_events e join mt_streams s on s.tenant_id = e.tenant_id and s.id = e.stream_id";

    /// <summary>The streams given, also those that hold none.</summary>
    internal const string SelectGiven =
        $"select {Columns} from {Folding.Given} join mt_streams s on s.tenant_id = g.tenant_id and s.id = g.stream_id "
        + "left join mt_events e on e.tenant_id = s.tenant_id and e.stream_id = s.id order by s.tenant_id, s.id, e.version";

    /// <summary>Cuts rows into streams, holding one at a time.</summary>
    internal static async IAsyncEnumerable<(FoldedStream Stream, StreamHistory History)> ReadAsync(NpgsqlDataReader reader, [EnumeratorCancellation] CancellationToken ct)
    {
        (FoldedStream Stream, StreamHistory History)? current = null;
        var events = new List<StoredEvent>();
        while (await reader.ReadAsync(ct))
        {
            var (tenant, id) = (reader.GetString(0), reader.GetGuid(1));
            if (current is not { } open || open.Stream.Id != id || open.Stream.Tenant != tenant)
            {
                if (current is { } full)
                    yield return full;
                events = [];
                current = (new FoldedStream(tenant, id, reader.IsDBNull(2) ? null : reader.GetInt64(2)), new StreamHistory(tenant, id, TextOrNull(reader, 3) ?? "", events));
            }
            if (!reader.IsDBNull(4) && Event(reader, id) is var one && !EventRow.IsTombstone(one))
                events.Add(one);
        }
        if (current is { } last)
            yield return last;
    }

    static StoredEvent Event(NpgsqlDataReader row, Guid stream)
    {
        var headers = row.IsDBNull(10) ? (ReadOnlyMemory<byte>?)null : row.GetFieldValue<byte[]>(10);
        return new StoredEvent(row.GetGuid(4), stream, row.GetInt64(5), row.GetInt64(6), row.GetString(7), row.GetFieldValue<byte[]>(8), SqlTime.ToInstant(row.GetFieldValue<long>(9)))
        {
            Others = new OtherColumns(headers, TextOrNull(row, 11), TextOrNull(row, 12), TextOrNull(row, 13), DotnetType: null, Binary: null, IsArchived: false),
        };
    }

    static string? TextOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
