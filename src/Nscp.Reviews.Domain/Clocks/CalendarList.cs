namespace Nscp.Reviews.Domain.Clocks;

/// <summary>
/// One version of the list of bank holidays of England and Wales, with where it came from. Immutable, and always one that can
/// be counted by. The format that it is read from holds other divisions too; none of them is counted by, so none is kept here.
/// </summary>
public sealed class CalendarList
{
    /// <param name="provenance">Its years, both inclusive, are those that the list covers whole.</param>
    /// <param name="holidays">In any order.</param>
    /// <exception cref="ArgumentException">
    /// The years are the wrong way round, or a holiday is listed twice, at a weekend, or outside the years.
    /// </exception>
    public CalendarList(CalendarProvenance provenance, IEnumerable<BankHoliday> holidays)
    {
        Provenance = provenance;
        Holidays = [.. holidays.OrderBy(holiday => holiday.Date)];
        Calendar = new WorkingDayCalendar(Revision, Coverage, Holidays);
    }

    /// <summary>The list compiled into this version of the project.</summary>
    public static CalendarList Shipped => ShippedCalendar.List;

    public CalendarProvenance Provenance { get; }

    /// <summary>In order of their dates, one a day.</summary>
    public IReadOnlyList<BankHoliday> Holidays { get; }

    /// <summary>The working days that follow from the list.</summary>
    public WorkingDayCalendar Calendar { get; }

    public int Revision => Provenance.Revision;

    public CoveredYears Coverage => new(Provenance.FirstYear, Provenance.LastYear);
}
