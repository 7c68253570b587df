using System.Globalization;

namespace Nscp.Reviews.Domain.Clocks;

/// <summary>What is found wrong with a feed, in the order in which it is found.</summary>
sealed class FeedFindings
{
    /// <summary>What is found beyond this many is only counted, and the count comes last.</summary>
    internal const int Most = 20;

    const int Shown = 40;

    readonly List<string> _first = [];
    int _beyond;

    internal bool Any => _first.Count > 0;

    internal ListOf<string> All => _beyond == 0 ? ListOf.From(_first) : ListOf.From([.. _first, $"There are {_beyond} more problems. Mend those above, then import the feed again."]);

    internal void Add(string sentence)
    {
        if (_first.Count < Most) _first.Add(sentence);
        else _beyond++;
    }

    /// <summary>The beginning of a text from the feed, safe to show: what has no shape of its own becomes a question mark.</summary>
    internal static string Quote(string text)
    {
        var shown = text.Take(Shown).Select(c => IsPlain(c) ? c : '?');
        return $"“{string.Concat(shown)}{(text.Length > Shown ? "…" : "")}”";
    }

    /// <summary>
    /// Whether the character is one that a page, a letter and a log show as it is: no control character, line break, change of
    /// writing direction or half of a pair. No bank holiday of the United Kingdom needs a character beyond U+FFFF.
    /// </summary>
    internal static bool IsPlain(char c) => char.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
