using NodaTime;
using Npgsql;

namespace Nscp.Reviews.Evidence;

/// <summary>
/// Seals the log: adds each event's hash, recomputed from what stands in its row, to a tree, and signs the tree's head after each batch. What it wrote and how
/// far it has come (its place, in <c>es_sealer</c>) are committed together, so that nothing stays unsealed after a crash and nothing is sealed twice.
/// </summary>
/// <remarks>
/// Rows of other software are sealed like the rest. A row that does not fit the hash recorded with it is sealed as it is found, and told: sealing must
/// go on, and the verification names it for ever. Tombstones, which stand for no event, get no leaf.
/// </remarks>
/// <param name="log">The log role's, on the primary.</param>
/// <param name="key">Signs; must outlive the sealer.</param>
/// <param name="clock">The sealing host's.</param>
/// <param name="anchors">Where heads are anchored; null when they are not, and then a database that was set back to an old backup goes unnoticed here.</param>
/// <param name="tell">Called at once, from any thread; must not throw; null for nobody. What was told of a batch that is handled again is told again.</param>
public sealed class Sealer(NpgsqlDataSource log, SealKey key, IClock clock, AnchorFiles? anchors, Action<SealNews>? tell = null)
{
    // Its row is locked to the transaction's end: a second sealer waits, and then finds the work done.
    const string SelectPlace = "select place from es_sealer for update";

    const string MovePlace = "update es_sealer set place = $1";

    // The head that this host wrote last: while it is the newest, nothing was set back since it was compared with the anchors.
    SignedTreeHead? _last;

    /// <summary>How many rows are read for one head at the most.</summary>
    internal int Most { get; init; } = 2_000;

    /// <summary>Seals everything up to a safe mark of its own, for whose writers it waits; what is recorded meanwhile is for the next call.</summary>
    /// <returns>How many events were sealed.</returns>
    /// <exception cref="RolledBackException">An anchored head is not in the database; nothing was sealed.</exception>
    /// <exception cref="LogReaderException">The whole log cannot be read safely by this connection.</exception>
    /// <exception cref="UnreadableRowException">A row is no event; what stands before it was sealed.</exception>
    public async Task<int> SealAsync(CancellationToken ct)
    {
        await using var connection = await log.OpenConnectionAsync(ct);
        await LogRows.CheckAsync(connection, ct);
        var (mark, count) = (await SafeMark.WaitAsync(connection, ct), 0);
        while (true)
        {
            var (isAtMark, added) = await SealBatchAsync(connection, mark, ct);
            count += added;
            if (isAtMark) return count;
        }
    }

    async Task<(bool IsAtMark, int Added)> SealBatchAsync(NpgsqlConnection connection, long mark, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var select = connection.Command(SelectPlace);
        var place = await select.ExecuteScalarAsync(ct) as long? ?? throw new InvalidOperationException("The row of es_sealer, which says how far the log is sealed, is gone.");
        var newest = await SealSql.NewestAsync(connection, ct);
        await CheckAnchorsAsync(connection, newest, ct);
        if (place >= mark) return (true, 0);
        var batch = await LogRows.ReadAsync(connection, Math.Max(place, newest?.Head.UpTo ?? 0), mark, Most, ct);
        if (batch.Events.Count > 0) await SealAsync(connection, newest, batch.Events, ct);
        await using var move = connection.Command(MovePlace, Sql.Bigint(batch.UpTo));
        await move.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return (batch.UpTo >= mark, batch.Events.Count);
    }

    async Task SealAsync(NpgsqlConnection connection, SignedTreeHead? newest, IReadOnlyList<LogEvent> events, CancellationToken ct)
    {
        var leaves = await HashAsync(connection, events, ct);
        var (size, subtrees) = (newest?.Head.Size ?? 0, new List<Subtree>());
        var rows = await TreeRows.LoadAsync(connection, GrowingTree.WholeSubtreesOf(size), ct);
        var tree = GrowingTree.From(size, rows.HashOf, (level, number, hash) =>
        {
            if (TreeRows.IsStored(level))
                subtrees.Add(new Subtree(level, number, hash));
        });
        foreach (var leaf in leaves)
            tree.Add(MerkleTree.Leaf(leaf.Sequence, leaf.Hash));
        var id = newest?.Head.Log ?? await SealSql.LogIdAsync(connection, ct);
        var head = key.Sign(new TreeHead(id, (newest?.Head.Number ?? 0) + 1, tree.Size, tree.Root(), leaves[^1].Sequence, SqlTime.Truncate(clock.GetCurrentInstant())));
        await SealSql.AddAsync(connection, new SealedBatch(head, leaves, subtrees), ct);
        _last = head;
        EvidenceMetrics.Sealed(leaves.Count);
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
            EvidenceMetrics.SealedAsFound();
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
