using System.Text.Json;
using Marten;
using Npgsql;
using NpgsqlTypes;
using Nscp.Reviews.Api;
using Nscp.Reviews.Api.Storage;
using Nscp.Reviews.Bench.Stock;
using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Projections;

namespace Nscp.Reviews.Bench;

/// <summary>Streams to read, one after the other in an order that no cache helps, and what is done to one.</summary>
sealed class Reading(string name, IReadOnlyList<Guid> streams, Func<Guid, Task> read) : IPath, IWorker
{
    readonly Random _order = new(7);

    public string Name => name;

    public static Reading Product(Sessions sessions, IReadOnlyList<Guid> streams, int events) => new($"read and fold {events} events", streams, async stream =>
    {
        await using var session = await sessions.OpenAsync(Story.Caller.Tenant, new StreamAddress.ById(stream), null, CancellationToken.None);
        Check(CaseStream.History(session.Read.Events), events);
    });

    public static Reading Stock(IDocumentStore store, IReadOnlyList<Guid> streams, int events) => new("FetchStreamAsync and fold", streams, async stream =>
    {
        await using var session = store.QuerySession(Story.Caller.Tenant);
        Check(CaseHistory.Of([.. (await session.Events.FetchStreamAsync(stream)).Select(StockCases.EntryOf)]), events);
    });

    /// <summary>Read, folded, told, and written as JSON.</summary>
    public static Reading Decision(Sessions sessions, Guid stream) => new($"how a decision came about, {Filling.LongCaseEvents} events", [stream], async one =>
    {
        await using var session = await sessions.OpenAsync(Story.Caller.Tenant, new StreamAddress.ById(one), null, CancellationToken.None);
        var told = DecisionHistory.Of(CaseStream.History(session.Read.Events), 1, Story.World, new(2026, 11, 1), Story.World.Organisations, showProtected: true)!;
        await JsonSerializer.SerializeAsync(Stream.Null, told, JsonAnswer.Options);
    });

    /// <summary>One prepared SELECT of the stream on a held connection, its rows taken as bytes.</summary>
    public static async Task<Reading> PlainAsync(NpgsqlConnection connection, Guid stream)
    {
        await connection.OpenAsync();
        var command = new NpgsqlCommand("select id, version, type, timestamp, data, headers from mt_events where stream_id = $1 and tenant_id = $2 order by version", connection)
        {
            Parameters = { new() { Value = stream, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = Story.Caller.Tenant, NpgsqlDbType = NpgsqlDbType.Varchar } },
        };
        await command.PrepareAsync();
        return new("plain SELECT", [stream], async _ =>
        {
            await using var reader = await command.ExecuteReaderAsync();
            var bytes = 0;
            while (await reader.ReadAsync()) bytes += reader.GetFieldValue<byte[]>(4).Length;
            if (bytes == 0) throw new InvalidOperationException("The stream is empty.");
        });
    }

    public Task<IWorker> WorkerAsync() => Task.FromResult<IWorker>(this);

    public Task WorkAsync() => read(streams[_order.Next(streams.Count)]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    static void Check(CaseHistory history, int events)
    {
        if (history.Version != events || !history.State.Exists) throw new InvalidOperationException($"The case has {history.Version} events.");
    }
}
