using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Nscp.Reviews.EventStore;

/// <param name="Pending">To be delivered, those behind a dead letter too.</param>
/// <param name="Dead">Dead letters.</param>
/// <param name="OldestPending">When the oldest pending one was recorded; null when there is none.</param>
public sealed record OutboxCounts(long Pending, long Dead, Instant? OldestPending);

/// <summary>A message that is not tried again by itself. Without its body, which is the tenant's own.</summary>
/// <param name="Attempts">Since it was recorded or last retried.</param>
/// <param name="Since">When it became a dead letter.</param>
/// <param name="Fault">Why its last attempt failed: a type or a sentence of the program's own.</param>
/// <param name="Behind">How many messages of its stream wait for it.</param>
public sealed record DeadLetter(
    Guid Id, string Kind, string Tenant, Guid StreamId, long Version, int Number, Instant RecordedAt, int Attempts, Instant Since, string Fault, long Behind);

/// <summary>Where an operator looks after messages, of every tenant; everything with the log reader's data source.</summary>
public static class OutboxOffice
{
    const string Count =
        """
        select (select count(*) from es_outbox where state = 'pending'), (select count(*) from es_outbox where state = 'dead'),
            (select min(recorded_at) from es_outbox where state = 'pending')
        """;

    const string SelectDead =
        """
        select id, kind, tenant_id, stream_id, version, number, recorded_at, attempts, settled_at, fault,
            (select count(*) from es_outbox behind where behind.tenant_id = m.tenant_id and behind.stream_id = m.stream_id and behind.state = 'pending')
        from es_outbox m where state = 'dead' order by settled_at, id limit $1
        """;

    const string Retry = "update es_outbox set state = 'pending', attempts = 0, next_attempt_at = '-infinity', settled_at = null where state = 'dead'";

    const string Drop = "update es_outbox set state = 'dropped', settled_at = $2, dropped_because = $3 where state = 'dead' and id = $1";

    const string Forget = "delete from es_outbox where state = 'delivered' and settled_at < $1";

    public static async Task<OutboxCounts> CountAsync(NpgsqlDataSource log, CancellationToken ct)
    {
        await using var select = log.CreateCommand(Count);
        await using var reader = await select.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new OutboxCounts(reader.GetInt64(0), reader.GetInt64(1), reader.IsDBNull(2) ? null : SqlTime.ToInstant(reader.GetFieldValue<long>(2)));
    }

    /// <summary>The oldest dead letters first, as many as asked for at most.</summary>
    public static async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(NpgsqlDataSource log, int most, CancellationToken ct)
    {
        await using var select = log.CreateCommand(SelectDead);
        select.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most, NpgsqlDbType = NpgsqlDbType.Integer });
        await using var reader = await select.ExecuteReaderAsync(ct);
        var letters = new List<DeadLetter>();
        while (await reader.ReadAsync(ct))
            letters.Add(Read(reader));
        return letters;
    }

    /// <summary>Lets a dead letter be tried again at once, with all its attempts before it.</summary>
    /// <returns>False when no dead letter has this id.</returns>
    public static async Task<bool> RetryAsync(NpgsqlDataSource log, Guid id, CancellationToken ct) =>
        await ExecuteAsync(log, $"{Retry} and id = $1", ct, Sql.Uuid(id)) > 0;

    /// <summary>The same for every dead letter.</summary>
    /// <returns>How many there were.</returns>
    public static Task<int> RetryAllAsync(NpgsqlDataSource log, CancellationToken ct) => ExecuteAsync(log, Retry, ct);

    /// <summary>Gives a dead letter up for good, and lets its stream go on. The row stays, with the reason.</summary>
    /// <param name="reason">Mandatory; read by whoever asks later why the message was never sent.</param>
    /// <param name="at">When it was given up.</param>
    /// <returns>False when no dead letter has this id.</returns>
    public static async Task<bool> DropAsync(NpgsqlDataSource log, Guid id, string reason, Instant at, CancellationToken ct) =>
        await ExecuteAsync(log, Drop, ct, Sql.Uuid(id), Sql.Timestamp(at), Sql.Varchar(Text.Mandatory(reason, nameof(reason)))) > 0;

    /// <summary>Deletes what was delivered before the given instant (exclusive). Dropped messages stay.</summary>
    /// <returns>How many were deleted.</returns>
    public static Task<int> ForgetDeliveredBeforeAsync(NpgsqlDataSource log, Instant instant, CancellationToken ct) => ExecuteAsync(log, Forget, ct, Sql.Timestamp(instant));

    static async Task<int> ExecuteAsync(NpgsqlDataSource log, string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = log.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(ct);
    }

    static DeadLetter Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        row.GetString(1),
        row.GetString(2),
        row.GetGuid(3),
        row.GetInt64(4),
        row.GetInt32(5),
        SqlTime.ToInstant(row.GetFieldValue<long>(6)),
        row.GetInt32(7),
        SqlTime.ToInstant(row.GetFieldValue<long>(8)),
        row.GetString(9),
        row.GetInt64(10));
}
