namespace Nscp.Reviews.Evidence;

/// <summary>What does not fit.</summary>
public enum FindingKind
{
    /// <summary>An event's row says something else than it said when it was recorded or sealed.</summary>
    Altered,

    /// <summary>An event that was sealed, or that others stand upon, is gone.</summary>
    Missing,

    /// <summary>An event stands where the seals know of none.</summary>
    Inserted,

    /// <summary>An event stands at another place than it was recorded or sealed at.</summary>
    Reordered,

    /// <summary>A stream's own row and its last event do not agree.</summary>
    Truncated,

    /// <summary>A tree head is gone.</summary>
    HeadMissing,

    /// <summary>A tree head is signed by a key that is not trusted.</summary>
    HeadUnknownKey,

    /// <summary>A tree head's signature, size or root does not fit.</summary>
    HeadDoesNotFit,

    /// <summary>A leaf of the seals is gone, and its event is there.</summary>
    SealMissing,

    /// <summary>A leaf or a subtree of the seals stands wrong.</summary>
    SealDoesNotFit,

    /// <summary>An anchored head is newer than the log's newest: the database was set back, or its end cut off.</summary>
    RolledBack,

    /// <summary>An anchor's file is not as it was written.</summary>
    AnchorUnreadable,

    /// <summary>An anchor is signed by a key that is not trusted.</summary>
    AnchorUnknownKey,

    /// <summary>An anchor's signature does not fit, or the log's head of its number is another.</summary>
    AnchorDoesNotFit,
}

/// <summary>One thing that does not fit; never what an event says.</summary>
/// <param name="Number">The event's number in the log; null when it is not known, or no event is concerned.</param>
/// <param name="Tenant">Null when it is not known.</param>
/// <param name="StreamId">Null when it is not known.</param>
/// <param name="Version">In the stream; null when it is not known.</param>
/// <param name="Sentence">In plain English.</param>
public sealed record Finding(FindingKind Kind, long? Number, string? Tenant, Guid? StreamId, long? Version, string Sentence)
{
    internal static Finding OfLog(FindingKind kind, string sentence) => new(kind, null, null, null, null, sentence);
}

public static class FindingKinds
{
    /// <summary>As it is told and stored: <c>altered</c>, <c>head-unknown-key</c>.</summary>
    public static string Word(this FindingKind kind) => kind switch
    {
        FindingKind.Altered => "altered",
        FindingKind.Missing => "missing",
        FindingKind.Inserted => "inserted",
        FindingKind.Reordered => "reordered",
        FindingKind.Truncated => "truncated",
        FindingKind.HeadMissing => "head-missing",
        FindingKind.HeadUnknownKey => "head-unknown-key",
        FindingKind.HeadDoesNotFit => "head-does-not-fit",
        FindingKind.SealMissing => "seal-missing",
        FindingKind.SealDoesNotFit => "seal-does-not-fit",
        FindingKind.RolledBack => "rolled-back",
        FindingKind.AnchorUnreadable => "anchor-unreadable",
        FindingKind.AnchorUnknownKey => "anchor-unknown-key",
        FindingKind.AnchorDoesNotFit => "anchor-does-not-fit",
    };
}

/// <summary>What a run has found: all is counted, the first so many are kept.</summary>
sealed class Findings
{
    internal const int MostKept = 1_000;

    readonly List<Finding> _kept = [];

    internal long Count { get; private set; }

    internal IReadOnlyList<Finding> Kept => _kept;

    internal void CountOnly(long more) => Count += more;

    internal void Add(Finding one)
    {
        Count++;
        if (_kept.Count < MostKept)
            _kept.Add(one);
    }
}
