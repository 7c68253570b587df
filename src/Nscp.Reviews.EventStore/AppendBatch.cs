using NodaTime;
using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>
/// One append as one batch: without a BEGIN of its own, PostgreSQL runs it as one implicit transaction that the batch's single Sync commits.
/// The order matters: tenant; command record, so that a repeat is seen before a conflict; condition; stream row, whose lock makes sequence numbers
/// rise with versions, and makes messages visible in the order of versions; events; rows; messages.
/// </summary>
static class AppendBatch
{
    const string InsertStream =
        "insert into mt_streams (tenant_id, id, type, version, timestamp, created, is_archived) values ($1, $2, $3, $4, $5, $5, false)";

    const string AdvanceStream = "select es_advance_stream($1, $2, $3, $4, $5)";

    const string InsertEvent =
        "insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, correlation_id, causation_id, headers, user_name, is_archived) "
        + "values (nextval('mt_events_sequence'), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, false)";

    // Ours, raised by es_advance_stream.
    const string StreamMoved = "ES001";

    // Raised by the statement of a condition.
    const string ConditionBroken = "ES003";

    /// <param name="connection">Held by the caller alone.</param>
    /// <param name="request">Expects a version, or none.</param>
    /// <param name="events">Its events, chained.</param>
    /// <param name="ct">Before the commit it undoes everything; during the commit it is unknown what became of it.</param>
    internal static Task RunAsync(HeldConnection connection, Append request, IReadOnlyList<EventChain.Chained> events, CancellationToken ct)
    {
        connection.Begin(request.Tenant);
        request.Command?.AddTo(connection, request.Tenant);
        if (request.Condition is { } condition)
            connection.Add(condition.Sql).Bigint(condition.Number);
        AddStream(connection, request);
        foreach (var one in events)
            AddEvent(connection, request, one);
        foreach (var change in request.Rows)
            AddRow(connection, change);
        for (var i = 0; i < request.Messages.Count; i++)
            AddMessage(connection, request, events[^1].Version, number: i + 1);
        return connection.Batch.ExecuteNonQueryAsync(ct);
    }

    internal static bool IsRepeat(PostgresException refusal) =>
        refusal is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: CommandRecord.PrimaryKey };

    /// <summary>Null when it is no answer but a fault.</summary>
    internal static AppendOutcome? Outcome(PostgresException refusal, Append request) => refusal.SqlState switch
    {
        StreamMoved or PostgresErrorCodes.SerializationFailure => new AppendOutcome.Conflict(),
        ConditionBroken => new AppendOutcome.Outdated(),
        // Two appends that exchange keys of a projection's table: one was rolled back, and may try again.
        PostgresErrorCodes.DeadlockDetected => new AppendOutcome.Conflict(),
        PostgresErrorCodes.UniqueViolation when refusal.ConstraintName is "pkey_mt_streams_tenant_id_id" or "pk_mt_events_stream_and_version" => new AppendOutcome.Conflict(),
        PostgresErrorCodes.UniqueViolation when request.Rows.Any(change => change.Row.Table.Name == refusal.TableName) => new AppendOutcome.Clash(refusal.ConstraintName!),
        _ => null,
    };

    static void AddStream(HeldConnection connection, Append request)
    {
        var (count, at) = (request.Events.Count, RecordedAt(request));
        if (request.Expected is ExpectedVersion.At expected)
            connection.Add(AdvanceStream).Text(request.Tenant).Uuid(request.StreamId).Bigint(expected.Version).Bigint(count).Timestamp(at);
        else
            connection.Add(InsertStream).Text(request.Tenant).Uuid(request.StreamId).Text(request.StreamType).Bigint(count).Timestamp(at);
    }

    static Instant RecordedAt(Append request) => request.Events.Count > 0 ? request.Events[^1].Metadata.RecordedAt : request.Command!.RecordedAt;

    static void AddEvent(HeldConnection connection, Append request, EventChain.Chained one)
    {
        var metadata = one.Event.Metadata;
        connection.Add(InsertEvent)
            .Uuid(one.Event.Id)
            .Uuid(request.StreamId)
            .Bigint(one.Version)
            .Jsonb(one.Data)
            .Text(one.Event.Type)
            .Timestamp(metadata.RecordedAt)
            .Text(request.Tenant)
            .Text(metadata.CorrelationId)
            .Text(metadata.CausationId)
            .Jsonb(one.Headers)
            .Text(metadata.RecorderId);
    }

    static void AddRow(HeldConnection connection, RowChange change)
    {
        var (table, row) = (change.Row.Table, change.Row);
        var (sql, count) = change switch
        {
            RowChange.Insert => (table.Insert, table.Columns.Count),
            RowChange.Update => (table.Update, table.Columns.Count),
            RowChange.Delete => (table.Delete, table.KeyLength),
            _ => throw new ArgumentException($"{change.GetType()} is no change.", nameof(change)),
        };
        var filling = connection.Add(sql);
        for (var i = 0; i < count; i++)
            filling.Column(row.Values[i], table.Columns[i].Type);
    }

    static void AddMessage(HeldConnection connection, Append request, long version, int number)
    {
        var message = request.Messages[number - 1];
        connection.Add(OutboxRows.Insert)
            .Text(request.Tenant)
            .Uuid(request.StreamId)
            .Bigint(version)
            .Bigint(number)
            .Uuid(message.Id)
            .Text(message.Kind)
            .Jsonb(message.Body)
            .Timestamp(RecordedAt(request));
    }
}
