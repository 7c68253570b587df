using Npgsql;
using NpgsqlTypes;

namespace Nscp.Reviews.Evidence;

/// <summary>Reads the seals, which are no tenant's data: heads, and proofs that events are in them.</summary>
/// <param name="source">The application's or the log reader's.</param>
public sealed class SealedLog(NpgsqlDataSource source)
{
    const string SelectLeaves = "select seq_id, leaf_index, hash from es_leaf where seq_id = any($1) order by seq_id";

    const string SelectFirstHeads =
        $"""
        {SealSql.SelectHeads} where h.number in (
            select first.number from es_leaf f cross join lateral (select n.number from es_tree_head n where n.tree_size > f.leaf_index order by n.tree_size limit 1) first
            where f.seq_id = any($1))
        order by h.number
        """;

    /// <summary>The newest heads' proofs for these events: two round trips, whatever the log's length.</summary>
    /// <param name="sequences">Log numbers (<see cref="StoredEvent.Sequence"/>), in any order; of one tenant or of many.</param>
    /// <returns>Null when nothing is sealed yet.</returns>
    /// <exception cref="InvalidOperationException">Rows of the seals are gone: a proof cannot be made.</exception>
    public async Task<SealProofs?> ProveAsync(IReadOnlyCollection<long> sequences, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        if (await FindAsync(connection, [.. sequences.Distinct()], ct) is not { } found)
            return null;
        var size = found.Newest.Head.Size;
        var rows = await TreeRows.LoadAsync(connection,
            found.Leaves.SelectMany(leaf => MerkleTree.InclusionOf(leaf.Index, size)).Concat(found.Earlier.SelectMany(head => MerkleTree.ConsistencyOf(head.Head.Size, size))), ct);
        return new SealProofs(
            found.Newest,
            found.Leaves.ToDictionary(leaf => leaf.Sequence, leaf => new LeafProof(leaf.Index, leaf.Hash, [.. MerkleTree.InclusionOf(leaf.Index, size).Select(rows.HashOf)])),
            [.. found.Earlier.Select(head => new HeadProof(head, [.. MerkleTree.ConsistencyOf(head.Head.Size, size).Select(rows.HashOf)]))]);
    }

    /// <summary>Heads by number.</summary>
    /// <param name="after">Exclusive; 0 for the first.</param>
    /// <param name="most">1 or more.</param>
    public Task<IReadOnlyList<SignedTreeHead>> HeadsAsync(long after, int most, CancellationToken ct) => SealSql.AfterAsync(source, after, most, ct);

    internal Task<IReadOnlyList<SignedTreeHead>> HeadsAsync(long[] numbers, CancellationToken ct) => SealSql.TheseAsync(source, numbers, ct);

    /// <summary>Null when nothing is sealed yet.</summary>
    public async Task<SignedTreeHead?> NewestAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        return await SealSql.NewestAsync(connection, ct);
    }

    sealed record Leaf(long Sequence, long Index, Hash256 Hash);

    sealed record Found(SignedTreeHead Newest, IReadOnlyList<Leaf> Leaves, IReadOnlyList<SignedTreeHead> Earlier);

    // The newest head is read first: what is sealed between these statements is left out.
    static async Task<Found?> FindAsync(NpgsqlConnection connection, long[] sequences, CancellationToken ct)
    {
        await using var batch = connection.CreateBatch();
        batch.Add(SealSql.SelectNewest);
        batch.Add(SelectLeaves, SealSql.Array(sequences, NpgsqlDbType.Bigint));
        batch.Add(SelectFirstHeads, SealSql.Array(sequences, NpgsqlDbType.Bigint));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
            return null;
        var newest = SealSql.ReadHead(reader);
        var (leaves, earlier) = (new List<Leaf>(), new List<SignedTreeHead>());
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (reader.GetInt64(1) < newest.Head.Size)
                leaves.Add(new Leaf(reader.GetInt64(0), reader.GetInt64(1), SealSql.ReadHash(reader, 2)));
        }
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (SealSql.ReadHead(reader) is var head && head.Head.Number < newest.Head.Number)
                earlier.Add(head);
        }
        return new Found(newest, leaves, earlier);
    }
}
