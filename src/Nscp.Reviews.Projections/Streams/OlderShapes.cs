using System.Text.Json;

namespace Nscp.Reviews.Projections;

/// <summary>An event that this project cannot read. It is never passed over: a history with a gap would be another history.</summary>
public sealed class UnreadableEventException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The shapes that events had before. An event whose shape must change gets a new stored name (<c>…_v2</c>) in its catalogue, and its old name a
/// line here; see docs/event-store.md. No shape has changed yet.
/// </summary>
public static class OlderShapes
{
    public static Upcasters All { get; } = new([]);

    /// <param name="names">Of the newest shapes.</param>
    /// <param name="read">From the row, and its name and data in the newest shape.</param>
    /// <exception cref="UnreadableEventException">Its newest shape is not one of the names, or does not fit.</exception>
    internal static T Read<T>(StoredEvent stored, IReadOnlySet<string> names, Func<StoredEvent, string, ReadOnlyMemory<byte>, T> read)
    {
        try
        {
            var (type, data) = All.Newest(stored.Type, stored.Data);
            return names.Contains(type) ? read(stored, type, data) : throw new UnreadableEventException($"{Where(stored)} is of the type '{stored.Type}', which this version of the project does not know.");
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new UnreadableEventException($"{Where(stored)}, of the type '{stored.Type}', cannot be read: {e.Message}", e);
        }
    }

    static string Where(StoredEvent stored) => $"Version {stored.Version} of stream {stored.StreamId}";
}
