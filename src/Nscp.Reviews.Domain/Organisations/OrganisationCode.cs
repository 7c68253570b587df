using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Nscp.Reviews.Domain.Organisations;

/// <summary>
/// The code by which an organisation is named everywhere: 2 to 30 upper-case letters, digits and hyphens,
/// with a letter or digit first and last.
/// </summary>
public readonly record struct OrganisationCode
{
    static readonly SearchValues<char> Characters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

    readonly string? text;

    OrganisationCode(string text) => this.text = text;

    /// <exception cref="FormatException">The text is not a code.</exception>
    public static OrganisationCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException($"“{text}” is not an organisation's code.");

    public static bool TryParse([NotNullWhen(true)] string? text, out OrganisationCode code)
    {
        var isCode = text is { Length: >= 2 and <= 30 } && text[0] != '-' && text[^1] != '-'
            && !text.AsSpan().ContainsAnyExcept(Characters);
        code = isCode ? new OrganisationCode(text!) : default;
        return isCode;
    }

    public override string ToString() => text ?? "";
}
