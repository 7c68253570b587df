using Npgsql;
using NpgsqlTypes;

namespace Nscp.Reviews.EventStore;

/// <summary>Hashes events in log order, each upon the one before it in its stream: as that was sealed, in an earlier batch or in this one.</summary>
sealed class Predecessors
{
    const string Select =
        """
        select g.tenant_id, g.stream_id, l.hash, e.headers ->> 'hash', e.seq_id is not null from unnest($1, $2, $3) g(tenant_id, stream_id, version)
        left join mt_events e on e.tenant_id = g.tenant_id and e.stream_id = g.stream_id and e.version = g.version
        left join es_leaf l on l.seq_id = e.seq_id
        """;

    const string SelectBefore = $"{EventRow.Select} where e.tenant_id = $1 and e.stream_id = $2 and e.version < $3 order by e.version";

    readonly Dictionary<StreamKey, Before> _streams = [];

    Predecessors() { }

    /// <param name="Version">Of the event before.</param>
    /// <param name="Hash">As it was sealed, or as it is now when it never was.</param>
    /// <param name="Recorded">The hash that it carries, which is what the next event was chained to; null for other software's.</param>
    readonly record struct Before(long Version, Hash256 Hash, Hash256? Recorded);

    /// <param name="Hash">To be sealed.</param>
    /// <param name="Fits">False when the hash that was recorded with it is another.</param>
    internal readonly record struct Link(Hash256 Hash, bool Fits);

    /// <summary>One round trip, and one more for each stream in which a tombstone stands before.</summary>
    internal static async Task<Predecessors> LoadAsync(NpgsqlConnection connection, IReadOnlyList<LogEvent> events, CancellationToken ct)
    {
        var firsts = events.DistinctBy(KeyOf).Where(one => one.Event.Version > 1).ToList();
        var (all, unsealed) = (new Predecessors(), new List<LogEvent>());
        var versions = firsts.ToDictionary(KeyOf);
        await using (var command = connection.Command(Select,
            SealSql.Array(firsts.Select(one => one.Tenant).ToArray(), NpgsqlDbType.Varchar),
            SealSql.Array(firsts.Select(one => one.Event.StreamId).ToArray(), NpgsqlDbType.Uuid),
            SealSql.Array(firsts.Select(one => one.Event.Version - 1).ToArray(), NpgsqlDbType.Bigint)))
        {
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                var stream = new StreamKey(reader.GetString(0), reader.GetGuid(1));
                if (!reader.IsDBNull(2))
                    all._streams.Add(stream, new Before(versions[stream].Event.Version - 1, SealSql.ReadHash(reader, 2), Hash256.Parse(reader.IsDBNull(3) ? null : reader.GetString(3))));
                else if (reader.GetBoolean(4))
                    unsealed.Add(versions[stream]);
            }
        }
        foreach (var one in unsealed)
            await all.RecomputeAsync(connection, one, ct);
        return all;
    }

    static StreamKey KeyOf(LogEvent one) => new(one.Tenant, one.Event.StreamId);

    /// <summary>Of an event of this batch, each in its turn.</summary>
    internal async Task<Link> HashAsync(NpgsqlConnection connection, LogEvent one, CancellationToken ct)
    {
        var (stored, recorded) = (one.Event, Headers.ReadHash(one.Event.Others!.Headers));
        Before? before = _streams.TryGetValue(KeyOf(one), out var there) && there.Version == stored.Version - 1 ? there : null;
        // The one before is gone, and was never sealed: what stands upon it cannot be recomputed, and is taken at its word.
        var link = stored.Version > 1 && before is null
            ? new Link(recorded ?? EventChain.Hash(null, one.Tenant, stored), Fits: false)
            : await HashAsync(connection, one, before, recorded, ct);
        _streams[KeyOf(one)] = new Before(stored.Version, link.Hash, recorded);
        return link;
    }

    static async Task<Link> HashAsync(NpgsqlConnection connection, LogEvent one, Before? before, Hash256? recorded, CancellationToken ct)
    {
        var hash = EventChain.Hash(before?.Hash, one.Tenant, one.Event);
        if (recorded is null || hash == recorded)
            return new Link(hash, Fits: true);
        // The one before was altered, and this one fits it as it was recorded or, recorded since, as it is now: then it is not to blame.
        if (before?.Recorded is { } then && EventChain.Hash(then, one.Tenant, one.Event) == recorded)
            return new Link(recorded.Value, Fits: true);
        if (before is not null && EventChain.Hash(EventChain.Tip(one.Tenant, await RowsBeforeAsync(connection, one, ct)), one.Tenant, one.Event) == recorded)
            return new Link(recorded.Value, Fits: true);
        return new Link(hash, Fits: false);
    }

    async Task RecomputeAsync(NpgsqlConnection connection, LogEvent next, CancellationToken ct)
    {
        var rows = await RowsBeforeAsync(connection, next, ct);
        _streams.Add(KeyOf(next), new Before(next.Event.Version - 1, EventChain.Tip(next.Tenant, rows), Headers.ReadHash(rows[^1].Others!.Headers)));
    }

    static Task<List<StoredEvent>> RowsBeforeAsync(NpgsqlConnection connection, LogEvent next, CancellationToken ct) =>
        RowsBeforeAsync(connection, KeyOf(next), next.Event.Version, ct);

    internal static async Task<List<StoredEvent>> RowsBeforeAsync(NpgsqlConnection connection, StreamKey stream, long version, CancellationToken ct)
    {
        var rows = new List<StoredEvent>();
        await using var command = connection.Command(SelectBefore, Sql.Varchar(stream.Tenant), Sql.Uuid(stream.StreamId), Sql.Bigint(version));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            rows.Add(EventRow.Read(reader));
        return rows;
    }
}
