using System.Collections.Frozen;
namespace Nscp.Reviews.Domain.Clocks;

/// <summary>The whole years for which a calendar knows every bank holiday, both inclusive.</summary>
public readonly record struct CoveredYears(int First, int Last)
{
    public LocalDate FirstDay => new(First, 1, 1);

    public LocalDate LastDay => new(Last, 12, 31);

    public bool Contains(LocalDate date) => date.Year >= First && date.Year <= Last;

    internal IEnumerable<int> Years() => Enumerable.Range(First, Last - First + 1);
}

/// <summary>
/// The working days of England and Wales: Monday to Friday, without the bank holidays of one revision of the list.
/// A question that would need a day outside the covered years is answered with null, never with a guess.
/// Immutable; every count is one look-up, whatever the number of days.
/// </summary>
public sealed class WorkingDayCalendar
{
    readonly FrozenDictionary<LocalDate, string> holidays;
    readonly LocalDate dayBeforeFirst;
    readonly LocalDate[] workingDays;
    readonly int[] upTo; // upTo[d]: covered working days up to and including the d-th covered day; upTo[0] = 0.

    /// <exception cref="ArgumentException">
    /// The years are the wrong way round, or a holiday is listed twice, at a weekend, or outside the years.
    /// </exception>
    public WorkingDayCalendar(int revision, CoveredYears coverage, IEnumerable<BankHoliday> bankHolidays)
    {
        if (coverage.First > coverage.Last) throw new ArgumentException($"The covered years end ({coverage.Last}) before they begin ({coverage.First}).", nameof(coverage));
        Revision = revision;
        Coverage = coverage;
        dayBeforeFirst = coverage.FirstDay.PlusDays(-1);
        holidays = Checked(bankHolidays, coverage).ToFrozenDictionary();
        upTo = new int[Period.DaysBetween(dayBeforeFirst, coverage.LastDay) + 1];
        var days = new List<LocalDate>(upTo.Length);
        for (var d = 1; d < upTo.Length; d++)
        {
            var date = dayBeforeFirst.PlusDays(d);
            if (!IsWeekend(date) && !holidays.ContainsKey(date)) days.Add(date);
            upTo[d] = days.Count;
        }
        workingDays = [.. days];
    }

    /// <summary>The calendar that this version of the project ships.</summary>
    public static WorkingDayCalendar Shipped => ShippedCalendar.Calendar;

    /// <summary>The number of the accepted list that this calendar was made from; the shipped one is 1.</summary>
    public int Revision { get; }

    public CoveredYears Coverage { get; }

    /// <summary>Whether people are at work that day; null outside the covered years.</summary>
    public bool? IsWorkingDay(LocalDate date) =>
        Coverage.Contains(date) ? !IsWeekend(date) && !holidays.ContainsKey(date) : null;

    /// <summary>
    /// Why nobody is at work that day, for display: "Saturday", "Sunday" or the holiday's title; null on a working day.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The date is outside the covered years.</exception>
    public string? WhyNotWorking(LocalDate date)
    {
        if (!Coverage.Contains(date)) throw new ArgumentOutOfRangeException(nameof(date), date, $"The calendar covers {Coverage.First} to {Coverage.Last}.");
        return date.DayOfWeek switch
        {
            IsoDayOfWeek.Saturday => "Saturday",
            IsoDayOfWeek.Sunday => "Sunday",
            _ => holidays.GetValueOrDefault(date),
        };
    }

    /// <summary>
    /// The nth working day after the date, which is itself never counted nor looked at; the date itself when n is 0.
    /// Null when a day outside the covered years would have to be looked at.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">n is negative.</exception>
    public LocalDate? NthAfter(LocalDate date, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return n == 0 ? date : WorkingDayAt(PlaceBeside(date, Direction.Forward) + (n - 1L));
    }

    /// <summary>
    /// The nth working day before the date, which is itself never counted nor looked at; the date itself when n is 0.
    /// Null when a day outside the covered years would have to be looked at.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">n is negative.</exception>
    public LocalDate? NthBefore(LocalDate date, int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return n == 0 ? date : WorkingDayAt(PlaceBeside(date, Direction.Back) - (n - 1L));
    }

    /// <summary>
    /// The place, among all covered working days in order from 0, of the first one after the date (back: before it);
    /// one off the end where there is none. Null when the day beside the date is outside the covered years.
    /// </summary>
    internal int? PlaceBeside(LocalDate date, Direction direction)
    {
        if (direction == Direction.Forward) return date < dayBeforeFirst || date > Coverage.LastDay ? null : upTo[Index(date)];
        return date < Coverage.FirstDay || Index(date) > upTo.Length ? null : upTo[Index(date) - 1] - 1;
    }

    /// <summary>The working day at a place; null off either end, and for no place.</summary>
    internal LocalDate? WorkingDayAt(long? place) => place >= 0 && place < workingDays.Length ? workingDays[place.Value] : null;

    /// <summary>
    /// How many working days lie after <paramref name="from"/>, exclusive, up to and including <paramref name="to"/>:
    /// 0 when there is no day between them, so also when <paramref name="to"/> is the earlier of the two.
    /// Null when one of the days is outside the covered years.
    /// </summary>
    public int? WorkingDaysBetween(LocalDate from, LocalDate to)
    {
        if (to <= from) return 0;
        if (from < dayBeforeFirst || to > Coverage.LastDay) return null;
        return upTo[Index(to)] - upTo[Index(from)];
    }

    int Index(LocalDate date) => Period.DaysBetween(dayBeforeFirst, date);

    static bool IsWeekend(LocalDate date) => date.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday;

    static Dictionary<LocalDate, string> Checked(IEnumerable<BankHoliday> bankHolidays, CoveredYears coverage)
    {
        var byDate = new Dictionary<LocalDate, string>();
        foreach (var (date, title) in bankHolidays)
        {
            if (!coverage.Contains(date)) throw new ArgumentException($"{title}, {date:R}, is outside the covered years.", nameof(bankHolidays));
            if (IsWeekend(date)) throw new ArgumentException($"{title}, {date:R}, falls on a weekend.", nameof(bankHolidays));
            if (!byDate.TryAdd(date, title)) throw new ArgumentException($"{date:R} is listed twice.", nameof(bankHolidays));
        }
        return byDate;
    }
}
