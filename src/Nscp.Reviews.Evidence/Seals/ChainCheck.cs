namespace Nscp.Reviews.Evidence;

/// <summary>
/// Follows every stream along the log and recomputes each event's hash. It must be the one that was sealed and, where one was recorded, that one too. What does
/// not fit is left to the <see cref="Puzzle"/>, and the stream goes on from what was sealed or recorded, so that only what was touched is named.
/// </summary>
/// <param name="states">How far each stream was followed.</param>
/// <param name="sealedUpTo">The number up to which the sealer has come, inclusive.</param>
sealed class ChainCheck(EventCopy row, ChainStates states, ChainLookup lookup, Puzzle puzzle, Findings findings, long sealedUpTo)
{
    internal long Events { get; private set; }

    internal long Sealed { get; private set; }

    /// <summary>Of other software, and not sealed yet.</summary>
    internal long Unchained { get; private set; }

    /// <summary>Checks the row that is being read.</summary>
    /// <param name="leaf">Its seal; null when there is none.</param>
    /// <param name="isSealGone">There is none because a leaf is gone that must have been this event's.</param>
    /// <returns>The hash that is to be taken for the event's.</returns>
    internal ValueTask<Hash256> CheckAsync(Hash256? leaf, bool isSealGone, CancellationToken ct)
    {
        Events++;
        Sealed += leaf is null ? 0 : 1;
        var stream = new StreamKey(row.TenantId(), row.StreamId);
        var isInserted = leaf is null && !isSealGone && row.Sequence <= sealedUpTo;
        return !isInserted && Follow(stream, leaf) is { } hash ? ValueTask.FromResult(hash) : LookAsync(stream, leaf, isInserted, ct);
    }

    /// <summary>The usual case: the next version of its stream, and every hash fits. Null in any other.</summary>
    Hash256? Follow(StreamKey stream, Hash256? leaf)
    {
        var (version, isKnown) = (row.Version, states.TryGet(stream, out var state));
        if (state.Version + 1 != version || state.Others is not null)
            return null;
        var hash = row.Hash(isKnown ? state.Hash : null, out var recorded);
        if ((leaf is not null && leaf != hash) || (recorded is not null && recorded != hash))
            return null;
        if (leaf is null && recorded is null)
            Unfollowed();
        states.Set(stream, new ChainState(version, hash));
        return hash;
    }

    async ValueTask<Hash256> LookAsync(StreamKey stream, Hash256? leaf, bool isInserted, CancellationToken ct)
    {
        var (isKnown, isForgotten) = (states.TryGet(stream, out var known), false);
        ChainState? state = isKnown ? known : null;
        if (!isKnown && states.HasForgotten && row.Version > 1)
        {
            state = await lookup.BeforeAsync(stream, row.Version, row.Sequence, ct);
            isForgotten = state is not null;
        }
        var before = Before(state);
        var hash = row.Hash(before[0], out var recorded);
        var one = new StoredPlace(row.Sequence, stream, row.Version, leaf, recorded, hash);
        // Whoever appended to an event that had been altered stands upon what it says now.
        if (isForgotten && one.Expected is { } expected && before.TrueForAll(previous => row.Hash(previous, out _) != expected))
            before = Before(state = await lookup.AsItStandsAsync(state!.Value, stream, ct));
        if (one.Expected is null && row.IsTombstone)
            Unfollowed();
        else if (isInserted)
        {
            puzzle.Inserted(one);
            return hash;
        }
        else
            return Weigh(one, state, before);
        states.Set(stream, new ChainState(one.Version, hash));
        return hash;
    }

    /// <summary>What the event may stand upon, the likeliest first.</summary>
    List<Hash256?> Before(ChainState? state)
    {
        var before = new List<Hash256?>();
        if (state is null || row.Version == 1)
            before.Add(null);
        if (state is { } known)
            before.AddRange([known.Hash, .. (known.Others ?? []).Select(other => (Hash256?)other)]);
        return before;
    }

    Hash256 Weigh(StoredPlace one, ChainState? state, IReadOnlyList<Hash256?> before)
    {
        var last = state?.Version ?? 0;
        var isGap = one.Version > last + 1;
        if (one.Expected is not { } expected)
        {
            Unfollowed();
            puzzle.Gap(one, last);
            return GoOn(one, last, one.Hash, null);
        }
        if (before.Any(previous => (previous is not null || one.Version == 1) && row.Hash(previous, out _) == expected) || (isGap && puzzle.Fills(one, last, previous => row.Hash(previous, out _) == expected)))
            return Fits(one, last, expected, before);
        if (one.Version != last + 1 && before.Any(previous => row.HashAs(last + 1, previous) == expected))
        {
            findings.Add(one.Finding(FindingKind.Reordered, $"was recorded as version {last + 1} of it"));
            states.Set(one.Stream, new ChainState(last + 1, expected));
            return expected;
        }
        // What stands upon an event that was gone before it was sealed was sealed as the first of its stream. Before it is sealed, or when leaves are gone
        // too, nobody can recompute it, and it is taken at its word.
        if (isGap && (one.Leaf is null ? !puzzle.HasPieces : row.Hash(null, out _) == expected || (puzzle.HasLostLeaves && one.Recorded == expected)))
        {
            puzzle.Gap(one, last);
            return GoOn(one, last, expected, [.. before.OfType<Hash256>(), one.Recorded ?? expected]);
        }
        puzzle.Doubted(one);
        return GoOn(one, last, expected, [.. before.OfType<Hash256>(), one.Recorded ?? expected, one.Hash]);
    }

    Hash256 Fits(StoredPlace one, long last, Hash256 expected, IReadOnlyList<Hash256?> before)
    {
        if (one.Recorded is { } recorded && recorded != expected)
            findings.Add(one.Finding(FindingKind.Altered, "fits its seal and not the hash that was recorded with it: it was altered before it was sealed, or that hash was altered since"));
        if (one.Version > last)
            return GoOn(one, last, expected, one.Recorded is null || one.Recorded == expected ? null : [one.Recorded.Value]);
        puzzle.Late(one);
        return GoOn(one, last, expected, [.. before.OfType<Hash256>(), one.Recorded ?? expected]);
    }

    /// <param name="others">What else the next event may stand upon; null when all is well.</param>
    Hash256 GoOn(StoredPlace one, long last, Hash256 hash, IReadOnlyList<Hash256>? others)
    {
        const int most = 16;
        // What came late is not what the next event stands upon first.
        var first = one.Version > last || others is null ? hash : others[0];
        states.Set(one.Stream, new ChainState(Math.Max(last, one.Version), first, others is null ? null : [.. others.Append(hash).Where(other => other != first).Distinct().TakeLast(most)]));
        return hash;
    }

    void Unfollowed()
    {
        if (row.IsTombstone)
            Events--;
        else
            Unchained++;
    }
}
