using System.Diagnostics;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>
/// Streams of events in PostgreSQL. Everything is done for one tenant, which every batch names first.
/// A database that is out of reach or broken is an exception (<see cref="NpgsqlException"/>), and so is a store all of whose connections stay in use.
/// </summary>
/// <remarks>Not called EventStore, because inside the root namespace that word already means this namespace.</remarks>
/// <param name="connectionString">The application role's. Up to 16 connections are kept, or as many as its <c>Maximum Pool Size</c> says.</param>
/// <param name="standing">The application's own constant: a SELECT of one bigint, which every read tells beside the stream, for an <see cref="AppendCondition"/>; null for none.</param>
public sealed class Store(string connectionString, string? standing = null) : IAsyncDisposable
{
    readonly HeldConnections _connections = new(connectionString);

    /// <summary>For consumers in the same process: raised after each append.</summary>
    public LogSignal Signal { get; } = new();

    /// <summary>For a worker in the same process: raised after each append with messages.</summary>
    public LogSignal MessagesRecorded { get; } = new();

    /// <summary>The whole stream and, if asked for, what was recorded under a key: one round trip, one moment for the events.</summary>
    public async Task<StreamRead> ReadAsync(string tenant, StreamAddress address, CommandKey? key, CancellationToken ct) =>
        (await ReadAsync(tenant, address, key, static stored => stored, ct)).Read;

    /// <summary>The same, with what the caller makes of each event, made as they arrive: while the server still sends a long stream, the beginning is worked on.</summary>
    /// <param name="make">Pure: after a connection broke it is called again from the first event. What it throws ends the read.</param>
    public async Task<(StreamRead Read, IReadOnlyList<T> Made)> ReadAsync<T>(string tenant, StreamAddress address, CommandKey? key, Func<StoredEvent, T> make, CancellationToken ct)
    {
        await using (var lease = await _connections.TakeAsync(ct))
        {
            try
            {
                return await ReadAsync(lease.Connection, tenant, address, key, make, ct);
            }
            catch (NpgsqlException) when (lease.Connection is { IsOpen: false, WasUsedBefore: true })
            {
                // The server went away while the connection was idle. Reading again is harmless, and done once, on a new one.
            }
        }
        await using var fresh = await _connections.TakeAsync(ct);
        return await ReadAsync(fresh.Connection, tenant, address, key, make, ct);
    }

    /// <summary>Appends all of it or nothing, in one round trip and one implicit transaction. Whatever is not a value of <see cref="AppendOutcome"/> is an exception, and nothing is stored then either.</summary>
    /// <exception cref="ArgumentException">The request contradicts itself; see <see cref="Append"/> and <see cref="ExpectedVersion"/>.</exception>
    public async Task<AppendOutcome> AppendAsync(Append request, CancellationToken ct)
    {
        AppendCheck.Throw(request);
        var begun = Stopwatch.GetTimestamp();
        using var activity = StoreMetrics.BeginAppend();
        var outcome = await (request.Expected is ExpectedVersion.Any ? AtAnyVersionAsync(request, ct) : TryAsync(request, ct));
        StoreMetrics.Appended(outcome, begun);
        if (outcome is AppendOutcome.Appended)
            Signal.Raise();
        return outcome;
    }

    async Task<AppendOutcome> AtAnyVersionAsync(Append request, CancellationToken ct)
    {
        // Ends: whoever loses a round lost it to somebody who got through.
        while (true)
        {
            var read = await ReadAsync(request.Tenant, new StreamAddress.ById(request.StreamId), null, ct);
            if (await TryAsync(request with { Expected = read.Expected }, ct) is not AppendOutcome.Conflict and var outcome)
                return outcome;
        }
    }

    /// <summary>Every stream of a tenant that holds an event, by stream id, each from its first event to its last; read as it goes, of one moment.</summary>
    public async IAsyncEnumerable<StreamHistory> ReadAllStreamsAsync(string tenant, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var lease = await _connections.TakeAsync(ct);
        lease.Connection.Begin(tenant);
        lease.Connection.Add(EventRow.SelectStreamsOfTenant).Text(tenant);
        await using var reader = await lease.Connection.Batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        await foreach (var stream in Streams.ReadAsync(reader, ct))
            yield return stream;
    }

    public ValueTask DisposeAsync() => _connections.DisposeAsync();

    async Task<AppendOutcome> TryAsync(Append request, CancellationToken ct)
    {
        var at = request.Expected as ExpectedVersion.At;
        var (last, tip) = (at?.Version ?? 0, at?.Tip);
        var events = EventChain.Chain(request.Tenant, request.StreamId, last, tip, request.Events);
        await using var lease = await _connections.TakeAsync(ct);
        try
        {
            await AppendBatch.RunAsync(lease.Connection, request, events, ct);
            if (request.Messages.Count > 0)
                MessagesRecorded.Raise();
            var to = last + events.Length;
            return new AppendOutcome.Appended(last + 1, to, new ExpectedVersion.At(to, events.Length > 0 ? events[^1].Hash : tip!.Value));
        }
        catch (PostgresException refusal) when (AppendBatch.IsRepeat(refusal))
        {
            return await RepeatAsync(lease.Connection, request.Tenant, request.Command!, ct);
        }
        catch (PostgresException refusal) when (AppendBatch.Outcome(refusal, request) is { } outcome)
        {
            return outcome;
        }
    }

    async Task<(StreamRead Read, IReadOnlyList<T> Made)> ReadAsync<T>(
        HeldConnection connection, string tenant, StreamAddress address, CommandKey? key, Func<StoredEvent, T> make, CancellationToken ct)
    {
        FillRead(connection, tenant, address, key);
        await using var reader = await connection.Batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        var command = key is not null && await reader.ReadAsync(ct) ? CommandRecord.Read(reader, key) : null;
        if (key is not null)
            await reader.NextResultAsync(ct);
        var (rows, made) = (new List<StoredEvent>(), new List<T>());
        while (await reader.ReadAsync(ct))
        {
            rows.Add(EventRow.Read(reader));
            if (!EventRow.IsTombstone(rows[^1]))
                made.Add(make(rows[^1]));
        }
        var number = standing is not null && await reader.NextResultAsync(ct) && await reader.ReadAsync(ct) ? reader.GetInt64(0) : (long?)null;
        return (new StreamRead(tenant, rows, command, number), made);
    }

    void FillRead(HeldConnection connection, string tenant, StreamAddress address, CommandKey? key)
    {
        connection.Begin(tenant);
        if (key is not null)
            CommandRecord.AddLookup(connection, tenant, key);
        _ = address switch
        {
            StreamAddress.ById byId => connection.Add(EventRow.SelectById).Uuid(byId.StreamId).Text(tenant),
            StreamAddress.ByLookup byLookup => connection.Add(byLookup.Lookup.EventsSql).Text(byLookup.Value).Text(tenant),
            _ => throw new ArgumentException($"{address.GetType()} is no address.", nameof(address)),
        };
        // After the events: none of them was decided on a higher number.
        if (standing is not null)
            connection.Add(standing);
    }

    // A second round trip, taken only by a repeat that was not seen when reading.
    static async Task<AppendOutcome> RepeatAsync(HeldConnection connection, string tenant, CommandRecord command, CancellationToken ct)
    {
        connection.Begin(tenant);
        CommandRecord.AddLookup(connection, tenant, command.Key);
        await using var reader = await connection.Batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        // Forgotten between the two round trips: only reading and deciding again can tell what is right now.
        if (!await reader.ReadAsync(ct))
            return new AppendOutcome.Conflict();
        var record = CommandRecord.Read(reader, command.Key);
        return record.Digest.Span.SequenceEqual(command.Digest.Span) ? new AppendOutcome.AlreadyRecorded(record) : new AppendOutcome.KeyReused();
    }
}
