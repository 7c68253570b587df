namespace Nscp.Reviews.Evidence;

/// <summary>The leaves in their order, one of them at a time.</summary>
sealed class LeafCopy(CopyRows rows)
{
    internal const int Columns = 3;

    internal static string Select(long size) => $"select leaf_index, seq_id, hash from es_leaf where leaf_index < {size} order by leaf_index";

    /// <summary>Null at the end.</summary>
    internal SealedLeaf? Current { get; private set; }

    internal async ValueTask MoveAsync(CancellationToken ct) => Current = await rows.ReadAsync(ct) ? new SealedLeaf(rows.Int64(0), rows.Int64(1), new Hash256(rows.Column(2))) : null;
}

/// <param name="Number">The event's in the log.</param>
readonly record struct SealedLeaf(long Index, long Number, Hash256 Hash);
