using Npgsql;
using NpgsqlTypes;

namespace Nscp.Reviews.Evidence;

/// <summary>The rows of the seals: who reads them gets values, who writes them gives values.</summary>
static class SealSql
{
    /// <summary>The columns that <see cref="ReadHead"/> reads.</summary>
    internal const string SelectHeads =
        "select (select id from es_log), h.number, h.tree_size, h.root, h.up_to, h.sealed_at, h.key, h.signature from es_tree_head h";

    internal const string SelectNewest = $"{SelectHeads} order by h.number desc limit 1";

    const string SelectOne = $"{SelectHeads} where h.number = $1";

    const string SelectThese = $"{SelectHeads} where h.number = any($1)";

    const string SelectAfter = $"{SelectHeads} where h.number > $1 order by h.number limit $2";

    const string InsertLeaves = "insert into es_leaf (leaf_index, seq_id, hash) select * from unnest($1, $2, $3)";

    const string InsertSubtrees = "insert into es_subtree (level, number, hash) select * from unnest($1, $2, $3)";

    const string InsertHead = "insert into es_tree_head (number, tree_size, root, up_to, sealed_at, key, signature) values ($1, $2, $3, $4, $5, $6, $7)";

    internal static SignedTreeHead ReadHead(NpgsqlDataReader row) => new(
        new TreeHead(
            row.IsDBNull(0) ? Guid.Empty : row.GetGuid(0),
            row.GetInt64(1),
            row.GetInt64(2),
            ReadHash(row, 3),
            row.GetInt64(4),
            SqlTime.ToInstant(row.GetFieldValue<long>(5))),
        row.GetString(6),
        row.GetFieldValue<byte[]>(7));

    internal static Hash256 ReadHash(NpgsqlDataReader row, int column) => new(row.GetFieldValue<byte[]>(column));

    internal static Task<IReadOnlyList<SignedTreeHead>> AfterAsync(NpgsqlDataSource source, long after, int most, CancellationToken ct) =>
        HeadsAsync(source, SelectAfter, ct, Sql.Bigint(after), Sql.Bigint(most));

    internal static Task<IReadOnlyList<SignedTreeHead>> TheseAsync(NpgsqlDataSource source, long[] numbers, CancellationToken ct) =>
        HeadsAsync(source, SelectThese, ct, Array(numbers, NpgsqlDbType.Bigint));

    static async Task<IReadOnlyList<SignedTreeHead>> HeadsAsync(NpgsqlDataSource source, string select, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        var heads = new List<SignedTreeHead>();
        await using var command = source.CreateCommand(select);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            heads.Add(ReadHead(reader));
        return heads;
    }

    internal static Task<SignedTreeHead?> NewestAsync(NpgsqlConnection connection, CancellationToken ct) => OneAsync(connection.Command(SelectNewest), ct);

    internal static Task<SignedTreeHead?> HeadAsync(NpgsqlConnection connection, long number, CancellationToken ct) => OneAsync(connection.Command(SelectOne, Sql.Bigint(number)), ct);

    static async Task<SignedTreeHead?> OneAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var disposed = command;
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? ReadHead(reader) : null;
    }

    internal static async Task<Guid> LogIdAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = connection.Command("select id from es_log");
        return await command.ExecuteScalarAsync(ct) as Guid? ?? throw new InvalidOperationException("The row of es_log, which says which log this is, is gone.");
    }

    /// <summary>Adds what one batch sealed; one round trip.</summary>
    internal static async Task AddAsync(NpgsqlConnection connection, SealedBatch one, CancellationToken ct)
    {
        var (head, first) = (one.Head.Head, one.Head.Head.Size - one.Leaves.Count);
        await using var batch = connection.CreateBatch();
        batch.Add(InsertLeaves,
            Array([.. one.Leaves.Select((_, i) => first + i)], NpgsqlDbType.Bigint),
            Array([.. one.Leaves.Select(leaf => leaf.Sequence)], NpgsqlDbType.Bigint),
            Hashes(one.Leaves.Select(leaf => leaf.Hash)));
        batch.Add(InsertSubtrees,
            Array([.. one.Subtrees.Select(subtree => subtree.Level)], NpgsqlDbType.Integer),
            Array([.. one.Subtrees.Select(subtree => subtree.Number)], NpgsqlDbType.Bigint),
            Hashes(one.Subtrees.Select(subtree => subtree.Hash)));
        batch.Add(InsertHead,
            Sql.Bigint(head.Number), Sql.Bigint(head.Size), Sql.Bytea(Bytes(head.Root)), Sql.Bigint(head.UpTo), Sql.Timestamp(head.SealedAt), Sql.Varchar(one.Head.Key), Sql.Bytea(one.Head.Signature));
        await batch.ExecuteNonQueryAsync(ct);
    }

    internal static NpgsqlParameter Array<T>(T[] values, NpgsqlDbType type) => new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };

    internal static NpgsqlParameter Hashes(IEnumerable<Hash256> hashes) => Array([.. hashes.Select(Bytes)], NpgsqlDbType.Bytea);

    static byte[] Bytes(Hash256 hash)
    {
        var bytes = new byte[Hash256.Length];
        hash.CopyTo(bytes);
        return bytes;
    }
}

/// <param name="Subtrees">Those that became whole, of the levels that are stored.</param>
sealed record SealedBatch(SignedTreeHead Head, IReadOnlyList<SealedEvent> Leaves, IReadOnlyList<Subtree> Subtrees);

readonly record struct SealedEvent(long Sequence, Hash256 Hash);

/// <summary>The leaves from number · 2^level, 2^level of them, all of them there.</summary>
readonly record struct Subtree(int Level, long Number, Hash256 Hash);
