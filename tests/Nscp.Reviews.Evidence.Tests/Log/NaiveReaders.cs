using Npgsql;

namespace Nscp.Reviews.Evidence.Tests;

/// <summary>Gives what follows a position, and how far it says to have come.</summary>
delegate Task<LogBatch> Reading(long after, int most, CancellationToken ct);

/// <summary>Readers that skip events, as readers elsewhere have done.</summary>
sealed class NaiveReaders(NpgsqlDataSource log)
{
    /// <summary>Everything that is there now, up to the highest number that can be seen.</summary>
    internal Task<LogBatch> UpToTheHighestAsync(long after, int most, CancellationToken ct) => ReadAsync(after, most, "true", ct);

    /// <summary>Takes rows for settled whose transaction began before every transaction that is still open.</summary>
    internal Task<LogBatch> BelowTheOldestOpenTransactionAsync(long after, int most, CancellationToken ct) =>
        ReadAsync(after, most, "e.xmin::text::bigint < pg_snapshot_xmin(pg_current_snapshot())::text::bigint", ct);

    async Task<LogBatch> ReadAsync(long after, int most, string settled, CancellationToken ct)
    {
        var (last, events) = (after, new List<LogEvent>());
        await using var command = log.CreateCommand(EventRow.SelectLog.Replace(" order by", $" and {settled} order by", StringComparison.Ordinal));
        command.Parameters.AddRange(new[] { Sql.Bigint(after), Sql.Bigint(long.MaxValue), Sql.Bigint(most) });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            events.Add(new LogEvent(reader.GetString(EventRow.TenantColumn), EventRow.Read(reader)));
            last = events[^1].Event.Sequence;
        }
        return new LogBatch(events, last);
    }
}
