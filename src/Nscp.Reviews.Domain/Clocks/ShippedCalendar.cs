namespace Nscp.Reviews.Domain.Clocks;

/// <summary>
/// Where a list of bank holidays came from. <paramref name="Revision"/> numbers the accepted lists from 1;
/// <paramref name="RetrievedOn"/> is a London date; <paramref name="Sha256"/> is of the file's bytes, lower-case hexadecimal;
/// the years are the first and the last that the list covers whole, both inclusive.
/// </summary>
public sealed record CalendarProvenance(int Revision, string Source, LocalDate RetrievedOn, string Sha256, int FirstYear, int LastYear);

/// <summary>
/// The list of bank holidays compiled into the project, as GOV.UK published it. It is revision 1 of every deployment, so its file stays as
/// it is for ever; a later version of the project ships a newer list in a file beside it, which is only offered: see <see cref="OfferedList"/>.
/// </summary>
public static class ShippedCalendar
{
    const string First = "bank-holidays.json", Newer = "bank-holidays.newer.json";

    static ShippedCalendar()
    {
        Provenance = EmbeddedData.Read<CalendarProvenance>(EmbeddedData.Bytes("bank-holidays.provenance.json"));
        Feed = BankHolidayFeed.Parse(FeedBytes());
        List = new CalendarList(Provenance, Feed.HolidaysOf(BankHolidayFeed.EnglandAndWales));
    }

    public static CalendarProvenance Provenance { get; }

    /// <summary>All divisions; only England and Wales is counted by.</summary>
    public static BankHolidayFeed Feed { get; }

    /// <summary>England and Wales: revision 1.</summary>
    public static CalendarList List { get; }

    public static WorkingDayCalendar Calendar => List.Calendar;

    /// <summary>The feed's own bytes, for checking against <see cref="CalendarProvenance.Sha256"/>.</summary>
    public static byte[] FeedBytes() => EmbeddedData.Bytes(First);

    /// <summary>The newest feed that this version ships: the first, while there is no newer one.</summary>
    public static byte[] NewestFeedBytes() => EmbeddedData.Bytes(EmbeddedData.Has(Newer) ? Newer : First);
}
