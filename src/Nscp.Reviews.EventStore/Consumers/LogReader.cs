using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>Reads the log of every tenant in order, never past an event that is still being committed.</summary>
/// <param name="log">The log reader role's, on the primary.</param>
public sealed class LogReader(NpgsqlDataSource log)
{
    /// <summary>Whether the database can be read safely at all. Once at the start.</summary>
    /// <exception cref="LogReaderException">It is a standby, the sequence has a cache, or row security binds the role.</exception>
    public async Task CheckAsync(CancellationToken ct)
    {
        await using var connection = await log.OpenConnectionAsync(ct);
        await LogRows.CheckAsync(connection, ct);
    }

    /// <summary>The number up to which (inclusive) nothing will appear any more; 0 when nothing was ever recorded. Waits for those who hold a number now, however long they do; nobody waits for it.</summary>
    public async Task<long> SafeMarkAsync(CancellationToken ct)
    {
        await using var connection = await log.OpenConnectionAsync(ct);
        return await SafeMark.WaitAsync(connection, ct);
    }

    /// <summary>What follows a position, up to a safe mark.</summary>
    /// <param name="after">Exclusive; 0 for the beginning.</param>
    /// <param name="safeMark">Inclusive, from <see cref="SafeMarkAsync"/> and no older than the last start of the server: after a crash, numbers that nobody committed are given again.</param>
    /// <param name="most">How many rows, 1 or more.</param>
    /// <exception cref="UnreadableEventException">A row is no event.</exception>
    public async Task<LogBatch> ReadAsync(long after, long safeMark, int most, CancellationToken ct)
    {
        await using var connection = await log.OpenConnectionAsync(ct);
        return await LogRows.ReadAsync(connection, after, safeMark, most, ct);
    }
}

/// <summary>The whole log cannot be read safely here; the message says why.</summary>
public sealed class LogReaderException(string message) : Exception(message);

/// <summary>A stored row that cannot be understood as an event.</summary>
/// <param name="position">Its number in the log.</param>
/// <param name="eventId">Null when not even that can be read.</param>
public sealed class UnreadableEventException(long position, Guid? eventId, Exception inner) : Exception($"The event at {position} of the log cannot be read.", inner)
{
    public long Position { get; } = position;

    public Guid? EventId { get; } = eventId;
}
