namespace Nscp.Reviews.Projections;

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
    public static NewEvent ToStore(PartnershipEntry entry) =>
        new(entry.Envelope.Id, PartnershipCatalogue.NameOf(entry.Fact), PartnershipCatalogue.ToJson(entry.Fact), Envelopes.ToStore(entry.Envelope));

    static PartnershipEntry FromStore(StoredEvent stored) => OlderShapes.Read(
        stored, PartnershipCatalogue.Names, static (row, type, data) => new PartnershipEntry(Envelopes.FromStore(row), PartnershipCatalogue.FromJson(type, data.Span)));
}
