namespace Nscp.Reviews.Evidence;

/// <summary>Compares every anchor with the log's head of its number.</summary>
static class AnchorCheck
{
    const int AnchorsAtOnce = 1_000;

    internal static async Task RunAsync(AnchorFiles anchors, SealedLog log, KeyRing trusted, Findings findings, CancellationToken ct)
    {
        var (newest, beyond) = (0L, 0);
        foreach (var some in anchors.Read().Chunk(AnchorsAtOnce))
        {
            foreach (var unreadable in some.Where(one => one.Head is null))
                findings.Add(Finding.OfLog(FindingKind.AnchorUnreadable, $"The anchor {Path.GetFileName(unreadable.File)} is not as it was written."));
            SignedTreeHead[] anchored = [.. some.Select(one => one.Head).OfType<SignedTreeHead>()];
            // Read after the anchors: whatever was anchored was committed before.
            var heads = (await log.HeadsAsync([.. anchored.Select(one => one.Head.Number)], ct)).ToDictionary(head => head.Head.Number);
            var last = await log.NewestAsync(ct);
            foreach (var one in anchored)
            {
                heads.TryGetValue(one.Head.Number, out var head);
                if (Fault(one, head, trusted) is { } fault)
                    findings.Add(fault);
                else if (one.Head.Number > (last?.Head.Number ?? 0))
                    (newest, beyond) = (Math.Max(newest, one.Head.Number), beyond + 1);
            }
        }
        if (beyond > 0)
            findings.Add(Finding.OfLog(FindingKind.RolledBack, $"Tree head {newest} was anchored, and the log has none of the {beyond} newest: the database was set back, or its end was cut off."));
    }

    /// <param name="head">The log's of the same number; null when it has none. Its signature is checked there.</param>
    static Finding? Fault(SignedTreeHead anchored, SignedTreeHead? head, KeyRing trusted)
    {
        if (!trusted.Knows(anchored))
            return Finding.OfLog(FindingKind.AnchorUnknownKey, $"The anchor of tree head {anchored.Head.Number} is signed by the key {anchored.Key}, which is not trusted.");
        if (anchored.IsSame(head))
            return null;
        if (!trusted.Signed(anchored))
            return Finding.OfLog(FindingKind.AnchorDoesNotFit, $"The signature of the anchor of tree head {anchored.Head.Number} does not fit what it says.");
        return head is null ? null : Finding.OfLog(FindingKind.AnchorDoesNotFit, $"Tree head {anchored.Head.Number} is another in the log than was anchored.");
    }
}
