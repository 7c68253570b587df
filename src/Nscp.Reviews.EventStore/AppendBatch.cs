using NodaTime;
using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>
/// One append as one batch: without a BEGIN of its own, PostgreSQL runs it as one implicit transaction that the batch's single Sync commits.
/// The order matters: tenant; command record, so that a repeat is seen before a conflict; stream row, whose lock makes sequence numbers
/// rise with versions; events; rows.
/// </summary>
static class AppendBatch
{
    const string InsertStream =
        "insert into mt_streams (tenant_id, id, type, version, timestamp, created, is_archived) values ($1, $2, $3, $4, $5, $5, false)";

    const string UpsertStream =
        InsertStream + " on conflict (tenant_id, id) do update set version = mt_streams.version + excluded.version, timestamp = excluded.timestamp returning version";

    const string AdvanceStream = "select es_advance_stream($1, $2, $3, $4, $5)";

    const string EventColumns =
        "insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, correlation_id, causation_id, headers, user_name, is_archived) ";

    const string InsertEvent =
        EventColumns + "values (nextval('mt_events_sequence'), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, false)";

    // $3 counts back from the version that the locked stream row has now.
    const string InsertEventAtEnd =
        EventColumns + "select nextval('mt_events_sequence'), $1, $2, version - $3, $4, $5, $6, $7, $8, $9, $10, $11, false from mt_streams where tenant_id = $7 and id = $2";

    // Ours, raised by es_advance_stream.
    const string StreamMoved = "ES001";

    internal static async Task<AppendOutcome> RunAsync(NpgsqlConnection connection, Append request, CancellationToken ct)
    {
        await using var batch = connection.CreateBatch();
        batch.Add(Sql.SetTenant, Sql.Varchar(request.Tenant));
        if (request.Command is { } command)
            AddCommand(batch, request.Tenant, command);
        AddStream(batch, request);
        for (var i = 0; i < request.Events.Count; i++)
            AddEvent(batch, request, i);
        foreach (var change in request.Rows)
            AddRow(batch, change);
        return request.Expected is ExpectedVersion.Any
            ? Appended(await LastVersionAsync(batch, ct), request.Events.Count)
            : Appended(await RunAsync(batch, request, ct), request.Events.Count);
    }

    internal static bool IsRepeat(PostgresException refusal) =>
        refusal is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: CommandRecord.PrimaryKey };

    /// <summary>Null when it is no answer but a fault.</summary>
    internal static AppendOutcome? Outcome(PostgresException refusal, Append request) => refusal.SqlState switch
    {
        StreamMoved or PostgresErrorCodes.SerializationFailure => new AppendOutcome.Conflict(),
        // Two appends that exchange keys of a projection's table: one was rolled back, and may try again.
        PostgresErrorCodes.DeadlockDetected => new AppendOutcome.Conflict(),
        PostgresErrorCodes.UniqueViolation when refusal.ConstraintName is "pkey_mt_streams_tenant_id_id" or "pk_mt_events_stream_and_version" => new AppendOutcome.Conflict(),
        PostgresErrorCodes.UniqueViolation when request.Rows.Any(change => change.Row.Table.Name == refusal.TableName) => new AppendOutcome.Clash(refusal.ConstraintName!),
        _ => null,
    };

    static AppendOutcome.Appended Appended(long last, int count) => new(last - count + 1, last);

    static async Task<long> RunAsync(NpgsqlBatch batch, Append request, CancellationToken ct)
    {
        await batch.ExecuteNonQueryAsync(ct);
        return request.Events.Count + (request.Expected is ExpectedVersion.At at ? at.Version : 0);
    }

    static async Task<long> LastVersionAsync(NpgsqlBatch batch, CancellationToken ct)
    {
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        var last = reader.GetInt64(0);
        while (await reader.NextResultAsync(ct))
        {
            // To the end of the batch: an error in a later statement shows only there.
        }
        return last;
    }

    static void AddCommand(NpgsqlBatch batch, string tenant, CommandRecord command) => batch.Add(
        CommandRecord.InsertSql,
        Sql.Varchar(tenant),
        Sql.Varchar(command.Key.Caller),
        Sql.Varchar(command.Key.Route),
        Sql.Varchar(command.Key.Key),
        Sql.Bytea(command.Digest),
        Sql.Uuid(command.StreamId),
        Sql.Bigint(command.FromVersion),
        Sql.Bigint(command.ToVersion),
        Sql.Timestamp(command.RecordedAt));

    static void AddStream(NpgsqlBatch batch, Append request)
    {
        var (tenant, stream, count, at) = (Sql.Varchar(request.Tenant), Sql.Uuid(request.StreamId), Sql.Bigint(request.Events.Count), Sql.Timestamp(RecordedAt(request)));
        _ = request.Expected switch
        {
            ExpectedVersion.MustNotExist => batch.Add(InsertStream, tenant, stream, Sql.Varchar(request.StreamType), count, at),
            ExpectedVersion.At expected => batch.Add(AdvanceStream, tenant, stream, Sql.Bigint(expected.Version), count, at),
            ExpectedVersion.Any => batch.Add(UpsertStream, tenant, stream, Sql.Varchar(request.StreamType), count, at),
            _ => throw new ArgumentException($"{request.Expected.GetType()} is no expectation.", nameof(request)),
        };
    }

    static Instant RecordedAt(Append request) => request.Events.Count > 0 ? request.Events[^1].Metadata.RecordedAt : request.Command!.RecordedAt;

    static void AddEvent(NpgsqlBatch batch, Append request, int index)
    {
        var (sql, version) = request.Expected switch
        {
            ExpectedVersion.At at => (InsertEvent, at.Version + 1 + index),
            ExpectedVersion.Any => (InsertEventAtEnd, request.Events.Count - 1 - index),
            _ => (InsertEvent, 1L + index),
        };
        var (one, metadata) = (request.Events[index], request.Events[index].Metadata);
        batch.Add(
            sql,
            Sql.Uuid(one.Id),
            Sql.Uuid(request.StreamId),
            Sql.Bigint(version),
            Sql.Jsonb(one.Data),
            Sql.Varchar(one.Type),
            Sql.Timestamp(metadata.RecordedAt),
            Sql.Varchar(request.Tenant),
            Sql.Varchar(metadata.CorrelationId),
            Sql.VarcharOrNull(metadata.CausationId),
            Sql.Jsonb(Headers.Write(metadata)),
            Sql.Varchar(metadata.RecorderId));
    }

    static void AddRow(NpgsqlBatch batch, RowChange change)
    {
        var (table, row) = (change.Row.Table, change.Row);
        _ = change switch
        {
            RowChange.Insert => AddRow(batch, table.Insert, row, table.Columns.Count),
            RowChange.Update => AddRow(batch, table.Update, row, table.Columns.Count),
            RowChange.Delete => AddRow(batch, table.Delete, row, table.KeyLength),
            _ => throw new ArgumentException($"{change.GetType()} is no change.", nameof(change)),
        };
    }

    static NpgsqlBatchCommand AddRow(NpgsqlBatch batch, string sql, ProjectionRow row, int count)
    {
        var command = batch.Add(sql);
        for (var i = 0; i < count; i++)
            command.Parameters.Add(Sql.Column(row.Values[i], row.Table.Columns[i].Type));
        return command;
    }
}
