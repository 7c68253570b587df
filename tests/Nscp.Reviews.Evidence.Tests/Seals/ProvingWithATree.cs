using System.Security.Cryptography;

namespace Nscp.Reviews.Evidence.Tests.Seals;

/// <summary>The shapes of RFC 9162: every proof of every tree of up to 70 leaves leads to its root, and nothing else does.</summary>
public class ProvingWithATree
{
    const int Most = 70;

    static readonly Hash256[] Leaves = [.. Enumerable.Range(0, Most + 1).Select(i => MerkleTree.Leaf(3 * i, new(SHA256.HashData([(byte)i]))))];

    [Fact]
    public void Has_the_shape_of_the_standard()
    {
        // Written out by hand from RFC 9162, 2.1.1: seven leaves are ((01)(23))((45)6).
        Hash256 Over(int from, int to) => MerkleTree.Node(Leaves[from], Leaves[to]);
        MerkleTree.Root(Leaves.AsSpan(0, 7)).ShouldBe(MerkleTree.Node(MerkleTree.Node(Over(0, 1), Over(2, 3)), MerkleTree.Node(Over(4, 5), Leaves[6])));
        MerkleTree.Empty.ToString().ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    [Fact]
    public void Hashes_a_leaf_and_a_node_for_ever_alike()
    {
        // The bytes that docs/evidence.md gives.
        var zero = Hash256.Parse(new string('0', 64))!.Value;
        MerkleTree.Leaf(1, zero).ShouldBe(new(SHA256.HashData(Convert.FromHexString("00" + "0000000000000001" + new string('0', 64)))));
        MerkleTree.Node(zero, zero).ShouldBe(new(SHA256.HashData(Convert.FromHexString("01" + new string('0', 128)))));
    }

    [Fact]
    public void Names_the_runs_that_the_standard_names()
    {
        // RFC 9162, 2.1.5: the inclusion of leaves 0, 3, 4 and 6 of seven, and the consistency of 3, 4 and 6 of them.
        Runs(MerkleTree.InclusionOf(0, 7)).ShouldBe("1+1 2+2 4+3");
        Runs(MerkleTree.InclusionOf(3, 7)).ShouldBe("2+1 0+2 4+3");
        Runs(MerkleTree.InclusionOf(4, 7)).ShouldBe("5+1 6+1 0+4");
        Runs(MerkleTree.InclusionOf(6, 7)).ShouldBe("4+2 0+4");
        Runs(MerkleTree.ConsistencyOf(3, 7)).ShouldBe("2+1 3+1 0+2 4+3");
        Runs(MerkleTree.ConsistencyOf(4, 7)).ShouldBe("4+3");
        Runs(MerkleTree.ConsistencyOf(6, 7)).ShouldBe("4+2 6+1 0+4");
        Runs(MerkleTree.ConsistencyOf(7, 7)).ShouldBe("");
    }

    [Fact]
    public void Grows_leaf_by_leaf_to_the_same_root_and_goes_on_from_any_size()
    {
        for (var size = 0; size <= Most; size++)
        {
            var tree = GrowingTree.From(size, HashOf);
            tree.Root().ShouldBe(MerkleTree.Root(Leaves.AsSpan(0, size)));
            for (var more = size; more < Most; more++) tree.Add(Leaves[more]);
            (tree.Size, tree.Root()).ShouldBe((Most, MerkleTree.Root(Leaves.AsSpan(0, Most))), $"from {size}");
        }
    }

    [Fact]
    public void Tells_every_whole_subtree_once()
    {
        var told = new Dictionary<(int, long), Hash256>();
        var tree = new GrowingTree((level, number, hash) => told.Add((level, number), hash));
        foreach (var leaf in Leaves.AsSpan(0, 21)) tree.Add(leaf);

        told.Count.ShouldBe(21 + 10 + 5 + 2 + 1);
        told.ShouldAllBe(one => one.Value == HashOf(new LeafRange(one.Key.Item2 << one.Key.Item1, 1L << one.Key.Item1)));
    }

    [Fact]
    public void Proves_each_leaf_and_no_other()
    {
        for (var size = 1; size <= Most; size++)
        {
            var root = MerkleTree.Root(Leaves.AsSpan(0, size));
            for (var index = 0; index < size; index++)
            {
                Hash256[] path = [.. MerkleTree.InclusionOf(index, size).Select(HashOf)];
                MerkleTree.Includes(root, size, index, Leaves[index], path).ShouldBeTrue($"{index} of {size}");
                MerkleTree.Includes(root, size, index, Leaves[index + 1], path).ShouldBeFalse();
                MerkleTree.Includes(root, size, index, Leaves[index], [.. path, root]).ShouldBeFalse();
                foreach (var other in Enumerable.Range(-1, size + 2).Where(other => other != index)) MerkleTree.Includes(root, size, other, Leaves[index], path).ShouldBeFalse();
                foreach (var spoilt in Spoilt(path)) MerkleTree.Includes(root, size, index, Leaves[index], spoilt).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void Proves_each_tree_to_begin_each_larger_one_and_no_other()
    {
        for (var second = 1; second <= Most; second++)
        {
            var now = MerkleTree.Root(Leaves.AsSpan(0, second));
            for (var first = 1; first <= second; first++)
            {
                var then = MerkleTree.Root(Leaves.AsSpan(0, first));
                Hash256[] path = [.. MerkleTree.ConsistencyOf(first, second).Select(HashOf)];
                MerkleTree.IsConsistent(first, then, second, now, path).ShouldBeTrue($"{first} of {second}");
                MerkleTree.IsConsistent(first, MerkleTree.Root(Leaves.AsSpan(1, first)), second, now, path).ShouldBeFalse();
                MerkleTree.IsConsistent(first, then, second, MerkleTree.Root(Leaves.AsSpan(1, second)), path).ShouldBeFalse();
                foreach (var spoilt in Spoilt(path)) MerkleTree.IsConsistent(first, then, second, now, spoilt).ShouldBeFalse();
            }
        }
    }

    [Fact]
    public void Refuses_what_no_tree_has()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => MerkleTree.InclusionOf(3, 3));
        Should.Throw<ArgumentOutOfRangeException>(() => MerkleTree.InclusionOf(-1, 3));
        Should.Throw<ArgumentOutOfRangeException>(() => MerkleTree.ConsistencyOf(0, 3));
        Should.Throw<ArgumentOutOfRangeException>(() => MerkleTree.ConsistencyOf(4, 3));
        MerkleTree.IsConsistent(0, MerkleTree.Empty, 3, MerkleTree.Root(Leaves.AsSpan(0, 3)), []).ShouldBeFalse();
    }

    static IEnumerable<Hash256[]> Spoilt(Hash256[] path)
    {
        if (path.Length > 0) yield return path[..^1];
        yield return [.. path, Leaves[^1]];
        for (var i = 0; i < path.Length; i++)
        {
            Hash256[] changed = [.. path];
            changed[i] = Leaves[^1];
            yield return changed;
        }
    }

    static Hash256 HashOf(LeafRange range) => MerkleTree.Root(Leaves.AsSpan((int)range.Start, (int)range.Size));

    static string Runs(IEnumerable<LeafRange> ranges) => string.Join(' ', ranges.Select(range => $"{range.Start}+{range.Size}"));
}
