using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Rebuilds as they are often written. Each makes one mistake.</summary>
sealed class NaiveRebuilds(StoreDatabase database)
{
    static readonly string Names = string.Join(", ", Rebuilders.Tables.Select(table => table.Name));

    static CancellationToken Ct => StoreDatabase.Ct;

    /// <summary>Empties and refills in one transaction, and thinks that is enough.</summary>
    internal Task WithoutLockAsync(Func<RebuildPhase, Task> at) => ReplaceAsync(at, locks: false, (rows, _) => Task.FromResult(rows));

    /// <summary>Locks, but only when it writes: what came meanwhile is gone.</summary>
    internal Task WithoutLastFoldAsync(Func<RebuildPhase, Task> at) => ReplaceAsync(at, locks: true, (rows, _) => Task.FromResult(rows));

    /// <summary>Folds what came meanwhile, by its number in the log: an append that took its number early and commits late is passed over.</summary>
    internal Task FromTheHighestNumberAsync(Func<RebuildPhase, Task> at) => ReplaceAsync(at, locks: true, async (rows, from) =>
    {
        var changed = (await database.TextsAsync($"select distinct stream_id from mt_events where seq_id > {from}")).ToHashSet();
        return changed.Count == 0 ? rows : [.. rows.Where(row => !changed.Contains($"{row.Values[1]}")), .. (await RowsAsync()).Where(row => changed.Contains($"{row.Values[1]}"))];
    });

    /// <summary>Locks first and reads then: right, but writers wait for all of it.</summary>
    internal async Task LockedFromTheBeginningAsync(Func<RebuildPhase, Task> at)
    {
        await using var connection = await database.Log.OpenConnectionAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await connection.RunAsync($"lock table {Names} in share row exclusive mode", Ct);
        await at(RebuildPhase.Building);
        await WriteAsync(connection, await RowsAsync());
        await transaction.CommitAsync(Ct);
    }

    /// <summary>Puts a copy in the live table's place by name: readers stand behind whoever reads for long, and the copy has lost its policies and grants.</summary>
    internal async Task ByRenamingAsync(Func<RebuildPhase, Task> at)
    {
        await using var connection = await database.Super.OpenConnectionAsync(Ct);
        await connection.RunAsync("drop table if exists ticket_new; create table ticket_new (like ticket including all); insert into ticket_new select * from ticket", Ct);
        await at(RebuildPhase.Building);
        await connection.RunAsync("begin; drop table ticket; alter table ticket_new rename to ticket; commit", Ct);
    }

    async Task ReplaceAsync(Func<RebuildPhase, Task> at, bool locks, Func<IReadOnlyList<ProjectionRow>, long, Task<IReadOnlyList<ProjectionRow>>> catchUp)
    {
        var from = long.Parse((await database.TextsAsync("select max(seq_id) from mt_events"))[0]);
        var rows = await RowsAsync();
        await at(RebuildPhase.Building);
        await at(RebuildPhase.CatchingUp);
        await at(RebuildPhase.Comparing);
        await using var connection = await database.Log.OpenConnectionAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        if (locks)
            await connection.RunAsync($"lock table {Names} in share row exclusive mode", Ct);
        await WriteAsync(connection, await catchUp(rows, from));
        await transaction.CommitAsync(Ct);
    }

    async Task<IReadOnlyList<ProjectionRow>> RowsAsync()
    {
        await using var select = database.Log.CreateCommand(EventRow.SelectStreams + EventRow.StreamOrder);
        await using var reader = await select.ExecuteReaderAsync(Ct);
        var rows = new List<ProjectionRow>();
        await foreach (var stream in Streams.ReadAsync(reader, Ct))
            rows.AddRange(Tickets.Rows(stream));
        return rows;
    }

    static async Task WriteAsync(NpgsqlConnection connection, IReadOnlyList<ProjectionRow> rows)
    {
        await connection.RunAsync("delete from ticket; delete from ticket_note", Ct);
        foreach (var row in rows)
        {
            await using var insert = new NpgsqlCommand(row.Table.Insert, connection);
            insert.Parameters.AddRange(row.Values.Select((value, i) => Sql.Column(value, row.Table.Columns[i].Type)).ToArray());
            await insert.ExecuteNonQueryAsync(Ct);
        }
    }
}
