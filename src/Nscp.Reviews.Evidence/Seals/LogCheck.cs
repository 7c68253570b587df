namespace Nscp.Reviews.Evidence;

/// <summary>What one run looks at.</summary>
/// <param name="Newest">The newest head when it began; null when nothing was sealed.</param>
/// <param name="SealedUpTo">The number up to which, inclusive, the sealer had come.</param>
/// <param name="UpTo">The safe mark, inclusive.</param>
/// <param name="Total">Events up to it.</param>
sealed record LogScope(SignedTreeHead? Newest, long SealedUpTo, long UpTo, long Total)
{
    /// <summary>How many leaves there must be.</summary>
    internal long Size => Newest?.Head.Size ?? 0;
}

/// <summary>Reads the events and the leaves side by side, each once and in the log's order, and gives each to whom it concerns.</summary>
sealed class LogCheck(LogScope scope, EventCopy row, CopyRows rows, LeafCopy leaves, ChainCheck chain, TreeCheck tree, Puzzle puzzle, Findings findings)
{
    const int ReportEvery = 10_000;

    internal async Task RunAsync(IProgress<VerificationProgress>? progress, CancellationToken ct)
    {
        await leaves.MoveAsync(ct);
        for (var done = 1L; await rows.ReadAsync(ct); done++)
        {
            await DrainAsync(row.Sequence, ct);
            if (leaves.Current is { } leaf && leaf.Number == row.Sequence)
                await SealedAsync(leaf, ct);
            else if (IsLeafGone())
                await WithoutLeafAsync(ct);
            else
                await chain.CheckAsync(null, isSealGone: false, ct);
            if (done % ReportEvery == 0 || done == scope.Total)
                progress?.Report(new VerificationProgress(done, scope.Total));
        }
        await DrainAsync(long.MaxValue, ct);
        await tree.EndAsync(scope.Size, ct);
    }

    async ValueTask SealedAsync(SealedLeaf leaf, CancellationToken ct)
    {
        puzzle.HasLostLeaves |= leaf.Index > tree.Expected;
        await chain.CheckAsync(leaf.Hash, isSealGone: false, ct);
        await tree.AddAsync(leaf, ct);
        await leaves.MoveAsync(ct);
    }

    // The next leaf's index leaves one out, and an event stands where that one would.
    bool IsLeafGone() => row.Sequence <= scope.Newest?.Head.UpTo && tree.Expected < (leaves.Current?.Index ?? scope.Size) && !row.IsTombstone;

    async Task WithoutLeafAsync(CancellationToken ct)
    {
        findings.Add(new Finding(FindingKind.SealMissing, row.Sequence, row.TenantId(), row.StreamId, row.Version, $"Leaf {tree.Expected} of the seals, of the event at {row.Sequence} of the log, is gone."));
        await tree.AddAsync(new SealedLeaf(tree.Expected, row.Sequence, await chain.CheckAsync(null, isSealGone: true, ct)), ct);
    }

    /// <summary>Leaves before that number have no event.</summary>
    async ValueTask DrainAsync(long number, CancellationToken ct)
    {
        while (leaves.Current is { } leaf && leaf.Number < number)
        {
            puzzle.Orphaned(leaf.Number, leaf.Hash);
            await tree.AddAsync(leaf, ct);
            await leaves.MoveAsync(ct);
        }
    }
}
