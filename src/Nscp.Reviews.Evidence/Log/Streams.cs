using System.Runtime.CompilerServices;
using Npgsql;

namespace Nscp.Reviews.Evidence;

/// <summary>Whole streams, read as they come: one at a time is held.</summary>
public static class Streams
{
    /// <summary>Every stream of a tenant that holds an event, by stream id, each from its first event to its last; of one moment.</summary>
    public static async IAsyncEnumerable<StreamHistory> OfTenantAsync(NpgsqlDataSource source, string tenant, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = source.CreateCommand(EventRow.SelectStreamsOfTenant);
        command.Parameters.Add(Sql.Varchar(tenant));
        await using var reader = await command.ExecuteReaderAsync(ct);
        await foreach (var stream in ReadAsync(reader, ct))
            yield return stream;
    }

    /// <summary>These streams of a tenant, as one statement sees them.</summary>
    public static async Task<IReadOnlyList<StreamHistory>> TheseAsync(NpgsqlConnection connection, string tenant, Guid[] streams, CancellationToken ct)
    {
        await using var command = connection.Command(EventRow.SelectTheseStreams, Sql.Varchar(tenant), SealSql.Array(streams, NpgsqlTypes.NpgsqlDbType.Uuid));
        await using var reader = await command.ExecuteReaderAsync(ct);
        var read = new List<StreamHistory>();
        await foreach (var stream in ReadAsync(reader, ct))
            read.Add(stream);
        return read;
    }

    /// <summary>Cuts rows of <see cref="EventRow.SelectStreams"/> into streams.</summary>
    static async IAsyncEnumerable<StreamHistory> ReadAsync(NpgsqlDataReader reader, [EnumeratorCancellation] CancellationToken ct)
    {
        StreamHistory? current = null;
        var events = new List<StoredEvent>();
        while (await reader.ReadAsync(ct))
        {
            var read = EventRow.Read(reader);
            if (EventRow.IsTombstone(read))
                continue;
            var tenant = reader.GetString(EventRow.TenantColumn);
            if (current is null || current.StreamId != read.StreamId || current.Tenant != tenant)
            {
                if (current is not null)
                    yield return current;
                events = [];
                var type = reader.IsDBNull(EventRow.StreamTypeColumn) ? "" : reader.GetString(EventRow.StreamTypeColumn);
                current = new StreamHistory(tenant, read.StreamId, type, events);
            }
            events.Add(read);
        }
        if (current is not null)
            yield return current;
    }
}
