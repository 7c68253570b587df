namespace Nscp.Reviews.Projections;

/// <summary>The one stream of the bank-holiday list, which all partnerships share. The first list is in the program and no event.</summary>
public static class CalendarStream
{
    /// <summary>The stream's type as stored: a contract.</summary>
    public const string Type = "calendar";

    /// <summary>Of no partnership: the name that Marten has for what belongs to none.</summary>
    public const string Tenant = "*DEFAULT*";

    public static Guid Id { get; } = new("0198a000-0000-7000-8000-6e7363700002");

    /// <exception cref="UnreadableEventException">A row is not an event of the calendar.</exception>
    public static IReadOnlyList<CalendarEntry> History(IEnumerable<StoredEvent> events) => [.. events.Select(FromStore)];

    /// <exception cref="UnreadableEventException">The row is not an event of the calendar.</exception>
    public static CalendarEntry FromStore(StoredEvent stored) => OlderShapes.Read(
        stored, CalendarCatalogue.Names, static (row, type, data) => new CalendarEntry(Envelopes.FromStore(row), CalendarCatalogue.FromJson(type, data.Span)));

    /// <exception cref="ArgumentException">The instant of recording is not in whole microseconds.</exception>
    public static NewEvent ToStore(CalendarEntry entry) =>
        new(entry.Envelope.Id, CalendarCatalogue.NameOf(entry.Fact), CalendarCatalogue.ToJson(entry.Fact), Envelopes.ToStore(entry.Envelope));
}
