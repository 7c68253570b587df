using System.Security.Cryptography;
using System.Text;

namespace Nscp.Reviews.Evidence;

/// <summary>Makes an audit bundle: one ZIP that shows, to whoever knows the key's fingerprint, what was recorded in some streams and that none of it was changed since it was sealed.</summary>
/// <remarks>It writes what it is given and checks none of it: a log that was tampered with becomes a bundle that does not fit.</remarks>
public static class BundleWriter
{
    /// <summary>The ZIP. The same content gives the same bytes but for the signature, which is never twice the same.</summary>
    /// <param name="key">Signs the manifest.</param>
    /// <exception cref="ArgumentException">There is no stream, one is empty or there twice, a key that signed a head is missing, a name is not allowed or there twice, or it is larger than a bundle may be.</exception>
    public static byte[] Write(BundleContent content, SealKey key)
    {
        var files = Files(content, key.Public).OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        Check(content, files);
        var manifest = BundleJson.Manifest(new(
            content.About, content.MadeAt, key.Public.Fingerprint, content.Proofs.Newest.Head.Number,
            [.. content.Streams.Select(stream => new ManifestStream(stream.Name, stream.Read.Tenant, stream.Read.StreamId!.Value, stream.Read.Version))],
            [.. files.Select(file => new ManifestFile(file.Name, file.Bytes.Length, new(SHA256.HashData(file.Bytes.Span))))]));
        files.Add(new(BundleFormat.Manifest, manifest));
        files.Add(new(BundleFormat.Signature, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key.Sign(manifest)) + "\n")));
        return BundleZip.Write(files);
    }

    static IEnumerable<BundleFile> Files(BundleContent content, PublicKey key)
    {
        yield return new(BundleFormat.Events, BundleJson.Events(content.Streams));
        yield return new(BundleFormat.Proofs, BundleJson.Proofs(content.Proofs, content.Streams));
        yield return new(BundleFormat.Heads, BundleJson.Heads(content.Proofs));
        foreach (var signer in Signers(content.Proofs, key)) yield return new(BundleFormat.KeyFile(signer), Encoding.ASCII.GetBytes(PemOf(signer)));
        foreach (var file in content.Files) yield return file;

        string PemOf(string signer) => content.Keys.Append(key).FirstOrDefault(one => one.Fingerprint == signer)?.Pem
            ?? throw new ArgumentException($"The public key {signer}, which signed a head, is missing.", nameof(content));
    }

    static IEnumerable<string> Signers(SealProofs proofs, PublicKey key) =>
        proofs.Earlier.Select(earlier => earlier.Head.Key).Append(proofs.Newest.Key).Append(key.Fingerprint).Distinct();

    static void Check(BundleContent content, IReadOnlyList<BundleFile> files)
    {
        SqlTime.WholeMicroseconds(content.MadeAt);
        if (content.Streams.Count == 0 || content.Streams.Any(stream => stream.Read.StreamId is null)) throw new ArgumentException("There is no stream, or one is empty.", nameof(content));
        if (content.Streams.DistinctBy(stream => (stream.Read.Tenant, stream.Read.StreamId)).Count() < content.Streams.Count) throw new ArgumentException("A stream is there twice.", nameof(content));
        if (files.DistinctBy(file => file.Name).Count() < files.Count) throw new ArgumentException("A file is there twice.", nameof(content));
        foreach (var file in content.Files)
        {
            if (!BundleFormat.IsName(file.Name) || BundleFormat.IsKeyFile(file.Name) || BundleFormat.Mandatory.Contains(file.Name)) throw new ArgumentException($"No file of the caller's may be named '{file.Name}'.", nameof(content));
        }
        if (files.Count + 2 > BundleFormat.MostFiles || files.Any(file => file.Bytes.Length > BundleFormat.MostBytesOfAFile) || files.Sum(file => (long)file.Bytes.Length) > BundleFormat.MostBytes / 2)
            throw new ArgumentException("It is larger than a bundle may be.", nameof(content));
    }
}
