namespace Nscp.Reviews.Domain.Clocks;

/// <summary>A holiday that stays on its day under another title. It moves no due date.</summary>
public sealed record RenamedHoliday(LocalDate Date, string Was, string Title);

/// <summary>A year that the earlier list did not cover, with all its holidays in order of their dates.</summary>
public sealed record NewYear(int Year, ListOf<BankHoliday> Holidays);

/// <summary>
/// What changes from one list to a later one, each part in order of dates. A holiday is known by its date; titles are for display.
/// </summary>
/// <param name="Added">Days that are newly bank holidays in a year that was covered before.</param>
/// <param name="Withdrawn">Days that are bank holidays no longer.</param>
/// <param name="NewlyCovered">Their days are not among <paramref name="Added"/>.</param>
public sealed record CalendarDifference(
    ListOf<BankHoliday> Added, ListOf<BankHoliday> Withdrawn, ListOf<RenamedHoliday> Renamed, ListOf<NewYear> NewlyCovered)
{
    public bool IsEmpty => Added.Count + Withdrawn.Count + Renamed.Count + NewlyCovered.Count == 0;

    /// <summary>What changes when <paramref name="after"/> comes into force in place of <paramref name="before"/>.</summary>
    public static CalendarDifference Between(CalendarList before, CalendarList after)
    {
        var was = before.Holidays.ToDictionary(holiday => holiday.Date, holiday => holiday.Title);
        var now = after.Holidays.Select(holiday => holiday.Date).ToHashSet();
        var inCoveredYears = after.Holidays.Where(holiday => before.Coverage.Contains(holiday.Date)).ToList();
        return new CalendarDifference(
            ListOf.From(inCoveredYears.Where(holiday => !was.ContainsKey(holiday.Date))),
            ListOf.From(before.Holidays.Where(holiday => !now.Contains(holiday.Date))),
            ListOf.From(inCoveredYears.Where(holiday => was.TryGetValue(holiday.Date, out var title) && title != holiday.Title)
                .Select(holiday => new RenamedHoliday(holiday.Date, was[holiday.Date], holiday.Title))),
            ListOf.From(after.Coverage.Years().Except(before.Coverage.Years())
                .Select(year => new NewYear(year, ListOf.From(after.Holidays.Where(holiday => holiday.Date.Year == year))))));
    }
}
