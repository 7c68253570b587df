using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Nscp.Reviews.Evidence;

/// <summary>
/// JSON as it is hashed: object keys sorted by UTF-16 code unit, no white space, UTF-8, and only <c>"</c>, <c>\</c> and what is below U+0020
/// escaped (as \b \t \n \f \r, else \u00xx in lower case). The writer is our own, because .NET's escapes more, and not the same in every version.
/// jsonb keeps neither order nor escapes, so what was sent and what comes back have the same canonical form.
/// </summary>
static class CanonicalJson
{
    const long MostExact = (1L << 53) - 1;

    /// <summary>Writes what is to be stored.</summary>
    /// <exception cref="ArgumentException">It is no JSON object, or would not come back from jsonb as it went: a number that is no integer
    /// within ±(2^53−1), a key that is there twice, U+0000 or half of a character.</exception>
    internal static void WriteNew(ReadOnlyMemory<byte> json, IBufferWriter<byte> to, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new ArgumentException($"{name} is no JSON object.", name);
            Write(document.RootElement, to, strict: true);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new ArgumentException($"{name} is no JSON that can be stored: {e.Message}", name, e);
        }
    }

    /// <summary>Writes what was stored, by whatever software: its numbers are taken as jsonb gives them.</summary>
    internal static void WriteStored(ReadOnlyMemory<byte> json, IBufferWriter<byte> to, string? without = null)
    {
        using var document = JsonDocument.Parse(json);
        Write(document.RootElement, to, strict: false, without);
    }

    static void Write(JsonElement element, IBufferWriter<byte> to, bool strict, string? without = null)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(element, to, strict, without);
                break;
            case JsonValueKind.Array:
                WriteArray(element, to, strict);
                break;
            case JsonValueKind.String:
                WriteText(element.GetString()!, to, strict);
                break;
            case JsonValueKind.Number:
                WriteNumber(element, to, strict);
                break;
            default:
                to.Write(Encoding.ASCII.GetBytes(element.GetRawText()));
                break;
        }
    }

    static void WriteObject(JsonElement element, IBufferWriter<byte> to, bool strict, string? without)
    {
        var properties = new List<JsonProperty>();
        foreach (var property in element.EnumerateObject())
        {
            if (without is null || !property.NameEquals(without))
                properties.Add(property);
        }
        var names = new string[properties.Count];
        var order = new int[properties.Count];
        for (var i = 0; i < names.Length; i++)
            (names[i], order[i]) = (properties[i].Name, i);
        Array.Sort(names, order, StringComparer.Ordinal);
        to.Write("{"u8);
        for (var i = 0; i < order.Length; i++)
        {
            if (i > 0)
                to.Write(","u8);
            if (strict && i > 0 && names[i] == names[i - 1])
                throw new FormatException("a key is there twice.");
            WriteText(names[i], to, strict);
            to.Write(":"u8);
            Write(properties[order[i]].Value, to, strict);
        }
        to.Write("}"u8);
    }

    static void WriteArray(JsonElement element, IBufferWriter<byte> to, bool strict)
    {
        to.Write("["u8);
        var first = true;
        foreach (var item in element.EnumerateArray())
        {
            if (!first)
                to.Write(","u8);
            first = false;
            Write(item, to, strict);
        }
        to.Write("]"u8);
    }

    static void WriteNumber(JsonElement element, IBufferWriter<byte> to, bool strict)
    {
        var raw = element.GetRawText();
        if (strict && !(element.TryGetInt64(out var integer) && Math.Abs((decimal)integer) <= MostExact && raw != "-0"))
            throw new FormatException("a number is no integer within ±(2^53−1); store it as text.");
        to.Write(Encoding.ASCII.GetBytes(raw));
    }

    static void WriteText(string text, IBufferWriter<byte> to, bool strict)
    {
        if (strict && text.Contains('\0', StringComparison.Ordinal))
            throw new FormatException("a text holds U+0000.");
        to.Write("\""u8);
        var rest = text.AsSpan();
        while (rest.IndexOfAny(Escaped) is var at and >= 0)
        {
            Encoding.UTF8.GetBytes(rest[..at], to);
            WriteEscape(rest[at], to);
            rest = rest[(at + 1)..];
        }
        Encoding.UTF8.GetBytes(rest, to);
        to.Write("\""u8);
    }

    static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (char)code), '"', '\\']);

    static void WriteEscape(char one, IBufferWriter<byte> to) => to.Write(one switch
    {
        '"' => "\\\""u8,
        '\\' => "\\\\"u8,
        '\b' => "\\b"u8,
        '\t' => "\\t"u8,
        '\n' => "\\n"u8,
        '\f' => "\\f"u8,
        '\r' => "\\r"u8,
        _ => Encoding.ASCII.GetBytes($"\\u{(int)one:x4}"),
    });
}
