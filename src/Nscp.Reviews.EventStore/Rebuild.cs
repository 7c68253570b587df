using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Nscp.Reviews.EventStore;

/// <param name="Events">How many events have been read so far.</param>
public sealed record RebuildProgress(long Streams, long Events, long Rows);

/// <summary>Makes projection tables again from the events.</summary>
public static class Rebuild
{
    const int RowsPerCopy = 5_000;

    /// <summary>
    /// Empties the tables and fills them with the rows of every stream of every tenant, in one transaction: whoever would write to them waits until it ends,
    /// readers see the old rows until then. When it fails nothing has changed.
    /// </summary>
    /// <param name="log">The log reader's data source: two connections are used.</param>
    /// <param name="project">Every row of a stream, from its whole history; pure.</param>
    /// <exception cref="PostgresException">Two streams claim the same key.</exception>
    public static async Task<RebuildProgress> RunAsync(
        NpgsqlDataSource log,
        IReadOnlyList<ProjectionTable> tables,
        Func<StreamHistory, IReadOnlyList<ProjectionRow>> project,
        IProgress<RebuildProgress>? progress,
        CancellationToken ct)
    {
        await using var writing = await log.OpenConnectionAsync(ct);
        await using var transaction = await writing.BeginTransactionAsync(ct);
        await LockAndEmptyAsync(writing, tables, ct);
        // A COPY occupies its connection, so the events come over another one. It sees every event whose rows are in the tables now: who still holds back rows waits for us.
        await using var reading = await log.OpenConnectionAsync(ct);
        await using var select = new NpgsqlCommand(EventRow.SelectStreams + EventRow.StreamOrder, reading) { CommandTimeout = 0 };
        await using var reader = await select.ExecuteReaderAsync(ct);
        var (done, pending) = (new RebuildProgress(0, 0, 0), tables.ToDictionary(table => table.Name, _ => new List<ProjectionRow>()));
        await foreach (var stream in Streams.ReadAsync(reader, ct))
        {
            var rows = project(stream);
            foreach (var row in rows)
                await QueueAsync(writing, row, pending, ct);
            done = new RebuildProgress(done.Streams + 1, done.Events + stream.Events.Count, done.Rows + rows.Count);
            progress?.Report(done);
        }
        foreach (var table in tables)
            await CopyAsync(writing, table, pending[table.Name], ct);
        await transaction.CommitAsync(ct);
        return done;
    }

    // In the order in which an append takes its locks, so that neither waits for the other in a ring. DELETE, not TRUNCATE: that would shut out readers.
    static async Task LockAndEmptyAsync(NpgsqlConnection connection, IReadOnlyList<ProjectionTable> tables, CancellationToken ct)
    {
        var names = tables.Select(table => table.Name).Order(StringComparer.Ordinal).ToList();
        var statements = names.Select(name => $"lock table {name} in share row exclusive mode")
            .Concat(names.Select(name => $"delete from {name}"));
        await using var command = new NpgsqlCommand(string.Join("; ", statements), connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    static async Task QueueAsync(NpgsqlConnection connection, ProjectionRow row, Dictionary<string, List<ProjectionRow>> pending, CancellationToken ct)
    {
        if (!pending.TryGetValue(row.Table.Name, out var rows))
            throw new ArgumentException($"{row.Table.Name} is not among the tables to rebuild.");
        rows.Add(row);
        if (rows.Count >= RowsPerCopy)
            await CopyAsync(connection, row.Table, rows, ct);
    }

    static async Task CopyAsync(NpgsqlConnection connection, ProjectionTable table, List<ProjectionRow> rows, CancellationToken ct)
    {
        if (rows.Count == 0)
            return;
        await using var copy = await connection.BeginBinaryImportAsync(table.Copy, ct);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(ct);
            for (var i = 0; i < row.Values.Count; i++)
                await WriteAsync(copy, row.Values[i], table.Columns[i].Type, ct);
        }
        await copy.CompleteAsync(ct);
        rows.Clear();
    }

    static Task WriteAsync(NpgsqlBinaryImporter copy, object? value, NpgsqlDbType type, CancellationToken ct) => value switch
    {
        null => copy.WriteNullAsync(ct),
        Instant instant => copy.WriteAsync(SqlTime.ToSql(instant), type, ct),
        LocalDate date => copy.WriteAsync(SqlTime.ToSql(date), type, ct),
        _ => copy.WriteAsync(value, type, ct),
    };
}
