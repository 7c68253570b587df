using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Nscp.Reviews.Evidence;

/// <summary>What is signed of the log at one moment: how many events are sealed, and the root of the tree over them.</summary>
/// <param name="Log">The id that the log was given when it was made; a copy of the database has the same.</param>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Size">The leaves of the tree; never less than in the head before.</param>
/// <param name="Root">Of the tree.</param>
/// <param name="UpTo">The log's number up to which (inclusive) every event is sealed.</param>
/// <param name="SealedAt">By the sealing host's clock, in whole microseconds.</param>
public sealed record TreeHead(Guid Log, long Number, long Size, Hash256 Root, long UpTo, Instant SealedAt)
{
    internal static readonly InstantPattern Time = InstantPattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm':'ss'.'ffffff'Z'");

    /// <summary>The bytes that are signed, a storage format for ever: seven lines of UTF-8, each ended by U+000A.</summary>
    public byte[] ToSign() => Encoding.UTF8.GetBytes(
        $"es tree head v1\nlog {Log:D}\nnumber {Number}\nsize {Size}\nroot {Root}\nup-to {UpTo}\nsealed-at {Time.Format(SealedAt)}\n");
}

/// <summary>A tree head and who says so.</summary>
/// <param name="Key">The signing key's <see cref="PublicKey.Fingerprint"/>.</param>
/// <param name="Signature">ECDSA P-256 over the SHA-256 of <see cref="TreeHead.ToSign"/>: r and s, 32 bytes each, big-endian.</param>
public sealed record SignedTreeHead(TreeHead Head, string Key, ReadOnlyMemory<byte> Signature)
{
    /// <summary>Whether the other says the same under the same signature. Records compare memory by where it lies.</summary>
    public bool IsSame(SignedTreeHead? other) => other is not null && Head == other.Head && Key == other.Key && Signature.Span.SequenceEqual(other.Signature.Span);
}
