using NodaTime;
using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>
/// Seals the log: adds each event's hash, recomputed from what stands in its row, to a tree, and signs the tree's head after each batch. What it wrote and how
/// far it has read are committed together, so that nothing stays unsealed after a crash and nothing is sealed twice.
/// </summary>
/// <remarks>
/// Rows of other software are sealed like the rest. A row that does not fit the hash recorded with it is sealed as it is found, and told: sealing must
/// go on, and the verification names it for ever. Tombstones of other software, which stand for no event, get no leaf.
/// </remarks>
/// <param name="key">Signs; must outlive the consumer.</param>
/// <param name="clock">The sealing host's.</param>
/// <param name="anchors">Where heads are anchored; null when they are not, and then a database that was set back to an old backup goes unnoticed here.</param>
/// <param name="tell">Called at once, from any thread; must not throw; null for nobody. What was told of a batch that is handled again is told again.</param>
public sealed class Sealing(SealKey key, IClock clock, AnchorFiles? anchors, Action<SealNews>? tell = null)
{
    /// <summary>The consumer's name.</summary>
    public const string Name = "sealer";

    // The head that this host wrote last: while it is the newest, nothing was set back since it was compared with the anchors.
    SignedTreeHead? _last;

    /// <summary>To be run by a <see cref="ConsumerHost"/>; it stops (<see cref="RolledBackException"/>) when an anchored head is not in the database.</summary>
    /// <param name="patience">How long events may wait for their seal, so that one head covers many and appends do not pay for it; a second when null.</param>
    public Consumer Consumer(TimeSpan? patience = null) => new(Name, SealAsync) { BatchSize = 2_000, Patience = patience ?? TimeSpan.FromSeconds(1) };

    async Task SealAsync(ConsumedBatch batch, CancellationToken ct)
    {
        var newest = await SealSql.NewestAsync(batch.Connection, ct);
        await CheckAnchorsAsync(batch.Connection, newest, ct);
        // Whoever rewound the consumer makes it read again what is sealed.
        var events = newest is null ? batch.Events : [.. batch.Events.Where(one => one.Event.Sequence > newest.Head.UpTo)];
        if (events.Count == 0)
            return;
        var leaves = await HashAsync(batch.Connection, events, ct);
        var (size, subtrees) = (newest?.Head.Size ?? 0, new List<Subtree>());
        var rows = await TreeRows.LoadAsync(batch.Connection, GrowingTree.WholeSubtreesOf(size), ct);
        var tree = GrowingTree.From(size, rows.HashOf, (level, number, hash) =>
        {
            if (TreeRows.IsStored(level))
                subtrees.Add(new Subtree(level, number, hash));
        });
        foreach (var leaf in leaves)
            tree.Add(MerkleTree.Leaf(leaf.Sequence, leaf.Hash));
        var log = newest?.Head.Log ?? await SealSql.LogIdAsync(batch.Connection, ct);
        var head = key.Sign(new TreeHead(log, (newest?.Head.Number ?? 0) + 1, tree.Size, tree.Root(), leaves[^1].Sequence, SqlTime.Truncate(clock.GetCurrentInstant())));
        await SealSql.AddAsync(batch.Connection, new SealedBatch(head, leaves, subtrees), ct);
        _last = head;
        StoreMetrics.Sealed(leaves.Count);
    }

    async Task CheckAnchorsAsync(NpgsqlConnection connection, SignedTreeHead? newest, CancellationToken ct)
    {
        if (anchors is null || (newest is not null && newest.IsSame(_last)) || anchors.Newest() is not { } anchored)
            return;
        if (!anchored.IsSame(await SealSql.HeadAsync(connection, anchored.Head.Number, ct)))
            throw new RolledBackException(anchored.Head.Number, newest?.Head.Number ?? 0);
    }

    async Task<List<SealedEvent>> HashAsync(NpgsqlConnection connection, IReadOnlyList<LogEvent> events, CancellationToken ct)
    {
        var (leaves, predecessors) = (new List<SealedEvent>(events.Count), await Predecessors.LoadAsync(connection, events, ct));
        foreach (var one in events)
        {
            var link = await predecessors.HashAsync(connection, one, ct);
            leaves.Add(new SealedEvent(one.Event.Sequence, link.Hash));
            if (link.Fits)
                continue;
            StoreMetrics.SealedAsFound();
            tell?.Invoke(new SealNews.DoesNotFit(one.Event.Sequence, one.Event.Id));
        }
        return leaves;
    }
}

/// <summary>What a host may write to its log; never a text of an event.</summary>
public abstract record SealNews
{
    SealNews() { }

    /// <summary>An event was sealed as it stands there, but it does not fit the hash that was recorded with it.</summary>
    /// <param name="Sequence">Its log number.</param>
    public sealed record DoesNotFit(long Sequence, Guid EventId) : SealNews;
}

/// <summary>The database is older than what was anchored from it: it was set back to an old backup, or its seals were cut off. Sealing goes no further.</summary>
public sealed class RolledBackException(long anchored, long newest)
    : Exception($"Tree head {anchored} was anchored and is not in the database, whose newest is {newest}: it was set back, or its seals were changed.");
