using Npgsql;

namespace Nscp.Reviews.Evidence.Tests;

/// <summary>Other writers of the log, by plain SQL, and what an independent look at it says.</summary>
static class Log
{
    /// <summary>A transaction that has taken a number and stored its event under it, and is still open.</summary>
    internal static async Task<Open> HoldAsync(LogDatabase database, bool olderThanOthers = false)
    {
        var open = await BeginAsync(database, "select pg_current_xact_id()");
        if (!olderThanOthers)
            await open.InsertAsync();
        return open;
    }

    /// <summary>A transaction that has done this, and is still open.</summary>
    internal static async Task<Open> BeginAsync(LogDatabase database, string sql)
    {
        var open = new Open(await database.Super.OpenConnectionAsync(LogDatabase.Ct));
        await open.RunAsync("begin");
        await open.RunAsync(sql);
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
            await command.ExecuteNonQueryAsync(LogDatabase.Ct);
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }

    /// <summary>Appends streams of one event, each under a tenant of its own.</summary>
    internal static async Task AppendAsync(LogDatabase database, int count)
    {
        for (var i = 0; i < count; i++)
            await database.AppendAsync($"log-{Guid.NewGuid():n}", Guid.CreateVersion7(), Tickets.Opened("1"));
    }

    /// <summary>A writer among others: of each three one holds its number for a while, and of those every second is rolled back.</summary>
    internal static async Task WriteAsync(LogDatabase database, int writer, int appends)
    {
        for (var i = 0; i < appends; i++)
        {
            if ((i + writer) % 3 != 0)
            {
                await AppendAsync(database, 1);
                continue;
            }
            await using var held = await HoldAsync(database);
            await Task.Delay((i + writer) % 7, LogDatabase.Ct);
            await held.RunAsync(i % 2 == 0 ? "commit" : "rollback");
        }
    }

    /// <summary>Numbers that nobody will ever see.</summary>
    internal static Task BurnAsync(LogDatabase database, int count) => database.ExecuteAsync($"select nextval('mt_events_sequence') from generate_series(1, {count})");

    internal static async Task<IReadOnlyList<long>> SequencesAsync(LogDatabase database, long after = 0) =>
        [.. (await database.TextsAsync($"select seq_id from mt_events where seq_id > {after} order by seq_id")).Select(long.Parse)];

    internal static async Task<long> LastNumberAsync(LogDatabase database) => long.Parse((await database.TextsAsync("select last_value - (not is_called)::int from mt_events_sequence"))[0]);
}
