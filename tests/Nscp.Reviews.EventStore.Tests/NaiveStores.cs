using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>What every check is run against: the store, and stores that make the mistakes the check is there for.</summary>
delegate Task<AppendOutcome> Appender(Append request, CancellationToken ct);

/// <summary>Stores that break one promise each, as stores elsewhere have done.</summary>
sealed class NaiveStores(NpgsqlDataSource source)
{
    const string Stream = "insert into mt_streams (tenant_id, id, type, version, is_archived) values ($1, $2, $3, $4, false) on conflict (tenant_id, id) do update set version = $4";
    const string Event = "insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, is_archived) values (nextval('mt_events_sequence'), $2, $3, $4, $5, $6, now(), $1, false)";
    const string Command = "insert into es_command values ($1, $2, $3, $4, $5, $6, $7, $8, now())";

    /// <summary>Tells a second writer "success" while its event is dropped.</summary>
    internal async Task<AppendOutcome> DropSilentlyAsync(Append request, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await NameTenantAsync(connection, request.Tenant, isLocal: true, ct);
        await RunAsync(connection, Stream + " where false", ct, request.Tenant, request.StreamId, request.StreamType, Last(request));
        await EventsAsync(connection, request, " on conflict do nothing", ct);
        await transaction.CommitAsync(ct);
        return Appended(request);
    }

    /// <summary>Compares versions, then writes: the raw 23505 of the loser escapes.</summary>
    internal async Task<AppendOutcome> CompareThenWriteAsync(Append request, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await NameTenantAsync(connection, request.Tenant, isLocal: true, ct);
        if (await VersionAsync(connection, request, ct) != Last(request) - request.Events.Count)
            return new AppendOutcome.Conflict();
        // What a busy machine does by itself.
        await Task.Delay(50, ct);
        await RunAsync(connection, Stream, ct, request.Tenant, request.StreamId, request.StreamType, Last(request));
        await EventsAsync(connection, request, "", ct);
        await transaction.CommitAsync(ct);
        return Appended(request);
    }

    /// <summary>Every statement on its own; a conflict is noticed when half is stored.</summary>
    internal async Task<AppendOutcome> WithoutTransactionAsync(Append request, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await NameTenantAsync(connection, request.Tenant, isLocal: false, ct);
        try
        {
            if (request.Command is { } command)
                await CommandAsync(connection, request.Tenant, command, "", ct);
            await RunAsync(connection, Stream, ct, request.Tenant, request.StreamId, request.StreamType, Last(request));
            await EventsAsync(connection, request, "", ct);
            foreach (var change in request.Rows)
                await RunAsync(connection, change.Row.Table.Insert, ct, [.. change.Row.Values.Select((value, i) => Sql.Column(value, change.Row.Table.Columns[i].Type))]);
            return Appended(request);
        }
        catch (PostgresException refusal) when (refusal.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return refusal.TableName is "ticket" ? new AppendOutcome.Clash(refusal.ConstraintName!) : new AppendOutcome.Conflict();
        }
    }

    /// <summary>Looks its key up first and then appends, with a key that is "inserted if absent": racing repeats are stored twice.</summary>
    internal async Task<AppendOutcome> LookUpThenAppendAsync(Append request, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await NameTenantAsync(connection, request.Tenant, isLocal: false, ct);
        await using (var known = new NpgsqlCommand("select from_version from es_command where tenant_id = $1 and key = $2", connection))
        {
            known.Parameters.AddWithValue(request.Tenant);
            known.Parameters.AddWithValue(request.Command!.Key.Key);
            if (await known.ExecuteScalarAsync(ct) is not null)
                return new AppendOutcome.AlreadyRecorded(request.Command);
        }
        await Task.Delay(50, ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await NameTenantAsync(connection, request.Tenant, isLocal: true, ct);
        await CommandAsync(connection, request.Tenant, request.Command, " on conflict do nothing", ct);
        await RunAsync(connection, Stream, ct, request.Tenant, request.StreamId, request.StreamType, Last(request));
        await EventsAsync(connection, request, "", ct);
        await transaction.CommitAsync(ct);
        return Appended(request);
    }

    static Task NameTenantAsync(NpgsqlConnection connection, string tenant, bool isLocal, CancellationToken ct) =>
        RunAsync(connection, "select set_config('es.tenant', $1, $2)", ct, tenant, isLocal);

    static long Last(Append request) => request.Events.Count + (request.Expected is ExpectedVersion.At at ? at.Version : 0);

    static AppendOutcome.Appended Appended(Append request) => new(Last(request) - request.Events.Count + 1, Last(request), Tickets.At(Last(request)));

    static async Task EventsAsync(NpgsqlConnection connection, Append request, string suffix, CancellationToken ct)
    {
        for (var i = 0; i < request.Events.Count; i++)
        {
            var one = request.Events[i];
            await RunAsync(connection, Event + suffix, ct, request.Tenant, one.Id, request.StreamId, Last(request) - request.Events.Count + 1 + i, Sql.Jsonb(one.Data), one.Type);
        }
    }

    static Task CommandAsync(NpgsqlConnection connection, string tenant, CommandRecord command, string suffix, CancellationToken ct) => RunAsync(
        connection, Command + suffix, ct,
        tenant, command.Key.Caller, command.Key.Route, command.Key.Key, Sql.Bytea(command.Digest), command.StreamId, command.FromVersion, command.ToVersion);

    static async Task<long> VersionAsync(NpgsqlConnection connection, Append request, CancellationToken ct)
    {
        await using var select = new NpgsqlCommand("select version from mt_streams where tenant_id = $1 and id = $2", connection);
        select.Parameters.AddWithValue(request.Tenant);
        select.Parameters.AddWithValue(request.StreamId);
        return (long?)await select.ExecuteScalarAsync(ct) ?? 0;
    }

    static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }
}
