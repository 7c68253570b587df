using NodaTime;
using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>A client's key, which counts within its tenant, caller and route.</summary>
/// <param name="Route">Method and route.</param>
public sealed record CommandKey(string Caller, string Route, string Key);

/// <summary>What a command recorded: never its body, never its answer.</summary>
/// <param name="Digest">Of the request as received; a repeat has the same.</param>
/// <param name="FromVersion">The first version recorded.</param>
/// <param name="ToVersion">The last version recorded; one less than <paramref name="FromVersion"/> when nothing was.</param>
/// <param name="RecordedAt">In whole microseconds.</param>
public sealed record CommandRecord(CommandKey Key, ReadOnlyMemory<byte> Digest, Guid StreamId, long FromVersion, long ToVersion, Instant RecordedAt)
{
    internal const string PrimaryKey = "pkey_es_command";

    const string InsertSql =
        "insert into es_command (tenant_id, caller, route, key, digest, stream_id, from_version, to_version, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

    const string SelectSql =
        "select digest, stream_id, from_version, to_version, recorded_at from es_command where tenant_id = $1 and caller = $2 and route = $3 and key = $4";

    internal void AddTo(HeldConnection connection, string tenant) => connection.Add(InsertSql)
        .Text(tenant).Text(Key.Caller).Text(Key.Route).Text(Key.Key).Bytes(Digest).Uuid(StreamId).Bigint(FromVersion).Bigint(ToVersion).Timestamp(RecordedAt);

    internal static void AddLookup(HeldConnection connection, string tenant, CommandKey key) => connection.Add(SelectSql)
        .Text(tenant).Text(key.Caller).Text(key.Route).Text(key.Key);

    internal static CommandRecord Read(NpgsqlDataReader row, CommandKey key) => new(
        key,
        row.GetFieldValue<byte[]>(0),
        row.GetGuid(1),
        row.GetInt64(2),
        row.GetInt64(3),
        SqlTime.ToInstant(row.GetFieldValue<long>(4)));

    /// <summary>Forgets what was recorded before the given instant (exclusive). Of every tenant, so with the log reader's connection; keep at least 24 hours.</summary>
    /// <returns>How many were forgotten.</returns>
    public static async Task<int> ForgetBeforeAsync(NpgsqlDataSource log, Instant instant, CancellationToken ct)
    {
        await using var delete = log.CreateCommand("delete from es_command where recorded_at < $1");
        delete.Parameters.Add(Sql.Timestamp(instant));
        return await delete.ExecuteNonQueryAsync(ct);
    }
}
