using Npgsql;
using NpgsqlTypes;
using Nscp.Reviews.EventStore;

namespace Nscp.Reviews.Bench;

/// <summary>Streams to read, one after the other in an order that no cache helps.</summary>
sealed class StreamsToRead(IReadOnlyList<Guid> streams)
{
    readonly Random _order = new(7);

    public Guid Next()
    {
        lock (_order)
            return streams[_order.Next(streams.Count)];
    }
}

/// <summary>Read a stream and fold it.</summary>
sealed class ReadAndFold(Store store, IReadOnlyList<Guid> streams, int eventsPerStream) : IPath
{
    public string Name => $"read and fold {eventsPerStream} events";

    public Task<IWorker> WorkerAsync() => Task.FromResult<IWorker>(new Worker(store, new(streams), eventsPerStream));

    sealed class Worker(Store store, StreamsToRead streams, int eventsPerStream) : IWorker
    {
        public async Task WorkAsync()
        {
            var read = await store.ReadAsync(Notes.Tenant, new StreamAddress.ById(streams.Next()), null, CancellationToken.None);
            if (Notes.Fold(read.Events).Count != eventsPerStream)
                throw new InvalidOperationException("The stream has another length.");
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>The baseline: one prepared SELECT of the same stream on a held connection, its rows taken as bytes; no row security, no deserialising.</summary>
sealed class PlainSelect(string superuser, IReadOnlyList<Guid> streams, string tenant = Notes.Tenant) : IPath
{
    public string Name => "plain SELECT";

    public async Task<IWorker> WorkerAsync()
    {
        var connection = new NpgsqlConnection(superuser);
        await connection.OpenAsync();
        var stream = new NpgsqlParameter<Guid> { NpgsqlDbType = NpgsqlDbType.Uuid };
        var command = new NpgsqlCommand("select id, version, type, timestamp, data, headers from mt_events where stream_id = $1 and tenant_id = $2 order by version", connection)
        {
            Parameters = { stream, new NpgsqlParameter<string> { TypedValue = tenant, NpgsqlDbType = NpgsqlDbType.Varchar } },
        };
        await command.PrepareAsync();
        return new Worker(connection, command, stream, new(streams));
    }

    sealed class Worker(NpgsqlConnection connection, NpgsqlCommand command, NpgsqlParameter<Guid> stream, StreamsToRead streams) : IWorker
    {
        public async Task WorkAsync()
        {
            stream.TypedValue = streams.Next();
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                _ = reader.GetFieldValue<byte[]>(4);
        }

        public async ValueTask DisposeAsync()
        {
            await command.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
