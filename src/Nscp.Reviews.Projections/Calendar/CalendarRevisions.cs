using Marten;

namespace Nscp.Reviews.Projections;

/// <summary>An accepted list of bank holidays.</summary>
/// <param name="AcceptedAt">From then on it was in force; null for the first, which came with the program.</param>
public sealed record CalendarRevision(CalendarList List, Instant? AcceptedAt, string? AcceptedBy, string? Reason)
{
    /// <summary>The first, as the program ships it.</summary>
    public static CalendarRevision First { get; } = new(CalendarList.Shipped, null, null, null);

    internal AcceptedCalendar Accepted => new(List.Calendar, AcceptedAt ?? Instant.MinValue);

    internal static CalendarRevision Of(CalendarDocument one) => new(
        new CalendarList(new CalendarProvenance(one.Revision, one.Source, one.RetrievedOn, one.Sha256, one.FirstYear, one.LastYear), [.. one.BankHolidays]), one.AcceptedAt, one.AcceptedBy, one.Reason);
}

/// <summary>Which lists of bank holidays were accepted?</summary>
public static class CalendarRevisions
{
    /// <summary>Told beside every stream: the revision in force.</summary>
    public const string InForceSql = "select coalesce(max(revision), 1) from mt_doc_calendar";

    /// <summary>The number of the revision in force: one round trip.</summary>
    public static async Task<int> InForceAsync(IQuerySession session, CancellationToken ct) => (await session.QueryAsync<int>(InForceSql, ct))[0];

    /// <summary>All of them, the first too, in their order: the last is in force.</summary>
    public static async Task<IReadOnlyList<CalendarRevision>> ReadAsync(IQuerySession session, CancellationToken ct) =>
        [CalendarRevision.First, .. (await session.Query<CalendarDocument>().OrderBy(one => one.Revision).ToListAsync(ct)).Select(CalendarRevision.Of)];

    public static Calendars Calendars(IEnumerable<CalendarRevision> revisions) =>
        Domain.Clocks.Calendars.Of([.. revisions.Select(one => one.Accepted)]);
}
