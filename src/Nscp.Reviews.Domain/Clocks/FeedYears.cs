using NodaTime.Text;

namespace Nscp.Reviews.Domain.Clocks;

/// <summary>Which days and which years a feed may hold.</summary>
sealed class FeedYears(FeedFindings findings, LocalDate today)
{
    /// <summary>The Banking and Financial Dealings Act 1971 is what makes a day a bank holiday.</summary>
    internal const int FirstYear = 1971;

    /// <summary>GOV.UK lists two or three years ahead; a year further than this is a slip.</summary>
    internal const int MostAhead = 10;

    /// <summary>England and Wales have eight in every year; none had more than ten.</summary>
    internal const int LeastInAYear = 8, MostInAYear = 20;

    readonly HashSet<LocalDate> _seen = []; // The days that may stand, whatever else is wrong with their events.

    /// <summary>The day, or null when it cannot be a bank holiday.</summary>
    internal LocalDate? DateIn(string text, string place)
    {
        // The length because NodaTime reads up to a NUL only, and takes years of more digits.
        if (text.Length != 10 || !LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date))
            return Wrong($"{place} has the date {FeedFindings.Quote(text)}, which is none. Write it as year, month and day, such as 2025-12-25.");
        if (date.Year < FirstYear || date.Year > today.Year + MostAhead)
            return Wrong($"{place} is on {Say.Date(date)}, and only the years {FirstYear} to {today.Year + MostAhead} are accepted. Correct the date, or remove the event.");
        if (date.DayOfWeek is IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday)
            return Wrong($"{place} is on {date.DayOfWeek} {Say.Date(date)}, and a bank holiday is never at a weekend. List the substitute day instead.");
        return _seen.Add(date) ? date : Wrong($"{place} is on {Say.Date(date)}, which is listed already. Remove one of the two.");
    }

    /// <summary>Whether every year is there whole.</summary>
    internal void Check()
    {
        foreach (var (year, count) in _seen.CountBy(date => date.Year).OrderBy(year => year.Key))
        {
            if (count < LeastInAYear)
                findings.Add($"{year} has {Days(count)}, and a whole year has at least {LeastInAYear}. Import a feed that holds the whole year, or none of it.");
            if (count > MostInAYear)
                findings.Add($"{year} has {Days(count)}, and {MostInAYear} are the most that are accepted. Check that it is a list of bank holidays.");
        }
    }

    LocalDate? Wrong(string sentence)
    {
        findings.Add(sentence);
        return null;
    }

    static string Days(int count) => count == 1 ? "1 bank holiday" : $"{count} bank holidays";
}
