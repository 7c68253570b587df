using NodaTime;

namespace Nscp.Reviews.Evidence;

/// <summary>What an audit bundle is made of.</summary>
public sealed record BundleContent
{
    /// <summary>What it is about, in the caller's words. Signed, and shown to whoever checks the bundle.</summary>
    public required IReadOnlyList<BundleNote> About { get; init; }

    /// <summary>When the bundle was made, in whole microseconds.</summary>
    public required Instant MadeAt { get; init; }

    /// <summary>At least one, none twice, each of them whole.</summary>
    public required IReadOnlyList<BundleStream> Streams { get; init; }

    /// <summary>What the seals show of the streams' events. An event that has no leaf there is marked as not sealed yet.</summary>
    public required SealProofs Proofs { get; init; }

    /// <summary>Public keys by which heads were signed. Only those that are needed go in.</summary>
    public required IReadOnlyList<PublicKey> Keys { get; init; }

    /// <summary>The caller's own files.</summary>
    public IReadOnlyList<BundleFile> Files { get; init; } = [];
}

/// <summary>One thing that a bundle is about: <c>project</c>, <c>A-12</c>.</summary>
public sealed record BundleNote(string Name, string Text);

/// <summary>A stream as one read saw it, from its first version to its last.</summary>
/// <param name="Name">What the stream is to a reader of the bundle.</param>
public sealed record BundleStream(string Name, StreamRead Read);

/// <summary>A file that the caller adds.</summary>
/// <param name="Name">Lower-case letters, digits, <c>. _ -</c>, at most one folder deep, at most 100 characters; none of the bundle's own.</param>
public sealed record BundleFile(string Name, ReadOnlyMemory<byte> Bytes);
