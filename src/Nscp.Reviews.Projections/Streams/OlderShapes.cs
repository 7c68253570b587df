namespace Nscp.Reviews.Projections;

/// <summary>
/// The shapes that events had before. An event whose shape must change gets a new stored name (<c>…_v2</c>) in its catalogue, and its old name a
/// line here; see docs/event-store.md. No shape has changed yet.
/// </summary>
public static class OlderShapes
{
    public static Upcasters All { get; } = new([]);

    internal static T Read<T>(StoredEvent stored, IReadOnlyCollection<string> names, Func<string, ReadOnlyMemory<byte>, T> read) => Read(All, stored, names, read);

    /// <exception cref="UnreadableEventException">Its newest shape is not one of the names, or does not fit.</exception>
    internal static T Read<T>(Upcasters upcasters, StoredEvent stored, IReadOnlyCollection<string> names, Func<string, ReadOnlyMemory<byte>, T> read)
    {
        var (type, data) = StoredFacts.Read(stored, isKnown: true, () => upcasters.Newest(stored.Type, stored.Data));
        return StoredFacts.Read(stored, names.Contains(type), () => read(type, data));
    }
}
