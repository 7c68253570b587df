namespace Nscp.Reviews.Projections;

/// <summary>The stream of one case, between the store's rows and the domain's entries.</summary>
public static class CaseStream
{
    /// <summary>The stream's type as stored: a contract.</summary>
    public const string Type = "case";

    /// <summary>One round trip; what else was asked for is told beside the history.</summary>
    /// <exception cref="UnreadableEventException">A row is not a case's event of this project.</exception>
    public static async Task<(StreamRead Read, CaseHistory History)> ReadCaseAsync(this Store store, string tenant, StreamAddress address, CommandKey? key, CancellationToken ct)
    {
        var (read, entries) = await store.ReadAsync(tenant, address, key, FromStore, ct);
        return (read, CaseHistory.Of(entries));
    }

    /// <exception cref="UnreadableEventException">A row is not a case's event of this project.</exception>
    public static CaseHistory History(IEnumerable<StoredEvent> events) => CaseHistory.Of([.. events.Select(FromStore)]);

    /// <exception cref="UnreadableEventException">The row is not a case's event of this project.</exception>
    public static Entry FromStore(StoredEvent stored) => OlderShapes.Read(
        stored, EventCatalogue.Names, static (row, type, data) => new Entry(Envelopes.FromStore(row), EventCatalogue.FromJson(type, data.Span)));

    /// <exception cref="ArgumentException">The instant of recording is not in whole microseconds.</exception>
    public static NewEvent ToStore(Entry entry) =>
        new(entry.Envelope.Id, EventCatalogue.NameOf(entry.Fact), EventCatalogue.ToJson(entry.Fact), Envelopes.ToStore(entry.Envelope));
}
