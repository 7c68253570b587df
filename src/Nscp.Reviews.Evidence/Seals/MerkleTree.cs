using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Nscp.Reviews.Evidence;

/// <summary>A run of leaves, from <paramref name="Start"/> (from 0, inclusive), <paramref name="Size"/> of them.</summary>
public readonly record struct LeafRange(long Start, long Size);

/// <summary>
/// The hash tree over the log, of the shapes of RFC 9162: a leaf is <c>SHA-256(0x00 ‖ log number, eight bytes, big-endian ‖ the event's hash)</c>, an inner
/// node <c>SHA-256(0x01 ‖ left ‖ right)</c>, and a tree of n leaves splits at the largest power of two below n. Proofs are lists of hashes of runs of
/// leaves; which runs is told here, where their hashes are kept is the caller's affair.
/// </summary>
public static class MerkleTree
{
    /// <summary>The root of a tree without leaves: the SHA-256 of nothing.</summary>
    public static Hash256 Empty { get; } = new(SHA256.HashData([]));

    /// <param name="sequence">The event's number in the log.</param>
    /// <param name="hash">The event's hash, recomputed when it was sealed.</param>
    public static Hash256 Leaf(long sequence, Hash256 hash)
    {
        Span<byte> bytes = stackalloc byte[1 + sizeof(long) + Hash256.Length];
        bytes[0] = 0;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], sequence);
        hash.CopyTo(bytes[(1 + sizeof(long))..]);
        return HashOf(bytes);
    }

    public static Hash256 Node(Hash256 left, Hash256 right)
    {
        Span<byte> bytes = stackalloc byte[1 + (2 * Hash256.Length)];
        bytes[0] = 1;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[(1 + Hash256.Length)..]);
        return HashOf(bytes);
    }

    /// <summary>The root over all of them; one by one, so for few.</summary>
    public static Hash256 Root(ReadOnlySpan<Hash256> leaves)
    {
        if (leaves.Length < 2) return leaves.Length == 0 ? Empty : leaves[0];
        var split = (int)SplitOf(leaves.Length);
        return Node(Root(leaves[..split]), Root(leaves[split..]));
    }

    /// <summary>Where a tree of so many leaves, 2 or more, splits: the largest power of two below it.</summary>
    public static long SplitOf(long size) => 1L << (63 - BitOperations.LeadingZeroCount((ulong)size - 1));

    /// <summary>The runs whose hashes prove that a leaf is in a tree, from the leaf up (RFC 9162, 2.1.3.1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tree has no such leaf.</exception>
    public static IReadOnlyList<LeafRange> InclusionOf(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var (path, start) = (new List<LeafRange>(), 0L);
        while (size > 1)
        {
            var split = SplitOf(size);
            var isLeft = index < split;
            path.Add(isLeft ? new(start + split, size - split) : new(start, split));
            (start, index, size) = isLeft ? (start, index, split) : (start + split, index - split, size - split);
        }
        path.Reverse();
        return path;
    }

    /// <summary>The runs whose hashes prove that the tree of the first so many leaves is the beginning of a larger one (RFC 9162, 2.1.4.1). Empty when they are one.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="first"/> is less than 1 or more than <paramref name="second"/>.</exception>
    public static IReadOnlyList<LeafRange> ConsistencyOf(long first, long second)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, second);
        var (path, start, isWhole) = (new List<LeafRange>(), 0L, true);
        while (first < second)
        {
            var split = SplitOf(second);
            var isLeft = first <= split;
            path.Add(isLeft ? new(start + split, second - split) : new(start, split));
            (start, first, second, isWhole) = isLeft ? (start, first, split, isWhole) : (start + split, first - split, second - split, false);
        }
        // The old tree's own root need not be told; another piece of it must.
        if (!isWhole) path.Add(new(start, second));
        path.Reverse();
        return path;
    }

    /// <summary>Whether the path leads from the leaf to the root (RFC 9162, 2.1.3.2). False for whatever does not fit; never an exception.</summary>
    public static bool Includes(Hash256 root, long size, long index, Hash256 leaf, IReadOnlyList<Hash256> path)
    {
        if (index < 0 || index >= size) return false;
        var (at, last, hash) = (index, size - 1, leaf);
        foreach (var beside in path)
        {
            if (last == 0) return false;
            if ((at & 1) == 1 || at == last)
            {
                hash = Node(beside, hash);
                Climb(ref at, ref last);
            }
            else
            {
                hash = Node(hash, beside);
            }
            (at, last) = (at >> 1, last >> 1);
        }
        return last == 0 && hash == root;
    }

    /// <summary>Whether the path shows the first tree to be the beginning of the second (RFC 9162, 2.1.4.2). False for whatever does not fit; never an exception.</summary>
    public static bool IsConsistent(long firstSize, Hash256 firstRoot, long secondSize, Hash256 secondRoot, IReadOnlyList<Hash256> path)
    {
        if (firstSize < 1 || firstSize > secondSize) return false;
        if (firstSize == secondSize) return path.Count == 0 && firstRoot == secondRoot;
        if (path.Count == 0) return false;
        var isPowerOfTwo = BitOperations.IsPow2(firstSize);
        var (at, last) = (firstSize - 1, secondSize - 1);
        while ((at & 1) == 1) (at, last) = (at >> 1, last >> 1);
        var begin = isPowerOfTwo ? firstRoot : path[0];
        var (first, second) = (begin, begin);
        for (var i = isPowerOfTwo ? 0 : 1; i < path.Count; i++)
        {
            if (last == 0) return false;
            if ((at & 1) == 1 || at == last)
            {
                (first, second) = (Node(path[i], first), Node(path[i], second));
                Climb(ref at, ref last);
            }
            else
            {
                second = Node(second, path[i]);
            }
            (at, last) = (at >> 1, last >> 1);
        }
        return last == 0 && first == firstRoot && second == secondRoot;
    }

    static void Climb(ref long at, ref long last)
    {
        while ((at & 1) == 0 && at != 0) (at, last) = (at >> 1, last >> 1);
    }

    static Hash256 HashOf(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Hash256.Length];
        SHA256.HashData(bytes, hash);
        return new Hash256(hash);
    }
}
