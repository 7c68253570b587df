using Npgsql;

namespace Nscp.Reviews.Evidence;

/// <summary>Compares each stream's own row with its last event: what was cut off before it was sealed shows here alone.</summary>
static class StreamCheck
{
    // Of one moment, so that appends meanwhile do no harm. What other software holds tombstones in is no stream of events.
    const string Select =
        """
        select tenant_id, stream_id, s.version, e.last, s.id is null
        from (select tenant_id, id as stream_id, id, version from mt_streams) s
            full join (select tenant_id, stream_id, max(version) as last from mt_events group by tenant_id, stream_id) e using (tenant_id, stream_id)
        where coalesce(s.version, 0) <> coalesce(e.last, 0) and (e.last is null or exists (
            select from mt_events o where o.tenant_id = e.tenant_id and o.stream_id = e.stream_id and o.type <> 'tombstone'))
        order by tenant_id, stream_id
        """;

    internal static async Task RunAsync(NpgsqlConnection looking, Puzzle puzzle, Findings findings, CancellationToken ct)
    {
        await using var command = looking.Command(Select);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (tenant, stream) = (reader.IsDBNull(0) ? "*DEFAULT*" : reader.GetString(0), reader.IsDBNull(1) ? Guid.Empty : reader.GetGuid(1));
            var (version, last) = (reader.IsDBNull(2) ? 0 : reader.GetInt64(2), reader.IsDBNull(3) ? 0 : reader.GetInt64(3));
            // An event that is named already, for being where it is, is not told of again as its stream's end.
            if (last > version && puzzle.Names(new StreamKey(tenant, stream), last))
                continue;
            findings.Add(new Finding(FindingKind.Truncated, null, tenant, stream, Math.Max(version, last), Sentence(tenant, stream, version, last, reader.GetBoolean(4))));
        }
    }

    static string Sentence(string tenant, Guid stream, long version, long last, bool isRowGone) =>
        $"Stream {stream} of {tenant}: " + (isRowGone ? $"its own row is gone, and its events up to version {last} are there."
            : last == 0 ? $"its own row says that it has {version} events, and none is there."
            : $"its own row says that version {version} is its last, and version {last} is.");
}
