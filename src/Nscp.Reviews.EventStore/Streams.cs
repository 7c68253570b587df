using System.Runtime.CompilerServices;
using Npgsql;

namespace Nscp.Reviews.EventStore;

static class Streams
{
    /// <summary>Cuts rows of <see cref="EventRow.SelectStreams"/> into streams, holding one stream at a time.</summary>
    internal static async IAsyncEnumerable<StreamHistory> ReadAsync(NpgsqlDataReader reader, [EnumeratorCancellation] CancellationToken ct)
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
