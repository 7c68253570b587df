namespace Nscp.Reviews.Domain.Clocks;

/// <summary>
/// Where a list of bank holidays came from. <paramref name="Sha256"/> is of the file's bytes, lower-case hexadecimal;
/// the years are the first and the last that the list covers whole, both inclusive.
/// </summary>
public sealed record CalendarProvenance(int Revision, string Source, LocalDate RetrievedOn, string Sha256, int FirstYear, int LastYear);

/// <summary>The list of bank holidays compiled into the project, as GOV.UK published it.</summary>
public static class ShippedCalendar
{
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
    public static byte[] FeedBytes() => EmbeddedData.Bytes("bank-holidays.json");
}
