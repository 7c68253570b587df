using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>The steps of one run, and how far it is.</summary>
/// <param name="writing">Holds the right to these tables.</param>
sealed class RebuildRun(NpgsqlConnection writing, Shadow shadow, Folding folding, IProgress<RebuildProgress>? progress)
{
    // What the swap may have to fold while writers wait, and how often to try to get there: writers may be faster than we are.
    const int FewStreams = 50;
    const int Rounds = 10;

    readonly ShadowWriting _shadow = new(writing, shadow);
    RebuildProgress _done = new(RebuildPhase.Building, 0, 0, 0, 0, 0);

    internal async Task BuildAsync(CancellationToken ct)
    {
        _done = await CountAsync(RebuildPhase.Building, ct);
        progress?.Report(_done);
        await folding.AfterAsync(await LastAsync(ct), batch => AddAsync(batch, ct), ct);
        await writing.RunAsync(string.Concat(shadow.Tables.Select(table => table.Index)) + $"analyze {shadow.Streams}", ct);
    }

    internal async Task CatchUpAsync(CancellationToken ct)
    {
        for (var round = 0; round < Rounds; round++)
        {
            Tell(RebuildPhase.CatchingUp);
            var changed = await ChangedAsync(ct);
            await folding.TheseAsync(changed, batch => InTransactionAsync(() => _shadow.ReplaceAsync(batch, ct), ct), ct);
            if (changed.Count <= FewStreams)
                return;
        }
    }

    internal async Task CompareAsync(CancellationToken ct)
    {
        Tell(RebuildPhase.Comparing);
        // With the usual few megabytes a large table is joined by way of the disk.
        await InTransactionAsync(() => writing.RunAsync("set local work_mem = '64MB'; " + string.Concat(shadow.Tables.Select(table => table.NoteDifferences)), ct), ct);
    }

    /// <summary>In a transaction that holds the tables.</summary>
    internal async Task SwapAsync(CancellationToken ct)
    {
        Tell(RebuildPhase.Swapping);
        await folding.TheseAsync(await ChangedAsync(ct), batch => _shadow.ReplaceAsync(batch, ct), ct);
        await writing.RunAsync(string.Concat(shadow.Tables.Select(table => table.WriteDifferences)), ct);
    }

    internal async Task<RebuildProgress> DoneAsync(CancellationToken ct)
    {
        _done = await CountAsync(RebuildPhase.Done, ct);
        progress?.Report(_done);
        return _done;
    }

    async Task AddAsync(FoldedBatch batch, CancellationToken ct)
    {
        await InTransactionAsync(() => _shadow.AddAsync(batch, ct), ct);
        _done = _done with { Streams = _done.Streams + batch.Streams.Count, Events = _done.Events + batch.Events, Rows = _done.Rows + batch.Rows.Sum(rows => rows.Count) };
        progress?.Report(_done);
    }

    void Tell(RebuildPhase phase)
    {
        _done = _done with { Phase = phase };
        progress?.Report(_done);
    }

    async Task InTransactionAsync(Func<Task> work, CancellationToken ct)
    {
        await using var transaction = await writing.BeginTransactionAsync(ct);
        await work();
        await transaction.CommitAsync(ct);
    }

    // In the order of folding, so everything up to it is folded or has been since.
    async Task<FoldedStream?> LastAsync(CancellationToken ct) =>
        (await StreamsAsync($"select tenant_id, stream_id from {shadow.Streams} order by tenant_id desc, stream_id desc limit 1", ct)) is [var last] ? last : null;

    Task<List<FoldedStream>> ChangedAsync(CancellationToken ct) => StreamsAsync(
        $"""
        select s.tenant_id, s.id from mt_streams s left join {shadow.Streams} f on f.tenant_id = s.tenant_id and f.stream_id = s.id
        where f.stream_id is null or f.version is distinct from s.version
        """, ct);

    async Task<List<FoldedStream>> StreamsAsync(string sql, CancellationToken ct)
    {
        var streams = new List<FoldedStream>();
        await using var select = new NpgsqlCommand(sql, writing) { CommandTimeout = 0 };
        await using var reader = await select.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            streams.Add(new FoldedStream(reader.GetString(0), reader.GetGuid(1), null));
        return streams;
    }

    async Task<RebuildProgress> CountAsync(RebuildPhase phase, CancellationToken ct)
    {
        var rows = string.Join(" + ", shadow.Tables.Select(table => $"({table.Count})"));
        await using var count = new NpgsqlCommand(
            $"select f.streams, f.events, {rows}, s.streams, s.events from (select count(*) streams, coalesce(sum(version), 0)::bigint events from {shadow.Streams}) f, "
            + "(select count(*) streams, coalesce(sum(version), 0)::bigint events from mt_streams) s", writing) { CommandTimeout = 0 };
        await using var reader = await count.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new RebuildProgress(phase, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4));
    }
}
