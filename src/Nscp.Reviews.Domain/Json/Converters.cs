using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime.Text;

namespace Nscp.Reviews.Domain.Json;

/// <summary>The converters behind <see cref="DomainJson"/>. What they refuse they refuse with the end of a sentence that begins with the field's name.</summary>
public static class Converters
{
    static readonly InstantPattern InstantFormat = InstantPattern.ExtendedIso;
    static readonly OffsetDateTimePattern OffsetFormat = OffsetDateTimePattern.ExtendedIso;

    /// <summary>Enums as kebab-case words.</summary>
    public static JsonConverter Words { get; } = new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

    public static IReadOnlyList<JsonConverter> All { get; } =
    [
        Words,
        new DateConverter(),
        new FromText<Instant>(ParseInstant, InstantFormat.Format),
        new FromText<CaseReference>(text => CaseReference.TryParse(text, out var reference) ? reference.Value
            : throw new JsonException("must be a case reference: 2 to 20 letters, digits and hyphens, with a digit and at most four letters together"), r => r.Value),
        new FromText<ChildLabel>(text => ChildLabel.TryParse(text, out var label) ? label.Value
            : throw new JsonException("must be a label such as \"Child R\", never a name"), l => l.Value),
        new FromText<Sha256>(text => Sha256.TryParse(text, out var digest) ? digest.Value : throw new JsonException("must be a SHA-256 as 64 hexadecimal digits"), d => d.Value),
        new FromText<OrganisationCode>(text => OrganisationCode.TryParse(text, out var code) ? code : throw new JsonException("must be an organisation's code, such as NCC"), c => c.ToString()),
        new FromText<District>(text => District.TryParse(text, out var district) ? district : throw new JsonException("must be a district's code, such as bassetlaw"), d => d.ToString()),
        new TextOf<ShortText>(), new TextOf<LongText>(), new TextOf<ProtectedText>(),
        new FieldValueConverter(), new ListOfFactory(),
    ];

    static LocalDate ParseDate(string text) =>
        IsWhole(text) && LocalDatePattern.Iso.Parse(text) is { Success: true } parsed && parsed.Value.Year is >= 1900 and <= 2200
            ? parsed.Value : throw new JsonException("must be a date, written YYYY-MM-DD");

    static Instant ParseInstant(string text)
    {
        if (IsWhole(text) && OffsetFormat.Parse(text) is { Success: true } parsed && parsed.Value.Year is >= 1900 and <= 2200) return parsed.Value.ToInstant();
        throw new JsonException("must be an instant with its offset, such as 2024-05-01T09:30:00Z");
    }

    // NodaTime reads up to a NUL only, and would take a date with anything behind it.
    static bool IsWhole(string text) => !text.Contains('\0');

    /// <summary>Every answer is full of them: written without a text in between.</summary>
    sealed class DateConverter : JsonConverter<LocalDate>
    {
        const int Length = 10;

        public override LocalDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ParseDate(TextIn(ref reader));

        public override void Write(Utf8JsonWriter writer, LocalDate value, JsonSerializerOptions options) => writer.WriteStringValue(Format(value, stackalloc byte[Length]));

        public override LocalDate ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => ParseDate(reader.GetString()!);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, LocalDate value, JsonSerializerOptions options) => writer.WritePropertyName(Format(value, stackalloc byte[Length]));

        static ReadOnlySpan<byte> Format(LocalDate value, Span<byte> text)
        {
            if (value.Year is < 0 or > 9999) return Encoding.ASCII.GetBytes(LocalDatePattern.Iso.Format(value));
            Digits(text[..4], value.Year);
            (text[4], text[7]) = ((byte)'-', (byte)'-');
            Digits(text[5..7], value.Month);
            Digits(text[8..], value.Day);
            return text;
        }

        static void Digits(Span<byte> text, int number)
        {
            for (var i = text.Length - 1; i >= 0; i--, number /= 10) text[i] = (byte)('0' + (number % 10));
        }
    }

    sealed class FromText<T>(Func<string, T> parse, Func<T, string> format) : JsonConverter<T> where T : struct
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => parse(TextIn(ref reader));

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(format(value));

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => parse(reader.GetString()!);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(format(value));
    }

    sealed class TextOf<T> : JsonConverter<T> where T : IText<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var text = TextIn(ref reader);
            if (Texts.Objection<T>(text) is { } objection) throw new JsonException(objection);
            return T.Of(text);
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }

    sealed class FieldValueConverter : JsonConverter<FieldValue>
    {
        public override FieldValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.TryGetProperty("protected", out var guarded)
                ? new FieldValue.Guarded(new ProtectedText(guarded.GetString()!))
                : new FieldValue.Open(document.RootElement.GetProperty("open").GetString()!);
        }

        public override void Write(Utf8JsonWriter writer, FieldValue value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString(value is FieldValue.Guarded ? "protected" : "open", value.Json);
            writer.WriteEndObject();
        }
    }

    sealed class ListOfFactory : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(ListOf<>);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(ListOfConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()), BindingFlags.Instance | BindingFlags.Public, null, null, null)!;
    }

    sealed class ListOfConverter<T> : JsonConverter<ListOf<T>>
    {
        public override ListOf<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var items = JsonSerializer.Deserialize<T[]>(ref reader, options) ?? throw new JsonException("must be a list");
            // What comes in is limited; what was stored is read, however long it has grown.
            if (options.RespectRequiredConstructorParameters && items.Length > ListOf<T>.Most) throw new JsonException($"must not hold more than {ListOf<T>.Most} items");
            if (Array.Exists(items, item => item is null)) throw new JsonException("must not hold null");
            return ListOf.Create<T>(items);
        }

        public override void Write(Utf8JsonWriter writer, ListOf<T> value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (var item in value) JsonSerializer.Serialize(writer, item, options);
            writer.WriteEndArray();
        }
    }

    static string TextIn(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? WellFormed(ref reader) : throw new JsonException("must be text");

    static string WellFormed(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            // A lone surrogate written as an escape is valid JSON, but no text: .NET says so in this way.
            throw new JsonException("must be well-formed Unicode text", e);
        }
    }
}
