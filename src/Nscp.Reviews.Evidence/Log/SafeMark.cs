using Npgsql;

namespace Nscp.Reviews.Evidence;

/// <summary>
/// nextval keeps a lock on its sequence until the transaction ends, and a transaction's rows can be seen before its locks are gone. So pg_locks names
/// everyone who holds a number, and when those who held one at a later moment than the last number was read are gone, so is every number up to it decided.
/// </summary>
/// <remarks>
/// Not by comparing transaction ids (xmin, pg_snapshot_xmin): who began first may take its number last, so events are skipped. Not by a lock of our own:
/// writers would stand behind readers. Nor by selecting from the sequence: while nextval writes to the WAL, the sequence's row shows 32 numbers more than were
/// given, and a SELECT reads it without the lock that hides this. Numbers that are still to come would pass for decided (seen up to fourteen times in a million reads).
/// </remarks>
static class SafeMark
{
    /// <summary>The last number that was given to anyone.</summary>
    internal const string LastNumber = "coalesce(pg_sequence_last_value('mt_events_sequence'), 0)";

    const string Holders =
        """
        select virtualtransaction from pg_locks
        where locktype = 'relation' and relation = 'mt_events_sequence'::regclass and mode = 'RowExclusiveLock' and granted
            and database = (select oid from pg_database where datname = current_database())
        """;

    static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(1), LongestWait = TimeSpan.FromMilliseconds(100);

    internal static async Task<long> WaitAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = connection.Command($"select {LastNumber}");
        return await WaitAsync(connection, (long)(await command.ExecuteScalarAsync(ct))!, ct);
    }

    /// <summary>Waits until the last number, read in an earlier statement, is safe.</summary>
    /// <param name="connection">Without a transaction: each statement must see what is true when it begins.</param>
    internal static async Task<long> WaitAsync(NpgsqlConnection connection, long lastNumber, CancellationToken ct)
    {
        var held = await HoldersAsync(connection, ct);
        for (var wait = FirstWait; held.Count > 0; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            await Task.Delay(wait, ct);
            held.IntersectWith(await HoldersAsync(connection, ct));
        }
        return lastNumber;
    }

    static async Task<HashSet<string>> HoldersAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var holders = new HashSet<string>(StringComparer.Ordinal);
        await using var command = connection.Command(Holders);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            holders.Add(reader.GetString(0));
        return holders;
    }
}
