using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Nscp.Reviews.EventStore;

/// <summary>Brings what was folded into the shadow. The rows of a stream and the version they are of always go together.</summary>
sealed class ShadowWriting(NpgsqlConnection connection, Shadow shadow)
{
    /// <summary>Streams that are not in the shadow yet.</summary>
    internal async Task AddAsync(FoldedBatch batch, CancellationToken ct)
    {
        for (var number = 0; number < shadow.Tables.Count; number++)
            await CopyAsync(shadow.Tables[number], batch.Rows[number], ct);
        await using var copy = await connection.BeginBinaryImportAsync(shadow.CopyStreams, ct);
        foreach (var stream in batch.Streams)
        {
            await copy.StartRowAsync(ct);
            await copy.WriteAsync(stream.Tenant, NpgsqlDbType.Varchar, ct);
            await copy.WriteAsync(stream.Id, NpgsqlDbType.Uuid, ct);
            await WriteAsync(copy, stream.Version, NpgsqlDbType.Bigint, ct);
        }
        await copy.CompleteAsync(ct);
    }

    /// <summary>Streams that may be in the shadow as they were. The keys that they had and those that they have are noted.</summary>
    internal async Task ReplaceAsync(FoldedBatch batch, CancellationToken ct)
    {
        var noteKeys = shadow.Tables.Select(table => table.NoteKeys).ToList();
        var forget = shadow.Tables.Select(table => table.Forget).Append($"delete from {shadow.Streams} s using {Folding.Given} where s.tenant_id = g.tenant_id and s.stream_id = g.stream_id");
        await GivenAsync([.. noteKeys, .. forget], batch, ct);
        await AddAsync(batch, ct);
        await GivenAsync(noteKeys, batch, ct);
    }

    async Task GivenAsync(List<string> statements, FoldedBatch batch, CancellationToken ct)
    {
        var (tenants, streams) = (batch.Tenants, batch.Ids);
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
            command.Given(tenants, streams);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    async Task CopyAsync(ShadowTable table, List<(ProjectionRow Row, Guid Stream)> rows, CancellationToken ct)
    {
        if (rows.Count == 0)
            return;
        var columns = table.Live.Columns;
        await using var copy = await connection.BeginBinaryImportAsync(table.Copy, ct);
        foreach (var (row, stream) in rows)
        {
            await copy.StartRowAsync(ct);
            for (var i = 0; i < columns.Count; i++)
                await WriteAsync(copy, row.Values[i], columns[i].Type, ct);
            await copy.WriteAsync(stream, NpgsqlDbType.Uuid, ct);
        }
        await copy.CompleteAsync(ct);
    }

    static Task WriteAsync(NpgsqlBinaryImporter copy, object? value, NpgsqlDbType type, CancellationToken ct) => value switch
    {
        null => copy.WriteNullAsync(ct),
        Instant instant => copy.WriteAsync(SqlTime.ToSql(instant), type, ct),
        LocalDate date => copy.WriteAsync(SqlTime.ToSql(date), type, ct),
        _ => copy.WriteAsync(value, type, ct),
    };
}
