using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>
/// Letters without accents and case, so that a name is found however it was typed. A table of the Latin letters: the host runs
/// with invariant globalisation, where .NET decomposes nothing.
/// </summary>
static class PlainLetters
{
    static readonly FrozenDictionary<char, char> Plain = new Dictionary<char, string>
    {
        ['a'] = "àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ",
        ['b'] = "ḃḅḇ",
        ['c'] = "çćĉċčḉ",
        ['d'] = "ðďđḋḍḏḑḓ",
        ['e'] = "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ",
        ['f'] = "ḟ",
        ['g'] = "ĝğġģǧǵḡ",
        ['h'] = "ĥħȟḣḥḧḩḫẖ",
        ['i'] = "ìíîïĩīĭįıǐȉȋḭḯỉị",
        ['j'] = "ĵǰ",
        ['k'] = "ķǩḱḳḵ",
        ['l'] = "ĺļľŀłḷḹḻḽ",
        ['m'] = "ḿṁṃ",
        ['n'] = "ñńņňǹṅṇṉṋ",
        ['o'] = "òóôõöøōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ",
        ['p'] = "ṕṗ",
        ['r'] = "ŕŗřȑȓṙṛṝṟ",
        ['s'] = "śŝşšșṡṣṥṧṩ",
        ['t'] = "ţťŧțṫṭṯṱẗ",
        ['u'] = "ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự",
        ['v'] = "ṽṿ",
        ['w'] = "ŵẁẃẅẇẉẘ",
        ['x'] = "ẋẍ",
        ['y'] = "ýÿŷȳẏẙỳỵỷỹ",
        ['z'] = "źżžẑẓẕ",
        ['\''] = "’‘ʼ",
        ['-'] = "‐‑",
        [' '] = "\u00a0\u202f",
    }.SelectMany(row => row.Value, (row, accented) => (accented, row.Key)).ToFrozenDictionary(pair => pair.accented, pair => pair.Key);

    /// <summary>The text in plain letters, and for each of them its place in the text as it was written.</summary>
    public static (string Text, IReadOnlyList<int> Places) Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        var places = new List<int>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            // A combining accent is part of the letter before it.
            if (CharUnicodeInfo.GetUnicodeCategory(text[i]) == UnicodeCategory.NonSpacingMark) continue;
            var lower = char.ToLowerInvariant(text[i]);
            plain.Append(Plain.GetValueOrDefault(lower, lower));
            places.Add(i);
        }

        return (plain.ToString(), places);
    }
}
