using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nscp.Reviews.Projections;

/// <summary>An event that this project cannot read. It is never passed over: a history with a gap would be another history.</summary>
public sealed class UnreadableEventException(string message) : Exception(message);

/// <summary>Turns an event's older shape into the next one. Both names are stored names, for ever; events stay as they were stored.</summary>
/// <param name="Change">The new data of the old; pure, and it must not rely on today's types, which change.</param>
public sealed record Upcast(string From, string To, Func<JsonObject, JsonObject> Change);

/// <summary>
/// The shapes that events had before. An event whose shape must change gets a new stored name (<c>…_v2</c>) in its catalogue, and its old name a
/// line here; see docs/events.md. No shape has changed yet.
/// </summary>
public static class OlderShapes
{
    public static IReadOnlyList<Upcast> All { get; } = [];

    /// <summary>Name and data in the newest shape; as given where there is no newer one.</summary>
    /// <exception cref="JsonException">The data of an older shape is no JSON object.</exception>
    public static (string Type, ReadOnlyMemory<byte> Data) Newest(IReadOnlyList<Upcast> all, string type, ReadOnlyMemory<byte> data)
    {
        while (all.FirstOrDefault(one => one.From == type) is { } step)
        {
            var json = JsonNode.Parse(data.Span) as JsonObject ?? throw new JsonException("It holds no JSON object.");
            (type, data) = (step.To, JsonSerializer.SerializeToUtf8Bytes(step.Change(json)));
        }
        return (type, data);
    }

    /// <summary>The entry that a row holds, its fact in the newest shape.</summary>
    /// <exception cref="UnreadableEventException">Its newest shape is not one of the names, or does not fit.</exception>
    internal static TEntry Read<TFact, TEntry>(StoredEvent stored, FactNames<TFact> names, Func<Envelope, TFact, TEntry> entry) where TFact : class
    {
        try
        {
            var (type, data) = Newest(All, stored.Type, stored.Data);
            return names.Knows(type) ? entry(Envelopes.FromStore(stored), names.FromJson(type, data.Span)) : throw new UnreadableEventException($"{Where(stored)} is of the type '{stored.Type}', which this version of the project does not know.");
        }
        catch (Exception e) when (e is not UnreadableEventException)
        {
            // Where it does not fit, and never what stands there: this is logged, and kept with a follower that it stops.
            throw new UnreadableEventException($"{Where(stored)}, of the type '{stored.Type}', cannot be read{((e as JsonException)?.Path is { } path ? $" at {path}" : "")} ({e.GetType().Name}).");
        }
    }

    /// <summary>A fact as it is to be recorded.</summary>
    /// <exception cref="ArgumentException">The instant of recording is not in whole microseconds.</exception>
    internal static FactToRecord Write<TFact>(Envelope envelope, TFact fact, FactNames<TFact> names) where TFact : class =>
        new(fact, new NewEvent(envelope.Id, names.Of(fact), names.ToJson(fact), Envelopes.ToStore(envelope)));

    static string Where(StoredEvent stored) => $"Version {stored.Version} of stream {stored.StreamId}";
}
