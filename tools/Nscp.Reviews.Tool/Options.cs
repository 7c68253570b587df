namespace Nscp.Reviews.Tool;

/// <summary>What follows a command: words, and options of the form <c>--name value</c>.</summary>
sealed class Options
{
    readonly Dictionary<string, string> _values = [];

    public List<string> Words { get; } = [];

    public static Options Read(IReadOnlyList<string> arguments, string usage, params string[] known)
    {
        var options = new Options();
        for (var at = 0; at < arguments.Count; at++)
        {
            var word = arguments[at];
            if (!word.StartsWith("--", StringComparison.Ordinal))
                options.Words.Add(word);
            else if (known.Contains(word[2..]) && at + 1 < arguments.Count)
                options._values[word[2..]] = arguments[++at];
            else
                throw new UsageException(usage);
        }
        return options;
    }

    public string? this[string name] => _values.GetValueOrDefault(name);
}
