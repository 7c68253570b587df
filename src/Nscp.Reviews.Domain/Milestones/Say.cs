using System.Globalization;
using System.Text.Json;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>Dates, names and words as a person writes them.</summary>
public static class Say
{
    static readonly string[] Months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    /// <summary>12 September 2022.</summary>
    public static string Date(LocalDate date) => string.Create(CultureInfo.InvariantCulture, $"{date.Day} {Months[date.Month - 1]} {date.Year:D4}");

    /// <summary>Monday 12 September 2022.</summary>
    public static string WeekdayAndDate(LocalDate date) => string.Create(CultureInfo.InvariantCulture, $"{date.DayOfWeek} {date.Day} {Months[date.Month - 1]} {date.Year:D4}");

    /// <summary>Nottinghamshire Police (NOTTS-POLICE); the code alone where the register does not know it.</summary>
    public static string Organisation(OrganisationCode code, World world) => world.Organisations.Find(code) is { } known ? $"{known.Name} ({code})" : code.ToString();

    /// <summary>An enum's member as its kebab-case word.</summary>
    public static string Word<TEnum>(TEnum value) where TEnum : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>An enum's member as words in a sentence.</summary>
    public static string Plain<TEnum>(TEnum value) where TEnum : struct, Enum => Word(value).Replace('-', ' ');

    public static string Words<TEnum>(IEnumerable<TEnum> values) where TEnum : struct, Enum => List(values.Select(Plain));

    /// <summary>One, two and three.</summary>
    public static string List<T>(IEnumerable<T> items) => items.Select(i => i?.ToString()).ToArray() switch
    {
        [.. var first, var last] when first.Length > 0 => $"{string.Join(", ", first)} and {last}",
        var few => string.Concat(few),
    };
}
