using System.Text.Json;
using NodaTime.Text;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>Dates and words as a person writes them.</summary>
public static class Say
{
    static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("d MMMM uuuu");

    public static string Date(LocalDate date) => Day.Format(date);

    /// <summary>An enum's member as its kebab-case word.</summary>
    public static string Word<TEnum>(TEnum value) where TEnum : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static string Words<TEnum>(IEnumerable<TEnum> values) where TEnum : struct, Enum => List(values.Select(Word));

    public static string List<T>(IEnumerable<T> items) => string.Join(", ", items);
}
