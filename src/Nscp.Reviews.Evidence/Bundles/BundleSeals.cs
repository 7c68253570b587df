namespace Nscp.Reviews.Evidence;

/// <summary>What a bundle says of seals, read back; nothing of it is checked yet.</summary>
/// <param name="Sealed">In the order of the file.</param>
/// <param name="Unsealed">The log's numbers of events that no head covers yet.</param>
sealed record BundleProofs(IReadOnlyList<(long Sequence, LeafProof Leaf)> Sealed, IReadOnlyList<long> Unsealed)
{
    internal static BundleProofs Read(ReadOnlyMemory<byte> bytes)
    {
        var fields = BundleFields.Of(bytes, BundleFormat.Proofs, ["sealed", "unsealed"]);
        return new(
            [.. fields.Objects("sealed", "sequence", "index", "hash", "path").Select(leaf => (leaf.Number("sequence"), new LeafProof(leaf.Number("index"), leaf.Hash("hash"), leaf.Hashes("path"))))],
            fields.Numbers("unsealed"));
    }
}

sealed record BundleHeads(SignedTreeHead Newest, IReadOnlyList<HeadProof> Earlier)
{
    const int SignatureLength = 64;
    static readonly string[] OfHead = ["log", "number", "size", "root", "upTo", "sealedAt", "key", "signature"];

    internal static BundleHeads Read(ReadOnlyMemory<byte> bytes)
    {
        var fields = BundleFields.Of(bytes, BundleFormat.Heads, ["newest", "earlier"]);
        return new(
            Head(fields.Object("newest", OfHead)),
            [.. fields.Objects("earlier", "head", "consistency").Select(earlier => new HeadProof(Head(earlier.Object("head", OfHead)), earlier.Hashes("consistency")))]);
    }

    static SignedTreeHead Head(BundleFields head) => new(
        new TreeHead(head.Id("log"), head.Number("number"), head.Number("size"), head.Hash("root"), head.Number("upTo"), head.Time("sealedAt")),
        $"{head.Hash("key")}", Signature(head.Text("signature")) ?? throw new MisfitException("A head's signature is not 128 hexadecimal digits in lower case."));

    /// <summary>Null when the text is none.</summary>
    internal static byte[]? Signature(string hex) =>
        hex.Length == 2 * SignatureLength && hex.All(digit => char.IsAsciiDigit(digit) || digit is >= 'a' and <= 'f') ? Convert.FromHexString(hex) : null;
}
