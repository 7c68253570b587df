using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Other writers of the log, by plain SQL, and what an independent look at it says.</summary>
static class Log
{
    /// <summary>A transaction that has taken a number and stored its event under it, and is still open.</summary>
    internal static async Task<Open> HoldAsync(StoreDatabase database, bool olderThanOthers = false)
    {
        var open = new Open(await database.Super.OpenConnectionAsync(StoreDatabase.Ct));
        await open.RunAsync("begin");
        if (!olderThanOthers)
            await open.InsertAsync();
        else
            await open.RunAsync("select pg_current_xact_id()");
        return open;
    }

    internal sealed class Open(NpgsqlConnection connection) : IAsyncDisposable
    {
        internal Task InsertAsync()
        {
            var (tenant, stream) = ($"held-{Guid.NewGuid():n}", Guid.CreateVersion7());
            return RunAsync(
                $"""
                insert into mt_streams (tenant_id, id, type, version) values ('{tenant}', '{stream}', 'ticket', 1);
                insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, is_archived)
                values (nextval('mt_events_sequence'), gen_random_uuid(), '{stream}', 1, jsonb_build_object(), 'ticket_opened', now(), '{tenant}', false)
                """);
        }

        internal Task CommitAsync() => RunAsync("commit");

        internal async Task RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(StoreDatabase.Ct);
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }

    /// <summary>Appends streams of one event, each under a tenant of its own.</summary>
    internal static async Task AppendAsync(StoreDatabase database, int count)
    {
        for (var i = 0; i < count; i++)
            (await database.Store.AppendAsync(Tickets.Open($"log-{Guid.NewGuid():n}", Guid.CreateVersion7(), "1"), StoreDatabase.Ct)).ShouldHaveAppended(1, 1);
    }

    /// <summary>Numbers that nobody will ever see.</summary>
    internal static Task BurnAsync(StoreDatabase database, int count) => database.ExecuteAsync($"select nextval('mt_events_sequence') from generate_series(1, {count})");

    internal static async Task<IReadOnlyList<long>> SequencesAsync(StoreDatabase database, long after = 0) =>
        [.. (await database.TextsAsync($"select seq_id from mt_events where seq_id > {after} order by seq_id")).Select(long.Parse)];

    internal static async Task<long> LastNumberAsync(StoreDatabase database) => long.Parse((await database.TextsAsync("select last_value - (not is_called)::int from mt_events_sequence"))[0]);
}
