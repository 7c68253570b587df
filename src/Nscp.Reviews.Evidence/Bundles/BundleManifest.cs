using NodaTime;

namespace Nscp.Reviews.Evidence;

/// <summary>What a bundle says of itself; its bytes are signed.</summary>
/// <param name="Key">The fingerprint of the key that signed it.</param>
/// <param name="NewestHead">The newest head's number.</param>
/// <param name="Files">Every file but the manifest and its signature.</param>
sealed record BundleManifest(
    IReadOnlyList<BundleNote> About, Instant MadeAt, string Key, long NewestHead, IReadOnlyList<ManifestStream> Streams, IReadOnlyList<ManifestFile> Files)
{
    internal static BundleManifest Read(ReadOnlyMemory<byte> bytes)
    {
        var fields = BundleFields.Of(bytes, "The manifest", ["format", "about", "madeAt", "key", "newestHead", "streams", "files"]);
        if (fields.Text("format") is var format && format != BundleFormat.Version)
            throw new MisfitException($"It is of the format '{format}'; this program knows {BundleFormat.Version} only.");
        return new(
            [.. fields.Objects("about", "name", "text").Select(note => new BundleNote(note.Text("name"), note.Text("text")))],
            fields.Time("madeAt"), $"{fields.Hash("key")}", fields.Number("newestHead"),
            [.. fields.Objects("streams", "name", "tenant", "id", "lastVersion").Select(ManifestStream.Read)],
            [.. fields.Objects("files", "name", "length", "sha256").Select(ManifestFile.Read)]);
    }
}

sealed record ManifestStream(string Name, string Tenant, Guid Id, long LastVersion)
{
    internal static ManifestStream Read(BundleFields fields) => new(fields.Text("name"), fields.Text("tenant"), fields.Id("id"), fields.Number("lastVersion"));
}

sealed record ManifestFile(string Name, long Length, Hash256 Sha256)
{
    internal static ManifestFile Read(BundleFields fields) => new(fields.Text("name"), fields.Number("length"), fields.Hash("sha256"));
}
