using Npgsql;

namespace Nscp.Reviews.Evidence;

/// <summary>An event of whatever tenant.</summary>
public sealed record LogEvent(string Tenant, StoredEvent Event);

/// <summary>A piece of the log.</summary>
/// <param name="Events">In the log's order. May be empty: numbers are burnt, and tombstones say nothing.</param>
/// <param name="UpTo">Inclusive: nothing else will ever appear up to here.</param>
sealed record LogBatch(IReadOnlyList<LogEvent> Events, long UpTo);

/// <summary>The whole log cannot be read safely here; the message says why.</summary>
public sealed class LogReaderException(string message) : Exception(message);

/// <summary>A stored row that cannot be understood as an event.</summary>
/// <param name="position">Its number in the log.</param>
/// <param name="eventId">Null when not even that can be read.</param>
public sealed class UnreadableRowException(long position, Guid? eventId, Exception inner) : Exception($"The event at {position} of the log cannot be read.", inner)
{
    public long Position { get; } = position;

    public Guid? EventId { get; } = eventId;
}

/// <summary>The log's rows, by a connection of the log role.</summary>
static class LogRows
{
    // Marten's name for a store without tenants; the column may be null.
    const string NoTenant = "*DEFAULT*";

    // Besides what is checked, numbers must be taken in the transaction that inserts them, which Marten's quick append does.
    const string Check =
        """
        select pg_is_in_recovery(), (select seqcache from pg_sequence where seqrelid = 'mt_events_sequence'::regclass),
            (select rolbypassrls or rolsuper from pg_roles where rolname = current_user)
        """;

    internal static async Task CheckAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = connection.Command(Check);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        if (reader.GetBoolean(0))
            throw new LogReaderException("This server is a standby: it does not know who holds a number. Give the log role the primary.");
        if (reader.GetInt64(1) != 1)
            throw new LogReaderException($"The sequence mt_events_sequence has a cache of {reader.GetInt64(1)}: numbers kept by a session would be skipped. Alter it to cache 1.");
        if (!reader.GetBoolean(2))
            throw new LogReaderException("Row security binds this role, so it would see an empty log. Give the log role BYPASSRLS.");
    }

    /// <exception cref="UnreadableRowException">The first row cannot be understood; when it is a later one, those before it are given.</exception>
    internal static async Task<LogBatch> ReadAsync(NpgsqlConnection connection, long after, long safeMark, int most, CancellationToken ct)
    {
        var (rows, last, events) = (0, after, new List<LogEvent>());
        await using var command = connection.Command(EventRow.SelectLog, Sql.Bigint(after), Sql.Bigint(safeMark), Sql.Bigint(most));
        await using var reader = await command.ExecuteReaderAsync(ct);
        for (; await reader.ReadAsync(ct); rows++)
        {
            var position = reader.GetInt64(EventRow.SequenceColumn);
            try
            {
                var one = Read(reader, position);
                if (!EventRow.IsTombstone(one.Event)) events.Add(one);
            }
            catch (UnreadableRowException) when (rows > 0)
            {
                return new LogBatch(events, last);
            }
            last = position;
        }
        return new LogBatch(events, rows < most ? Math.Max(after, safeMark) : last);
    }

    static LogEvent Read(NpgsqlDataReader row, long position)
    {
        try
        {
            return new LogEvent(row.IsDBNull(EventRow.TenantColumn) ? NoTenant : row.GetString(EventRow.TenantColumn), EventRow.Read(row));
        }
        catch (Exception unreadable) when (unreadable is InvalidCastException or OverflowException or FormatException)
        {
            throw new UnreadableRowException(position, row.IsDBNull(0) ? null : row.GetGuid(0), unreadable);
        }
    }
}
