namespace Nscp.Reviews.Projections;

/// <summary>What the stream of the bank-holiday list is of, as Marten stores it.</summary>
public sealed class Calendar;

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
    public static CalendarEntry FromStore(StoredEvent stored) => OlderShapes.Read(stored, CalendarCatalogue.Facts, static (envelope, fact) => new CalendarEntry(envelope, fact));

    /// <exception cref="ArgumentException">The instant of recording is not in whole microseconds.</exception>
    public static FactToRecord ToRecord(CalendarEntry entry) => OlderShapes.Write(entry.Envelope, entry.Fact, CalendarCatalogue.Facts);
}
