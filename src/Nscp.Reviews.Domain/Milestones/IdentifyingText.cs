using System.Globalization;
using System.Text.RegularExpressions;
using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>
/// What must not stand in a published field: an NHS number, a postcode, a full date given as a birth date, a name of the
/// case's own list. Nothing else is guessed at: authors and places are names too.
/// </summary>
public static partial class IdentifyingText
{
    public const string Code = "identifying-text";

    public const string ToDo = "Take it out: what is published must not identify a child or family.";

    /// <summary>Where something identifying stands, as a sentence that never repeats it; null when nothing does.</summary>
    public static string? Sentence(Occasion occasion, params ReadOnlySpan<(string Field, string? Text)> published)
    {
        var guarded = occasion.History.Corrected.Select(e => e.Fact).OfType<IncidentReported>().SelectMany(e => e.NamesToGuard).Select(n => n.Value).ToList();
        var found = new List<string>();
        foreach (var (field, text) in published)
            if (text is not null) found.AddRange(Find(text, guarded).Select(what => $"{what} in {field}"));
        return found.Count == 0 ? null : $"A published field may identify someone: {string.Join("; ", found)}.";
    }

    public static IEnumerable<string> Find(string text, IReadOnlyCollection<string> namesToGuard)
    {
        foreach (Match match in NhsNumber().Matches(text))
            if (IsNhsNumber(match.Value)) yield return At("an NHS number", match.Index);
        foreach (Match match in Postcode().Matches(text)) yield return At("a postcode", match.Index);
        foreach (Match match in BirthDate().Matches(text)) yield return At("a birth date", match.Index);
        var (plain, places) = PlainLetters.Of(text);
        foreach (var name in namesToGuard.Select(n => PlainLetters.Of(n).Text).Where(n => !string.IsNullOrWhiteSpace(n)))
            if (WholeWords(name).Match(plain) is { Success: true } match) yield return At("a guarded name", places[match.Index]);
    }

    static string At(string what, int index) => $"{what} at character {(index + 1).ToString(CultureInfo.InvariantCulture)}";

    /// <summary>A name may run over a line's end.</summary>
    static Regex WholeWords(string name) => new(
        $@"(?<![\p{{L}}\p{{N}}]){string.Join(@"\s+", name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Regex.Escape))}(?![\p{{L}}\p{{N}}])",
        RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>Ten digits of which the last checks the others, modulo 11 (NHS Data Dictionary).</summary>
    static bool IsNhsNumber(string text)
    {
        var digits = text.Where(char.IsAsciiDigit).Select(c => c - '0').ToArray();
        var check = 11 - (Enumerable.Range(0, 9).Sum(i => digits[i] * (10 - i)) % 11);
        return check != 10 && (check == 11 ? 0 : check) == digits[9];
    }

    const string Day = "([0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}(st|nd|rd|th)?( of)? (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*,? [0-9]{2,4})";

    [GeneratedRegex(@"(?<![0-9])[0-9]{3}[ \u00a0-]?[0-9]{3}[ \u00a0-]?[0-9]{4}(?![0-9])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NhsNumber();

    /// <summary>In capitals or in small letters throughout: "RN19 2nd draft" holds no postcode.</summary>
    [GeneratedRegex(@"\b(?:[A-Z]{1,2}[0-9][A-Z0-9]?[ \u00a0]{0,2}[0-9][ABD-HJLNP-UW-Z]{2}|[a-z]{1,2}[0-9][a-z0-9]?[ \u00a0]{0,2}[0-9][abd-hjlnp-uw-z]{2})\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Postcode();

    [GeneratedRegex(@"\b(born|birth|birthday|d\.?o\.?b)\b.{0,20}?\b" + Day + @"\b|\b" + Day + @"\b.{0,3}?\b(date of birth|d\.?o\.?b)\b", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BirthDate();
}
