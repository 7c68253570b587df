namespace Nscp.Reviews.Evidence;

/// <summary>An event that is looked at more closely: where it stands, and the hashes that speak of it.</summary>
/// <param name="Leaf">As it was sealed; null when it was not.</param>
/// <param name="Recorded">The hash that it carries; null when it carries none.</param>
/// <param name="Hash">As its row gives it now, upon what should stand before it.</param>
sealed record StoredPlace(long Number, StreamKey Stream, long Version, Hash256? Leaf, Hash256? Recorded, Hash256 Hash)
{
    internal Hash256? Expected => Leaf ?? Recorded;

    internal Finding Finding(FindingKind kind, string what) =>
        new(kind, Number, Stream.Tenant, Stream.StreamId, Version, $"The event at {Number} of the log, version {Version} of stream {Stream.StreamId} of {Stream.Tenant}, {what}.");
}
