using System.Runtime.CompilerServices;
using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>
/// Streams of events in PostgreSQL. Everything is done for one tenant, which every batch names first.
/// A database that is out of reach or broken is an exception (<see cref="NpgsqlException"/>).
/// </summary>
/// <remarks>Not called EventStore, because inside the root namespace that word already means this namespace.</remarks>
/// <param name="dataSource">The application role's, from <see cref="StoreDataSource.Create"/>.</param>
public sealed class Store(NpgsqlDataSource dataSource)
{
    /// <summary>The whole stream and, if asked for, what was recorded under a key: one round trip, one moment for the events.</summary>
    public async Task<StreamRead> ReadAsync(string tenant, StreamAddress address, CommandKey? key, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = ReadBatch(connection, tenant, address, key);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var command = key is not null && await reader.NextResultAsync(ct) && await reader.ReadAsync(ct) ? CommandRecord.Read(reader, key) : null;
        await reader.NextResultAsync(ct);
        return await StreamAsync(reader, command, ct);
    }

    /// <summary>Appends all of it or nothing, in one round trip and one implicit transaction. Whatever is not a value of <see cref="AppendOutcome"/> is an exception, and nothing is stored then either.</summary>
    /// <exception cref="ArgumentException">The request contradicts itself; see <see cref="Append"/> and <see cref="ExpectedVersion"/>.</exception>
    public async Task<AppendOutcome> AppendAsync(Append request, CancellationToken ct)
    {
        AppendCheck.Throw(request);
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        try
        {
            return await AppendBatch.RunAsync(connection, request, ct);
        }
        catch (PostgresException refusal) when (AppendBatch.IsRepeat(refusal))
        {
            return await RepeatAsync(connection, request.Tenant, request.Command!, ct);
        }
        catch (PostgresException refusal) when (AppendBatch.Outcome(refusal, request) is { } outcome)
        {
            return outcome;
        }
    }

    /// <summary>Every stream of a tenant that holds an event, by stream id, each from its first event to its last; read as it goes, of one moment.</summary>
    public async IAsyncEnumerable<StreamHistory> ReadAllStreamsAsync(string tenant, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = connection.CreateBatch();
        batch.Add(Sql.SetTenant, Sql.Varchar(tenant));
        batch.Add($"{EventRow.SelectStreams} where e.tenant_id = $1{EventRow.StreamOrder}", Sql.Varchar(tenant));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        await foreach (var stream in Streams.ReadAsync(reader, ct))
            yield return stream;
    }

    static NpgsqlBatch ReadBatch(NpgsqlConnection connection, string tenant, StreamAddress address, CommandKey? key)
    {
        var batch = connection.CreateBatch();
        batch.Add(Sql.SetTenant, Sql.Varchar(tenant));
        if (key is not null)
            batch.Add(CommandRecord.SelectSql, Sql.Varchar(tenant), Sql.Varchar(key.Caller), Sql.Varchar(key.Route), Sql.Varchar(key.Key));
        _ = address switch
        {
            StreamAddress.ById byId => batch.Add(EventRow.SelectById, Sql.Uuid(byId.StreamId), Sql.Varchar(tenant)),
            StreamAddress.ByLookup byLookup => batch.Add(byLookup.Lookup.EventsSql, Sql.Varchar(byLookup.Value), Sql.Varchar(tenant)),
            _ => throw new ArgumentException($"{address.GetType()} is no address.", nameof(address)),
        };
        return batch;
    }

    static async Task<StreamRead> StreamAsync(NpgsqlDataReader reader, CommandRecord? command, CancellationToken ct)
    {
        var events = new List<StoredEvent>();
        (Guid? stream, var version) = ((Guid?)null, 0L);
        while (await reader.ReadAsync(ct))
        {
            (stream, version) = (reader.GetGuid(1), reader.GetInt64(3));
            if (!EventRow.IsTombstone(reader))
                events.Add(EventRow.Read(reader));
        }
        return new StreamRead(stream, version, events, command);
    }

    // A second round trip, taken only by a repeat that was not seen when reading.
    static async Task<AppendOutcome> RepeatAsync(NpgsqlConnection connection, string tenant, CommandRecord command, CancellationToken ct)
    {
        await using var batch = connection.CreateBatch();
        batch.Add(Sql.SetTenant, Sql.Varchar(tenant));
        var key = command.Key;
        batch.Add(CommandRecord.SelectSql, Sql.Varchar(tenant), Sql.Varchar(key.Caller), Sql.Varchar(key.Route), Sql.Varchar(key.Key));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        // Forgotten between the two round trips: only reading and deciding again can tell what is right now.
        if (!await reader.ReadAsync(ct))
            return new AppendOutcome.Conflict();
        var record = CommandRecord.Read(reader, key);
        return record.Digest.Span.SequenceEqual(command.Digest.Span) ? new AppendOutcome.AlreadyRecorded(record) : new AppendOutcome.KeyReused();
    }
}
