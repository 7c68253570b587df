using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using NodaTime;

namespace Nscp.Reviews.Evidence;

/// <summary>What a bundle holds is not as it must be; the message names it. Caught in one place, where it becomes the verdict.</summary>
sealed class MisfitException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A JSON object of exactly the fields that are asked for, each once, and of those that may be left out. Whoever made it may mean harm.</summary>
sealed class BundleFields
{
    const long MostExact = (1L << 53) - 1;
    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = BundleFormat.MostDepth + 1 };

    readonly JsonElement _object;
    readonly string _what;

    BundleFields(JsonElement element, string what, string[] names, string[] optional)
    {
        (_object, _what) = (element, what);
        if (element.ValueKind != JsonValueKind.Object) throw new MisfitException($"{what} is no JSON object.");
        foreach (var name in names)
            if (!element.TryGetProperty(name, out _)) throw new MisfitException($"{what} lacks '{name}'.");
        foreach (var field in element.EnumerateObject())
            if (!names.Contains(field.Name) && !optional.Contains(field.Name)) throw new MisfitException($"{what} holds a field that does not belong there.");
    }

    /// <param name="what">How a sentence names it.</param>
    /// <param name="optional">What may be left out.</param>
    internal static BundleFields Of(ReadOnlyMemory<byte> json, string what, string[] names, params string[] optional) => new(Parse(json, what), what, names, optional);

    internal string Text(string name) => _object.GetProperty(name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw Wrong(name, "a text");

    /// <summary>Null when it is left out.</summary>
    internal string? TextOrNull(string name) => Has(name) ? Text(name) : null;

    /// <summary>A whole number from 0 to 2^53−1, written without sign, fraction or exponent.</summary>
    internal long Number(string name) => Number(_object.GetProperty(name)) ?? throw Wrong(name, "a whole number from 0 to 2^53-1");

    internal IReadOnlyList<long> Numbers(string name) => [.. Items(name).Select(item => Number(item) ?? throw Wrong(name, "a list of whole numbers from 0 to 2^53-1"))];

    internal bool YesOrNo(string name) => _object.GetProperty(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, "true or false"),
    };

    internal Hash256 Hash(string name) => Hash256.Parse(Text(name)) ?? throw Wrong(name, "64 hexadecimal digits in lower case");

    internal IReadOnlyList<Hash256> Hashes(string name) =>
        [.. Items(name).Select(item => (item.ValueKind == JsonValueKind.String ? Hash256.Parse(item.GetString()) : null) ?? throw Wrong(name, "a list of texts of 64 hexadecimal digits in lower case"))];

    internal Guid Id(string name) =>
        Text(name) is var text && Guid.TryParseExact(text, "D", out var id) && $"{id:D}" == text ? id : throw Wrong(name, "a UUID in lower case");

    internal Instant Time(string name) =>
        Text(name) is var text && TreeHead.Time.Parse(text) is { Success: true } time && TreeHead.Time.Format(time.Value) == text && char.IsAsciiDigit(text[0]) ? time.Value
        : throw Wrong(name, "an instant such as 2026-11-22T09:30:00.000001Z");

    internal byte[]? BinaryOrNull(string name)
    {
        if (TextOrNull(name) is not { } text) return null;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && Convert.ToBase64String(bytes, 0, length) == text ? bytes[..length] : throw Wrong(name, "base64");
    }

    /// <summary>The value's own bytes, whatever JSON it is.</summary>
    internal byte[] Raw(string name) => Encoding.UTF8.GetBytes(_object.GetProperty(name).GetRawText());

    /// <summary>Null when it is left out.</summary>
    internal byte[]? RawOrNull(string name) => Has(name) ? Raw(name) : null;

    internal BundleFields Object(string name, params string[] names) => new(_object.GetProperty(name), $"'{name}'", names, []);

    internal IReadOnlyList<BundleFields> Objects(string name, params string[] names) => [.. Items(name).Select(item => new BundleFields(item, $"An item of '{name}'", names, []))];

    bool Has(string name) => _object.TryGetProperty(name, out _);

    JsonElement.ArrayEnumerator Items(string name) => _object.GetProperty(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : throw Wrong(name, "a list");

    MisfitException Wrong(string name, string what) => new($"{_what}: '{name}' is not {what}.");

    static long? Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.GetRawText() is var raw && raw.All(char.IsAsciiDigit) && value.TryGetInt64(out var number) && number <= MostExact ? number : null;

    static JsonElement Parse(ReadOnlyMemory<byte> json, string what)
    {
        if (!Utf8.IsValid(json.Span)) throw new MisfitException($"{what} is not UTF-8.");
        try
        {
            CheckTexts(json.Span);
            return JsonElement.Parse(json.Span, Strict);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new MisfitException($"{what} is not JSON, is nested too deep, names a field twice, or holds half of a character.", e);
        }
    }

    /// <summary>Half of a character, written as an escape, is noticed only when the text is read.</summary>
    static void CheckTexts(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = BundleFormat.MostDepth + 1 });
        while (reader.Read())
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped) _ = reader.GetString();
    }
}
