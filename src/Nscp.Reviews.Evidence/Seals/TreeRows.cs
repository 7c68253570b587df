using System.Numerics;
using Npgsql;
using NpgsqlTypes;

namespace Nscp.Reviews.Evidence;

/// <summary>Hashes of runs of leaves, made from what is stored: leaves, and whole subtrees of every fourth level. Only the rows that are needed are read, once.</summary>
sealed class TreeRows
{
    /// <summary>Subtrees of these levels' multiples are stored.</summary>
    internal const int Step = 4;

    const string SelectLeaves = "select leaf_index, seq_id, hash from es_leaf where leaf_index = any($1)";

    const string SelectSubtrees = "select s.level, s.number, s.hash from unnest($1, $2) g(level, number) join es_subtree s on s.level = g.level and s.number = g.number";

    readonly Dictionary<(int Level, long Number), Hash256> _stored = [];

    TreeRows() { }

    /// <summary>How many rows were read.</summary>
    internal int Read { get; private set; }

    internal static bool IsStored(int level) => level > 0 && level % Step == 0;

    /// <summary>One round trip, or none when no run is asked for.</summary>
    internal static async Task<TreeRows> LoadAsync(NpgsqlConnection connection, IEnumerable<LeafRange> ranges, CancellationToken ct)
    {
        var wanted = ranges.SelectMany(Pieces).SelectMany(Parts).ToHashSet();
        var rows = new TreeRows();
        if (wanted.Count == 0)
            return rows;
        var subtrees = wanted.Where(one => one.Level > 0).ToList();
        await using var batch = connection.CreateBatch();
        batch.Add(SelectLeaves, SealSql.Array(wanted.Where(one => one.Level == 0).Select(one => one.Number).Order().ToArray(), NpgsqlDbType.Bigint));
        batch.Add(SelectSubtrees, SealSql.Array(subtrees.Select(one => one.Level).ToArray(), NpgsqlDbType.Integer), SealSql.Array(subtrees.Select(one => one.Number).ToArray(), NpgsqlDbType.Bigint));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            rows._stored.Add((0, reader.GetInt64(0)), MerkleTree.Leaf(reader.GetInt64(1), SealSql.ReadHash(reader, 2)));
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
            rows._stored.Add((reader.GetInt32(0), reader.GetInt64(1)), SealSql.ReadHash(reader, 2));
        rows.Read = rows._stored.Count;
        return rows;
    }

    /// <exception cref="InvalidOperationException">A row that makes up the run is gone.</exception>
    internal Hash256 HashOf(LeafRange range)
    {
        var pieces = Pieces(range).Select(piece => HashOf(piece.Level, piece.Number)).ToList();
        var hash = pieces[^1];
        for (var i = pieces.Count - 2; i >= 0; i--)
            hash = MerkleTree.Node(pieces[i], hash);
        return hash;
    }

    Hash256 HashOf(int level, long number)
    {
        if (_stored.TryGetValue((level, number), out var known))
            return known;
        if (level % Step == 0)
            throw new InvalidOperationException($"The seals lack the hash of the 2^{level} events from leaf {number << level} on.");
        var hash = MerkleTree.Node(HashOf(level - 1, 2 * number), HashOf(level - 1, (2 * number) + 1));
        _stored.Add((level, number), hash);
        return hash;
    }

    // A run begins where a subtree as large as its largest piece begins, so every piece is a whole subtree.
    static IEnumerable<(int Level, long Number)> Pieces(LeafRange range) =>
        GrowingTree.WholeSubtreesOf(range.Size).Select(piece => (BitOperations.Log2((ulong)piece.Size), (range.Start + piece.Start) / piece.Size));

    static IEnumerable<(int Level, long Number)> Parts((int Level, long Number) whole)
    {
        var (level, times) = (whole.Level / Step * Step, 1L << (whole.Level % Step));
        for (var i = 0L; i < times; i++)
            yield return (level, (whole.Number * times) + i);
    }
}
