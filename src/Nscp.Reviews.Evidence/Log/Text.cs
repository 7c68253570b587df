using System.Runtime.CompilerServices;

namespace Nscp.Reviews.Evidence;

static class Text
{
    internal static string Mandatory(string? value, [CallerMemberName] string name = "") =>
        string.IsNullOrWhiteSpace(value) ? throw new ArgumentException($"{name} is mandatory.", name) : Storable(value, name);

    internal static string? Optional(string? value, [CallerMemberName] string name = "") =>
        value is null ? null : Mandatory(value, name);

    internal static string Joined(IReadOnlyList<string> codes, [CallerMemberName] string name = "")
    {
        foreach (var code in codes)
        {
            if (Mandatory(code, name).Any(char.IsWhiteSpace))
                throw new ArgumentException($"{name} holds a code with white space: '{code}'.", name);
        }
        return string.Join(' ', codes);
    }

    // PostgreSQL's text and jsonb hold no U+0000, and UTF-8 no lone surrogate.
    static string Storable(string value, string name)
    {
        // Most texts are plain, which is seen at a glance.
        if (!value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return value;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '\0')
                throw new ArgumentException($"{name} holds U+0000.", name);
            if (!char.IsSurrogate(value[i]))
                continue;
            if (i + 1 == value.Length || !char.IsSurrogatePair(value[i], value[i + 1]))
                throw new ArgumentException($"{name} holds half of a character.", name);
            i++;
        }
        return value;
    }
}
