using NodaTime;

namespace Nscp.Reviews.Evidence;

/// <summary>The checks of a bundle, in their order. The first that does not fit is named.</summary>
public enum BundleStep { Zip = 1, Manifest, Files, Digests, Keys, Signature, Heads, Consistency, Events, Chain, Proofs, Inclusion, Trust }

/// <summary>What became of checking a bundle.</summary>
public abstract record BundleVerdict
{
    BundleVerdict() { }

    /// <summary>All of it fits, and keys that are trusted signed the bundle and its newest head.</summary>
    public sealed record Verified(BundleReport Report) : BundleVerdict;

    /// <summary>All of it fits together, but nobody said which keys to trust: whoever made it may have made all of it.</summary>
    public sealed record Consistent(BundleReport Report) : BundleVerdict;

    /// <param name="Why">A sentence that names it. It may repeat what the bundle holds, which is anybody's text.</param>
    public sealed record DoesNotFit(BundleStep Step, string Why) : BundleVerdict;
}

/// <summary>What a bundle that fits holds. Its texts are the bundle's own.</summary>
/// <param name="MadeAt">As the bundle says.</param>
/// <param name="Key">The fingerprint of the key that signed the bundle.</param>
/// <param name="Newest">Against which everything is proved.</param>
/// <param name="Unsealed">How many events are newer than the newest head: the chain and the bundle's signature cover them, no seal does.</param>
/// <param name="WithoutHash">How many events other software recorded, without a hash of their own: the event after them, and the seal, cover them.</param>
/// <param name="OtherSigners">The keys, none of them trusted, by which earlier heads were signed.</param>
public sealed record BundleReport(
    IReadOnlyList<BundleNote> About, Instant MadeAt, string Key, SignedTreeHead Newest, int Streams, int Events, int Unsealed, int WithoutHash, IReadOnlyList<string> OtherSigners);
