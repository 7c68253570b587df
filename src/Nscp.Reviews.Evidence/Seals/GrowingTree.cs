namespace Nscp.Reviews.Evidence;

/// <summary>The root of a tree to which leaves are added one by one, in logarithmic memory: it holds the whole subtrees from left to right, the largest first.</summary>
/// <param name="completed">Told of every whole subtree of 2^level leaves when its last leaf comes, those of one leaf included: level, number among its like from 0, hash.</param>
public sealed class GrowingTree(Action<int, long, Hash256>? completed = null)
{
    readonly List<(int Level, Hash256 Hash)> _whole = [];

    /// <summary>How many leaves there are.</summary>
    public long Size { get; private set; }

    /// <summary>Goes on from a tree of which the whole subtrees are known.</summary>
    /// <param name="size">Its leaves.</param>
    /// <param name="hashOf">The hash of a run of leaves that is a whole subtree.</param>
    public static GrowingTree From(long size, Func<LeafRange, Hash256> hashOf, Action<int, long, Hash256>? completed = null)
    {
        var tree = new GrowingTree(completed) { Size = size };
        foreach (var range in WholeSubtreesOf(size)) tree._whole.Add((System.Numerics.BitOperations.Log2((ulong)range.Size), hashOf(range)));
        return tree;
    }

    /// <summary>The whole subtrees of which a tree is made, from left to right.</summary>
    public static IEnumerable<LeafRange> WholeSubtreesOf(long size)
    {
        for (long start = 0, rest = size; rest > 0;)
        {
            var whole = 1L << System.Numerics.BitOperations.Log2((ulong)rest);
            yield return new LeafRange(start, whole);
            (start, rest) = (start + whole, rest - whole);
        }
    }

    public void Add(Hash256 leaf)
    {
        var (level, hash, number) = (0, leaf, Size);
        completed?.Invoke(level, number, hash);
        while (_whole.Count > 0 && _whole[^1].Level == level)
        {
            hash = MerkleTree.Node(_whole[^1].Hash, hash);
            _whole.RemoveAt(_whole.Count - 1);
            (level, number) = (level + 1, number >> 1);
            completed?.Invoke(level, number, hash);
        }
        _whole.Add((level, hash));
        Size++;
    }

    public Hash256 Root()
    {
        if (_whole.Count == 0) return MerkleTree.Empty;
        var root = _whole[^1].Hash;
        for (var i = _whole.Count - 2; i >= 0; i--) root = MerkleTree.Node(_whole[i].Hash, root);
        return root;
    }
}
