using Npgsql;

namespace Nscp.Reviews.Evidence;

/// <summary>Looks up what stands before an event in its stream, for streams that were forgotten.</summary>
sealed class ChainLookup(NpgsqlConnection connection)
{
    const string Select =
        """
        select e.version, l.hash, e.headers ->> 'hash' from mt_events e left join es_leaf l on l.seq_id = e.seq_id
        where e.tenant_id = $1 and e.stream_id = $2 and e.version < $3 and e.seq_id < $4 order by e.version desc limit 1
        """;

    /// <summary>Null when nothing does.</summary>
    internal async Task<ChainState?> BeforeAsync(StreamKey stream, long version, long number, CancellationToken ct)
    {
        ChainState? state = null;
        await using (var command = connection.Command(Select, Sql.Varchar(stream.Tenant), Sql.Uuid(stream.StreamId), Sql.Bigint(version), Sql.Bigint(number)))
        {
            await using var reader = await command.ExecuteReaderAsync(ct);
            if (!await reader.ReadAsync(ct))
                return null;
            var recorded = Hash256.Parse(reader.IsDBNull(2) ? null : reader.GetString(2));
            Hash256? leaf = reader.IsDBNull(1) ? null : SealSql.ReadHash(reader, 1);
            if ((leaf ?? recorded) is { } known)
                return new ChainState(reader.GetInt64(0), known, recorded is null || recorded == known ? null : [recorded.Value]);
            state = new ChainState(reader.GetInt64(0), default);
        }
        return state.Value with { Hash = await TipAsync(stream, state.Value.Version, ct) };
    }

    /// <summary>The same, and the hash of what the event says now, which need be neither sealed nor recorded.</summary>
    internal async Task<ChainState> AsItStandsAsync(ChainState before, StreamKey stream, CancellationToken ct) =>
        before with { Others = [.. before.Others ?? [], await TipAsync(stream, before.Version, ct)] };

    async Task<Hash256> TipAsync(StreamKey stream, long version, CancellationToken ct) =>
        EventChain.Tip(stream.Tenant, await Predecessors.RowsBeforeAsync(connection, stream, version + 1, ct));
}
