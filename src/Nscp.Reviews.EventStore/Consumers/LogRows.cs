using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>The log's rows, by a connection of the log reader.</summary>
static class LogRows
{
    // Marten's name for a store without tenants; the column may be null.
    const string NoTenant = "*DEFAULT*";

    // Besides what is checked, numbers must be taken in the transaction that inserts them, which the append's own statement does.
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
            throw new LogReaderException("This server is a standby: it does not know who holds a number. Give the log reader the primary.");
        if (reader.GetInt64(1) != 1)
            throw new LogReaderException($"The sequence mt_events_sequence has a cache of {reader.GetInt64(1)}: numbers kept by a session would be skipped. Alter it to cache 1.");
        if (!reader.GetBoolean(2))
            throw new LogReaderException("Row security binds this role, so it would see an empty log. Give the log reader BYPASSRLS.");
    }

    internal static async Task<LogBatch> ReadAsync(NpgsqlConnection connection, long after, long safeMark, int most, CancellationToken ct)
    {
        var (rows, last, events) = (0, after, new List<LogEvent>());
        await using var command = connection.Command(EventRow.SelectLog, Sql.Bigint(after), Sql.Bigint(safeMark), Sql.Bigint(most));
        await using var reader = await command.ExecuteReaderAsync(ct);
        for (; await reader.ReadAsync(ct); rows++)
        {
            last = reader.GetInt64(EventRow.SequenceColumn);
            var one = Read(reader, last);
            if (!EventRow.IsTombstone(one.Event))
                events.Add(one);
        }
        return new LogBatch(events, rows < most ? Math.Max(after, safeMark) : last);
    }

    static LogEvent Read(NpgsqlDataReader row, long position)
    {
        try
        {
            return new LogEvent(row.IsDBNull(EventRow.TenantColumn) ? NoTenant : row.GetString(EventRow.TenantColumn), EventRow.Read(row));
        }
        catch (Exception unreadable) when (!PassingFault.Is(unreadable))
        {
            throw new UnreadableEventException(position, row.IsDBNull(0) ? null : row.GetGuid(0), unreadable);
        }
    }
}
