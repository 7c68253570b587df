using System.Threading.Channels;
using Npgsql;
using NpgsqlTypes;

namespace Nscp.Reviews.EventStore;

/// <param name="Version">As the stream's own row told it in the moment in which its events were read.</param>
readonly record struct FoldedStream(string Tenant, Guid Id, long? Version);

/// <summary>Streams, and the rows that they have in each of the tables.</summary>
sealed class FoldedBatch(int tables)
{
    internal List<FoldedStream> Streams { get; } = [];

    internal IReadOnlyList<List<(ProjectionRow Row, Guid Stream)>> Rows { get; } = [.. Enumerable.Range(0, tables).Select(_ => new List<(ProjectionRow, Guid)>())];

    internal long Events { get; set; }

    internal string[] Tenants => [.. Streams.Select(stream => stream.Tenant)];

    internal Guid[] Ids => [.. Streams.Select(stream => stream.Id)];
}

/// <summary>Reads streams and folds them, on a thread and a connection of its own, while another writes what was folded before.</summary>
sealed class Folding(NpgsqlConnection reading, RebuildRequest request, IReadOnlyList<ShadowTable> tables)
{
    // So many are held three times: one batch being made, one waiting, one being written.
    const int EventsPerBatch = 10_000;

    const int StreamsPerQuestion = 1_000;

    /// <summary>Streams that a statement is about: <c>$1</c> their tenants, <c>$2</c> their ids.</summary>
    internal const string Given = "unnest($1, $2) as g(tenant_id, stream_id)";

    readonly Dictionary<string, int> _numbers = tables.Select((table, number) => (table.Live.Name, number)).ToDictionary(StringComparer.Ordinal);

    /// <summary>Every stream behind the last one that is folded, in the order of the index that keeps a stream's events together.</summary>
    internal async Task AfterAsync(FoldedStream? last, Func<FoldedBatch, Task> write, CancellationToken ct)
    {
        await using var select = new NpgsqlCommand(FoldedRow.Select + (last is null ? "" : " where (e.tenant_id, e.stream_id) > ($1, $2)") + EventRow.StreamOrder, reading);
        if (last is { } at)
        {
            select.Parameters.Add(Sql.Varchar(at.Tenant));
            select.Parameters.Add(Sql.Uuid(at.Id));
        }
        await PassAsync(select, write, ct);
    }

    /// <summary>These streams, each as it is now.</summary>
    internal async Task TheseAsync(IReadOnlyList<FoldedStream> streams, Func<FoldedBatch, Task> write, CancellationToken ct)
    {
        foreach (var some in streams.Chunk(StreamsPerQuestion))
        {
            await using var select = new NpgsqlCommand(FoldedRow.SelectGiven, reading);
            select.Given([.. some.Select(stream => stream.Tenant)], [.. some.Select(stream => stream.Id)]);
            await PassAsync(select, write, ct);
        }
    }

    async Task PassAsync(NpgsqlCommand select, Func<FoldedBatch, Task> write, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var batches = Channel.CreateBounded<FoldedBatch>(1);
        var folding = Task.Run(() => FoldAsync(select, batches.Writer, either.Token), CancellationToken.None);
        try
        {
            // Ends with the exception that the folding ended with.
            await foreach (var batch in batches.Reader.ReadAllAsync(ct))
                await write(batch);
        }
        finally
        {
            await either.CancelAsync();
            await folding;
        }
    }

#pragma warning disable CA1031 // Whatever it is, the writing side throws it.
    async Task FoldAsync(NpgsqlCommand select, ChannelWriter<FoldedBatch> batches, CancellationToken ct)
    {
        try
        {
            select.CommandTimeout = 0;
            await using (var reader = await select.ExecuteReaderAsync(ct))
                await FoldAsync(reader, batches, ct);
            batches.Complete();
        }
        catch (Exception failed)
        {
            batches.Complete(failed);
        }
    }
#pragma warning restore CA1031

    async Task FoldAsync(NpgsqlDataReader reader, ChannelWriter<FoldedBatch> batches, CancellationToken ct)
    {
        var batch = new FoldedBatch(tables.Count);
        await foreach (var (stream, history) in FoldedRow.ReadAsync(reader, ct))
        {
            Fold(stream, history, batch);
            if (batch.Events < EventsPerBatch)
                continue;
            await batches.WriteAsync(batch, ct);
            batch = new FoldedBatch(tables.Count);
        }
        if (batch.Streams.Count > 0)
            await batches.WriteAsync(batch, ct);
    }

    void Fold(FoldedStream stream, StreamHistory history, FoldedBatch batch)
    {
        batch.Streams.Add(stream);
        batch.Events += history.Events.Count;
        if (history.Events.Count == 0)
            return;
        foreach (var row in request.Project(history))
        {
            if (!_numbers.TryGetValue(row.Table.Name, out var number))
                throw new ArgumentException($"{row.Table.Name} is not among the tables to rebuild.");
            batch.Rows[number].Add((row, stream.Id));
        }
    }
}

static class RebuildSql
{
    internal static async Task RunAsync(this NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    internal static void Given(this NpgsqlCommand command, string[] tenants, Guid[] streams)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = tenants, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar });
        command.Parameters.Add(new NpgsqlParameter { Value = streams, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
    }
}
