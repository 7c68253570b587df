using System.Globalization;

namespace Nscp.Reviews.Projections;

/// <summary>The days that a report covers, both inclusive. <paramref name="Year"/> is its name where it is a year from April to March.</summary>
public sealed record KeyFactsPeriod(LocalDate From, LocalDate To, string? Year = null)
{
    /// <summary>A year from 1 April to 31 March, such as 2019-20.</summary>
    /// <returns>Null when the text is not such a year.</returns>
    public static KeyFactsPeriod? OfYear(string? text)
    {
        if (text is not { Length: 7 } || text[4] != '-' || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var first)) return null;
        var period = first is >= 1900 and <= 2199 ? StartingIn(first) : null;
        return period?.Year == text ? period : null;
    }

    /// <summary>The name of the year, from April to March, in which the day lies.</summary>
    public static string YearOf(LocalDate day) => StartingIn(day.Month >= 4 ? day.Year : day.Year - 1).Year!;

    public bool Contains(LocalDate? day) => day >= From && day <= To;

    static KeyFactsPeriod StartingIn(int year) =>
        new(new LocalDate(year, 4, 1), new LocalDate(year + 1, 3, 31), string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{(year + 1) % 100:00}"));
}
