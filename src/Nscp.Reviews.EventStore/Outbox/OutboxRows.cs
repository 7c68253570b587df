using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Nscp.Reviews.EventStore;

/// <summary>One message, held for the time of a lease by whoever signed for it.</summary>
/// <param name="Holder">Never the same twice: who comes back after the lease is told apart from whoever holds it now, also in the same host.</param>
sealed record OutboxClaim(OutboundMessage Message, string Holder);

/// <summary>The rows of <c>es_outbox</c> as the delivery takes and gives them back.</summary>
/// <remarks>
/// Only the head of a stream is taken: the earliest message that is neither delivered nor dropped. That the earliest one seen is the earliest there is rests on the append:
/// it locks its stream's row before it inserts, so a later version's messages are inserted only after an earlier one's have been committed, and
/// whoever sees the later sees the earlier. Nothing becomes pending again behind a head: a dead letter is one itself.
/// </remarks>
static class OutboxRows
{
    internal const string Insert =
        "insert into es_outbox (tenant_id, stream_id, version, number, id, kind, body, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8)";

    // The lease runs by the database's clock, which is every host's; the wait by the host's own, which may be wrong by a little.
    // "skip locked" lets two that look at once take two streams instead of waiting for one; whoever comes just after sees the lease.
    const string Claim =
        """
        with head as (
            select tenant_id, stream_id, version, number from es_outbox m
            where state = 'pending' and next_attempt_at <= $3 and (claimed_until is null or claimed_until <= now())
                and not exists (
                    select from es_outbox earlier
                    where earlier.tenant_id = m.tenant_id and earlier.stream_id = m.stream_id and (earlier.version, earlier.number) < (m.version, m.number)
                        and earlier.state in ('pending', 'dead'))
            order by next_attempt_at, recorded_at, version, number
            limit 1
            for update of m skip locked
        )
        update es_outbox m set claimed_by = $1, claimed_until = now() + $2, attempts = attempts + 1
        from head where m.tenant_id = head.tenant_id and m.stream_id = head.stream_id and m.version = head.version and m.number = head.number
        returning m.tenant_id, m.stream_id, m.version, m.number, m.id, m.kind, m.body, m.recorded_at, m.attempts
        """;

    const string GiveBack = "update es_outbox set claimed_by = null, claimed_until = null, ";

    const string IfStillHeld = " where tenant_id = $1 and stream_id = $2 and version = $3 and number = $4 and claimed_by = $5";

    const string Delivered = $"{GiveBack} state = 'delivered', settled_at = $6 {IfStillHeld}";

    const string Dead = $"{GiveBack} state = 'dead', settled_at = $6, fault = $7 {IfStillHeld}";

    const string Later = $"{GiveBack} next_attempt_at = $6, fault = $7 {IfStillHeld}";

    const string Untried = $"{GiveBack} attempts = attempts - 1 {IfStillHeld}";

    /// <summary>Null when there is nothing to be delivered now.</summary>
    internal static async Task<OutboxClaim?> ClaimAsync(NpgsqlDataSource log, string holder, TimeSpan lease, Instant now, CancellationToken ct)
    {
        await using var claim = log.CreateCommand(Claim);
        claim.Parameters.Add(Sql.Varchar(holder));
        claim.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = lease, NpgsqlDbType = NpgsqlDbType.Interval });
        claim.Parameters.Add(Sql.Timestamp(now));
        await using var reader = await claim.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new OutboxClaim(Read(reader), holder) : null;
    }

    /// <returns>False when the lease had ended and somebody else holds or has settled the message: nothing is changed then.</returns>
    internal static Task<bool> DeliveredAsync(NpgsqlDataSource log, OutboxClaim claim, Instant at, CancellationToken ct) =>
        SettleAsync(log, Delivered, claim, ct, Sql.Timestamp(at));

    /// <inheritdoc cref="DeliveredAsync"/>
    internal static Task<bool> DeadAsync(NpgsqlDataSource log, OutboxClaim claim, Instant at, string fault, CancellationToken ct) =>
        SettleAsync(log, Dead, claim, ct, Sql.Timestamp(at), Sql.Varchar(fault));

    /// <inheritdoc cref="DeliveredAsync"/>
    internal static Task<bool> LaterAsync(NpgsqlDataSource log, OutboxClaim claim, Instant next, string fault, CancellationToken ct) =>
        SettleAsync(log, Later, claim, ct, Sql.Timestamp(next), Sql.Varchar(fault));

    /// <summary>Gives it back as if it had not been taken.</summary>
    /// <inheritdoc cref="DeliveredAsync"/>
    internal static Task<bool> UntriedAsync(NpgsqlDataSource log, OutboxClaim claim, CancellationToken ct) => SettleAsync(log, Untried, claim, ct);

    static async Task<bool> SettleAsync(NpgsqlDataSource log, string sql, OutboxClaim claim, CancellationToken ct, params NpgsqlParameter[] values)
    {
        await using var settle = log.CreateCommand(sql);
        var message = claim.Message;
        settle.Parameters.Add(Sql.Varchar(message.Tenant));
        settle.Parameters.Add(Sql.Uuid(message.StreamId));
        settle.Parameters.Add(Sql.Bigint(message.Version));
        settle.Parameters.Add(Sql.Bigint(message.Number));
        settle.Parameters.Add(Sql.Varchar(claim.Holder));
        settle.Parameters.AddRange(values);
        return await settle.ExecuteNonQueryAsync(ct) == 1;
    }

    static OutboundMessage Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetGuid(1),
        row.GetInt64(2),
        row.GetInt32(3),
        row.GetGuid(4),
        row.GetString(5),
        row.GetFieldValue<byte[]>(6),
        SqlTime.ToInstant(row.GetFieldValue<long>(7)),
        row.GetInt32(8));
}
