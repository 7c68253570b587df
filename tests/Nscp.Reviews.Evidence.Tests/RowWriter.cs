using Npgsql;

namespace Nscp.Reviews.Evidence.Tests;

/// <summary>Appends as the store does, by plain SQL: what is read is chained on, and numbers are taken in the transaction that inserts.</summary>
static class RowWriter
{
    const string InsertStream = "insert into mt_streams (tenant_id, id, type, version, is_archived) values ($1, $2, 'ticket', 0, false) on conflict do nothing";

    const string Insert =
        """
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, correlation_id, causation_id, headers, user_name, is_archived)
        values (nextval('mt_events_sequence'), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, false)
        """;

    const string Grow = "update mt_streams set version = $3, timestamp = now() where tenant_id = $1 and id = $2";

    internal static async Task AppendAsync(this LogDatabase database, string tenant, Guid stream, params NewEvent[] events)
    {
        await using var connection = await database.Application.OpenConnectionAsync(LogDatabase.Ct);
        await using var transaction = await connection.BeginTransactionAsync(LogDatabase.Ct);
        var chained = (await ReadAsync(connection, tenant, stream)).Chain(stream, events);
        await using var batch = connection.CreateBatch();
        batch.Add(InsertStream, Sql.Varchar(tenant), Sql.Uuid(stream));
        foreach (var (one, version, data, headers, _) in chained)
            batch.Add(Insert,
                Sql.Uuid(one.Id), Sql.Uuid(stream), Sql.Bigint(version), Sql.Jsonb(data), Sql.Varchar(one.Type), Sql.Timestamp(one.Metadata.RecordedAt), Sql.Varchar(tenant),
                Sql.Varchar(one.Metadata.CorrelationId), new NpgsqlParameter { Value = (object?)one.Metadata.CausationId ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Varchar }, Sql.Jsonb(headers), Sql.Varchar(one.Metadata.RecorderId));
        batch.Add(Grow, Sql.Varchar(tenant), Sql.Uuid(stream), Sql.Bigint(chained[^1].Version));
        await batch.ExecuteNonQueryAsync(LogDatabase.Ct);
        await transaction.CommitAsync(LogDatabase.Ct);
    }

    /// <summary>A stream as the application's role sees it.</summary>
    internal static async Task<StreamRead> ReadAsync(this LogDatabase database, string tenant, Guid stream)
    {
        await using var connection = await database.Application.OpenConnectionAsync(LogDatabase.Ct);
        await using var transaction = await connection.BeginTransactionAsync(LogDatabase.Ct);
        return await ReadAsync(connection, tenant, stream);
    }

    // In a transaction, to whose end the connection is the tenant's.
    static async Task<StreamRead> ReadAsync(NpgsqlConnection connection, string tenant, Guid stream)
    {
        await using (var setting = connection.Command("select set_config('es.tenant', $1, true)", Sql.Varchar(tenant)))
            await setting.ExecuteNonQueryAsync(LogDatabase.Ct);
        await using var command = connection.Command($"{EventRow.Select} where e.tenant_id = $1 and e.stream_id = $2 order by e.version", Sql.Varchar(tenant), Sql.Uuid(stream));
        await using var reader = await command.ExecuteReaderAsync(LogDatabase.Ct);
        var rows = new List<StoredEvent>();
        while (await reader.ReadAsync(LogDatabase.Ct))
            rows.Add(EventRow.Read(reader));
        return StreamRead.Of(tenant, rows);
    }
}
