namespace Nscp.Reviews.Evidence;

/// <summary>Goes through the heads by number: none is missing, each is signed by a trusted key, and each covers more than the one before.</summary>
/// <param name="newest">The last to be looked at: others may be added meanwhile.</param>
sealed class HeadCheck(SealedLog log, KeyRing trusted, SignedTreeHead? newest, Findings findings)
{
    const int HeadsAtOnce = 1_000;

    readonly Queue<SignedTreeHead> _page = [];
    long _last, _size;

    internal long Heads { get; private set; }

    /// <summary>The next that can be compared with a tree; null at the end.</summary>
    internal async Task<TreeHead?> NextAsync(CancellationToken ct)
    {
        while (await TakeAsync(ct) is { } signed)
        {
            Heads++;
            var head = signed.Head;
            NameMissing(head.Number);
            CheckSignature(signed);
            if (head.Size > _size)
            {
                _size = head.Size;
                return head;
            }
            findings.Add(Finding.OfLog(FindingKind.HeadDoesNotFit, $"Tree head {head.Number} covers {head.Size} events, not more than one before it."));
        }
        return null;
    }

    async Task<SignedTreeHead?> TakeAsync(CancellationToken ct)
    {
        if (newest is null || _last >= newest.Head.Number)
            return null;
        if (_page.Count == 0)
        {
            foreach (var one in await log.HeadsAsync(_last, HeadsAtOnce, ct))
                _page.Enqueue(one);
        }
        return _page.TryDequeue(out var next) && next.Head.Number <= newest.Head.Number ? next : null;
    }

    void NameMissing(long number)
    {
        var missing = number - _last - 1;
        if (missing > 0)
            findings.Add(Finding.OfLog(FindingKind.HeadMissing, missing == 1 ? $"Tree head {number - 1} is gone." : $"Tree heads {_last + 1} to {number - 1} are gone."));
        _last = number;
    }

    void CheckSignature(SignedTreeHead signed)
    {
        if (!trusted.Knows(signed))
            findings.Add(Finding.OfLog(FindingKind.HeadUnknownKey, $"Tree head {signed.Head.Number} is signed by the key {signed.Key}, which is not trusted."));
        else if (!trusted.Signed(signed))
            findings.Add(Finding.OfLog(FindingKind.HeadDoesNotFit, $"The signature of tree head {signed.Head.Number} does not fit what it says."));
    }
}
