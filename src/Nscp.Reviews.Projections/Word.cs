namespace Nscp.Reviews.Projections;

/// <summary>Kebab-case words back into enums.</summary>
static class Word
{
    /// <exception cref="FormatException">No member has that word.</exception>
    internal static TEnum Parse<TEnum>(string word) where TEnum : struct, Enum =>
        Of<TEnum>.ByWord.TryGetValue(word, out var value) ? value : throw new FormatException($"'{word}' is no {typeof(TEnum).Name}.");

    static class Of<TEnum> where TEnum : struct, Enum
    {
        internal static readonly Dictionary<string, TEnum> ByWord = Enum.GetValues<TEnum>().ToDictionary(Say.Word, StringComparer.Ordinal);
    }
}
