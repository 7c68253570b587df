using System.Text.Json;

namespace Nscp.Reviews.Projections;

/// <summary>An event that this project cannot read. It is never passed over: a history with a gap would be another history.</summary>
public sealed class UnreadableEventException(string message, Exception? inner = null) : Exception(message, inner);

static class StoredFacts
{
    internal static T Read<T>(StoredEvent stored, bool isKnown, Func<T> read)
    {
        if (!isKnown)
            throw new UnreadableEventException($"{Where(stored)} is of the type '{stored.Type}', which this version of the project does not know.");
        try
        {
            return read();
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new UnreadableEventException($"{Where(stored)}, of the type '{stored.Type}', cannot be read: {e.Message}", e);
        }
    }

    static string Where(StoredEvent stored) => $"Version {stored.Version} of stream {stored.StreamId}";
}
