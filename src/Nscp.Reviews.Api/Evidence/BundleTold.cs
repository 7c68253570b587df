namespace Nscp.Reviews.Api.Evidence;

/// <summary>What a bundle's page tells.</summary>
/// <param name="AsAt">The moment as at which the record is given; null for when it was made.</param>
/// <param name="Unsealed">How many of the case's events are newer than the newest head.</param>
/// <param name="Fingerprint">Of the key that signed the bundle.</param>
public sealed record BundleTold(
    string Reference, string Partnership, Instant MadeAt, Instant? AsAt, long Version, int Unsealed, TreeHead Newest, string Fingerprint, IReadOnlyList<HistoryItem> History,
    IReadOnlyList<BundledCalendar> Calendars);
