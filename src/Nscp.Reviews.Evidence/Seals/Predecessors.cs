using Npgsql;
using NpgsqlTypes;

namespace Nscp.Reviews.Evidence;

/// <summary>Hashes events in log order, each upon the one before it in its stream: as that was sealed, in an earlier batch or in this one.</summary>
sealed class Predecessors
{
    const string Select =
        """
        select g.tenant_id, g.stream_id, g.version, l.hash, e.headers ->> 'hash' from unnest($1, $2, $3) g(tenant_id, stream_id, version)
        join mt_events e on e.tenant_id = g.tenant_id and e.stream_id = g.stream_id and e.version = g.version
        join es_leaf l on l.seq_id = e.seq_id
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

    /// <summary>One round trip.</summary>
    internal static async Task<Predecessors> LoadAsync(NpgsqlConnection connection, IReadOnlyList<LogEvent> events, CancellationToken ct)
    {
        var firsts = events.DistinctBy(KeyOf).Where(one => one.Event.Version > 1).ToList();
        var all = new Predecessors();
        await using var command = connection.Command(Select,
            SealSql.Array(firsts.Select(one => one.Tenant).ToArray(), NpgsqlDbType.Varchar),
            SealSql.Array(firsts.Select(one => one.Event.StreamId).ToArray(), NpgsqlDbType.Uuid),
            SealSql.Array(firsts.Select(one => one.Event.Version - 1).ToArray(), NpgsqlDbType.Bigint));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var recorded = reader.IsDBNull(4) ? null : reader.GetString(4);
            all._streams.Add(new StreamKey(reader.GetString(0), reader.GetGuid(1)), new Before(reader.GetInt64(2), SealSql.ReadHash(reader, 3), Hash256.Parse(recorded)));
        }
        return all;
    }

    static StreamKey KeyOf(LogEvent one) => new(one.Tenant, one.Event.StreamId);

    /// <summary>Of an event of this batch, each in its turn.</summary>
    internal async Task<Link> HashAsync(NpgsqlConnection connection, LogEvent one, CancellationToken ct)
    {
        var (stored, recorded) = (one.Event, Headers.ReadHash(one.Event.Others!.Headers));
        var before = await BeforeAsync(connection, one, ct);
        // The one before is gone, and was never sealed: what stands upon it cannot be compared with its own hash, and is sealed as if it stood first.
        var link = stored.Version > 1 && before is null
            ? new Link(EventChain.Hash(null, one.Tenant, stored), Fits: false)
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

    /// <summary>Null for the first of a stream, and when there is none.</summary>
    async Task<Before?> BeforeAsync(NpgsqlConnection connection, LogEvent one, CancellationToken ct)
    {
        if (one.Event.Version == 1)
            return null;
        if (_streams.TryGetValue(KeyOf(one), out var there) && there.Version == one.Event.Version - 1)
            return there;
        // A tombstone: it has no leaf.
        var rows = await RowsBeforeAsync(connection, one, ct);
        return rows.Count > 0 && rows[^1].Version == one.Event.Version - 1
            ? new Before(rows[^1].Version, EventChain.Tip(one.Tenant, rows), Headers.ReadHash(rows[^1].Others!.Headers))
            : null;
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
