namespace Nscp.Reviews.Api.Requests;

/// <summary>What is wrong with each field: every text is the end of a sentence that begins with the field's name, and holds nothing of what was sent.</summary>
sealed class FieldErrors
{
    const int Most = 50;

    readonly Dictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    internal bool Any => _errors.Count > 0;

    internal IReadOnlyDictionary<string, string[]> All => _errors.ToDictionary(e => e.Key, e => e.Value.ToArray(), StringComparer.Ordinal);

    internal void Add(string path, string what)
    {
        if (_errors.TryGetValue(path, out var known)) known.Add(what);
        else if (_errors.Count < Most) _errors[path] = [what];
    }

    /// <summary>A field's name as it may be told back: a name that no field of ours could have is not repeated.</summary>
    internal static string Tellable(string name) =>
        name.Length is > 0 and <= 40 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? name : "(a field with another name)";
}
