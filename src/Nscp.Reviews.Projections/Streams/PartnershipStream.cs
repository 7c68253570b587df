namespace Nscp.Reviews.Projections;

/// <summary>What the stream of a partnership's own facts is of: Marten stores this name as the stream's type, as it stores that of <see cref="Case"/>.</summary>
public sealed class Partnership;

/// <summary>The one stream of a partnership's own facts, which belong to no case.</summary>
public static class PartnershipStream
{
    /// <summary>The stream's type as stored: a contract.</summary>
    public const string Type = "partnership";

    /// <summary>The same in every partnership: a stream's key begins with its tenant.</summary>
    public static Guid Id { get; } = new("0198a000-0000-7000-8000-6e7363700001");

    /// <exception cref="UnreadableEventException">A row is not a partnership's event of this project.</exception>
    public static IReadOnlyList<PartnershipEntry> History(IEnumerable<StoredEvent> events) => [.. events.Select(FromStore)];

    /// <exception cref="ArgumentException">The instant of recording is not in whole microseconds.</exception>
    public static FactToRecord ToRecord(PartnershipEntry entry) => OlderShapes.Write(entry.Envelope, entry.Fact, PartnershipCatalogue.Facts);

    static PartnershipEntry FromStore(StoredEvent stored) => OlderShapes.Read(stored, PartnershipCatalogue.Facts, static (envelope, fact) => new PartnershipEntry(envelope, fact));
}
