using Npgsql;
using NpgsqlTypes;

namespace Nscp.Reviews.Evidence;

/// <summary>Grows the tree anew from the leaves, and compares it with every head and every stored subtree.</summary>
sealed class TreeCheck
{
    const int SubtreesAtOnce = 4_096;

    const string SelectOthers =
        """
        select g.level, g.number from unnest($1, $2, $3) g(level, number, hash) left join es_subtree s on s.level = g.level and s.number = g.number
        where s.hash is distinct from g.hash order by g.number << g.level, g.level
        """;

    readonly NpgsqlConnection _looking;
    readonly HeadCheck _heads;
    readonly Findings _findings;
    readonly GrowingTree _tree;
    readonly List<Subtree> _subtrees = [];
    TreeHead? _next;
    long _number;
    bool _isBroken;

    TreeCheck(NpgsqlConnection looking, HeadCheck heads, Findings findings)
    {
        (_looking, _heads, _findings) = (looking, heads, findings);
        _tree = new GrowingTree(Completed);
    }

    internal static async Task<TreeCheck> BeginAsync(NpgsqlConnection looking, HeadCheck heads, Findings findings, CancellationToken ct)
    {
        var check = new TreeCheck(looking, heads, findings);
        check._next = await heads.NextAsync(ct);
        return check;
    }

    /// <summary>The index of the leaf that must come now.</summary>
    internal long Expected { get; private set; }

    internal async ValueTask AddAsync(SealedLeaf leaf, CancellationToken ct)
    {
        NameMissing(leaf.Index);
        if (leaf.Number <= _number)
            _findings.Add(new Finding(FindingKind.SealDoesNotFit, leaf.Number, null, null, null, $"Leaf {leaf.Index} of the seals stands for the event at {leaf.Number} of the log, behind one with a higher number."));
        (_number, Expected) = (leaf.Number, leaf.Index + 1);
        _tree.Add(MerkleTree.Leaf(leaf.Number, leaf.Hash));
        if (_subtrees.Count >= SubtreesAtOnce)
            await CompareSubtreesAsync(ct);
        if (_next?.Size == Expected)
            await CompareAsync(ct);
    }

    /// <param name="size">Of the newest head.</param>
    internal async Task EndAsync(long size, CancellationToken ct)
    {
        NameMissing(size);
        await CompareSubtreesAsync(ct);
        while (_next is not null)
            _next = await _heads.NextAsync(ct);
    }

    async Task CompareAsync(CancellationToken ct)
    {
        var head = _next!;
        if (!_isBroken && head.Root != _tree.Root())
        {
            _findings.Add(Finding.OfLog(FindingKind.HeadDoesNotFit, $"The seals of the first {head.Size} events are not those that tree head {head.Number} was signed for: one of them was altered."));
            // What is wrong in a tree is wrong in every larger one.
            _isBroken = true;
        }
        if (head.UpTo != _number)
            _findings.Add(Finding.OfLog(FindingKind.HeadDoesNotFit, $"Tree head {head.Number} goes up to {head.UpTo} of the log, its last leaf stands for {_number}."));
        _next = await _heads.NextAsync(ct);
    }

    // Gone with its event, so that nobody can tell what it was.
    void NameMissing(long index)
    {
        if (index == Expected)
            return;
        if (index > Expected)
            _findings.Add(Finding.OfLog(FindingKind.SealMissing, index == Expected + 1 ? $"Leaf {Expected} of the seals is gone, and its event too." : $"Leaves {Expected} to {index - 1} of the seals are gone, and their events too."));
        _isBroken = true;
    }

    void Completed(int level, long number, Hash256 hash)
    {
        if (!_isBroken && TreeRows.IsStored(level))
            _subtrees.Add(new Subtree(level, number, hash));
    }

    async Task CompareSubtreesAsync(CancellationToken ct)
    {
        await using var command = _looking.Command(SelectOthers,
            SealSql.Array(_subtrees.Select(one => one.Level).ToArray(), NpgsqlDbType.Integer),
            SealSql.Array(_subtrees.Select(one => one.Number).ToArray(), NpgsqlDbType.Bigint),
            SealSql.Hashes(_subtrees.Select(one => one.Hash)));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var (level, number) = (reader.GetInt32(0), reader.GetInt64(1));
            _findings.Add(Finding.OfLog(FindingKind.SealDoesNotFit, $"The stored hash of leaves {number << level} to {((number + 1) << level) - 1} is gone, or is not what the leaves give."));
        }
        _subtrees.Clear();
    }
}
