using System.Diagnostics.CodeAnalysis;

namespace Nscp.Reviews.Domain.Words;

/// <summary>
/// What people call a case: <c>24-2</c>, <c>RN19</c>. Upper-case letters, digits and hyphens, 2 to 20 of them, with a digit and
/// no more than four letters together: a reference never holds a person's name. Compared without regard to case.
/// </summary>
public readonly record struct CaseReference
{
    CaseReference(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out CaseReference? reference)
    {
        reference = null;
        var value = text?.ToUpperInvariant();
        if (value is null || value.Length is < 2 or > 20 || !value.Any(char.IsAsciiDigit)) return false;
        var lettersTogether = 0;
        foreach (var c in value)
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c) && c != '-') return false;
            lettersTogether = char.IsAsciiLetterUpper(c) ? lettersTogether + 1 : 0;
            if (lettersTogether > 4) return false;
        }

        if (value[0] == '-' || value[^1] == '-') return false;
        reference = new CaseReference(value);
        return true;
    }

    /// <exception cref="FormatException">The text is not a reference.</exception>
    public static CaseReference Parse(string text) =>
        TryParse(text, out var reference) ? reference.Value : throw new FormatException("not a case reference");

    public override string ToString() => Value;
}

/// <summary>How a child is named in a case: a word and a letter, never a name.</summary>
public readonly record struct ChildLabel
{
    static readonly string[] Words = ["Child", "Baby", "Sibling", "Young person", "Unborn child"];

    ChildLabel(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out ChildLabel? label)
    {
        label = null;
        var gap = text?.LastIndexOf(' ') ?? -1;
        if (gap < 0 || !Words.Contains(text![..gap])) return false;
        var letter = text.AsSpan(gap + 1);
        if (letter.Length is 0 or > 3 || !char.IsAsciiLetterUpper(letter[0])) return false;
        foreach (var c in letter[1..]) if (!char.IsAsciiDigit(c)) return false;
        label = new ChildLabel(text);
        return true;
    }

    /// <exception cref="FormatException">The text is not a label.</exception>
    public static ChildLabel Parse(string text) => TryParse(text, out var label) ? label.Value : throw new FormatException("not a child's label");

    public override string ToString() => Value;
}

/// <summary>The SHA-256 of a document that is kept elsewhere: 64 hexadecimal digits, in lower case.</summary>
public readonly record struct Sha256
{
    Sha256(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out Sha256? digest)
    {
        digest = text is { Length: 64 } && text.All(char.IsAsciiHexDigit) ? new Sha256(text.ToLowerInvariant()) : null;
        return digest is not null;
    }

    public override string ToString() => Value;
}
