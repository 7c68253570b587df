using System.Diagnostics.CodeAnalysis;

namespace Nscp.Reviews.Domain.Organisations;

/// <summary>The code of a district of a partnership's area, such as <c>newark-and-sherwood</c>: 2 to 40 lower-case letters and hyphens.</summary>
public readonly record struct District
{
    readonly string? text;

    District(string text) => this.text = text;

    /// <exception cref="FormatException">The text is not a district's code.</exception>
    public static District Parse(string text) =>
        TryParse(text, out var district) ? district : throw new FormatException($"“{text}” is not a district's code.");

    /// <summary>Whether the text could be a district's code; whether there is such a district, the register knows.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out District district)
    {
        var isCode = text is { Length: >= 2 and <= 40 } && text[0] != '-' && text[^1] != '-'
            && text.All(c => char.IsAsciiLetterLower(c) || c == '-');
        district = isCode ? new District(text!) : default;
        return isCode;
    }

    public override string ToString() => text ?? "";
}

/// <summary>A district with its name for display and the area that it lies in.</summary>
public sealed record NamedDistrict(District Code, string Name, string Area);
