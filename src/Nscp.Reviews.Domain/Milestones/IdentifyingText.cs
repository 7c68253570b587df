using System.Globalization;
using System.Text;
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
            if (IsNhsNumber(match.Value)) yield return At("an NHS number", match);
        foreach (Match match in Postcode().Matches(text)) yield return At("a postcode", match);
        foreach (Match match in BirthDate().Matches(text)) yield return At("a birth date", match);
        var folded = Fold(text);
        foreach (var name in namesToGuard)
            if (Regex.Match(folded, $@"(?<![\p{{L}}\p{{N}}]){Regex.Escape(Fold(name.Trim()))}(?![\p{{L}}\p{{N}}])", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) is { Success: true } match)
                yield return At("a guarded name", match);
    }

    static string At(string what, Match match) => $"{what} at character {(match.Index + 1).ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Ten digits of which the last checks the others, modulo 11 (NHS Data Dictionary).</summary>
    static bool IsNhsNumber(string text)
    {
        var digits = text.Where(char.IsAsciiDigit).Select(c => c - '0').ToArray();
        var check = 11 - (Enumerable.Range(0, 9).Sum(i => digits[i] * (10 - i)) % 11);
        return check != 10 && (check == 11 ? 0 : check) == digits[9];
    }

    /// <summary>Letters without accents and case, one for one, so that places in the text stay where they are.</summary>
    static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormC))
        {
            var plain = c.ToString().Normalize(NormalizationForm.FormD)[0];
            folded.Append(char.ToLowerInvariant(plain));
        }

        return folded.ToString();
    }

    [GeneratedRegex(@"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NhsNumber();

    [GeneratedRegex(@"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Postcode();

    [GeneratedRegex(@"\b(born|birth|birthday|d\.?o\.?b\.?)\b.{0,20}?\b(\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}(st|nd|rd|th)?( of)? (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{2,4})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BirthDate();
}
