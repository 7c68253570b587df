namespace Nscp.Reviews.Projections;

/// <summary>A fact with the event that records it.</summary>
public sealed record FactToRecord(object Fact, NewEvent Event);

/// <summary>The stream of one case, between the store's rows and the domain's entries.</summary>
public static class CaseStream
{
    /// <summary>The stream's type as stored: a contract.</summary>
    public const string Type = "case";

    /// <exception cref="UnreadableEventException">A row is not a case's event of this project.</exception>
    public static CaseHistory History(IEnumerable<StoredEvent> events) => CaseHistory.Of([.. events.Select(FromStore)]);

    /// <exception cref="UnreadableEventException">The row is not a case's event of this project.</exception>
    public static Entry FromStore(StoredEvent stored) => OlderShapes.Read(stored, EventCatalogue.Facts, static (envelope, fact) => new Entry(envelope, fact));

    /// <summary>Whether it is a case's. Other software may begin a stream without naming its type.</summary>
    public static bool Is(StreamHistory stream) => stream.StreamType == Type || (stream.StreamType == "" && EventCatalogue.Facts.Knows(stream.Events[0].Type));

    /// <exception cref="ArgumentException">The instant of recording is not in whole microseconds.</exception>
    public static FactToRecord ToRecord(Entry entry) => OlderShapes.Write(entry.Envelope, entry.Fact, EventCatalogue.Facts);
}
