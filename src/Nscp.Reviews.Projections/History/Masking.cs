using System.Text.Json;
using System.Text.Json.Serialization;
using Nscp.Reviews.Domain.Json;

namespace Nscp.Reviews.Projections;

/// <summary>The one place in which protected text is shown to a reader, or not.</summary>
public static class Masking
{
    public const string Masked = "(protected)";

    static readonly JsonSerializerOptions MaskedJson = Options();

    /// <summary>The text where the reader may see it; otherwise only that there is one.</summary>
    public static string? Text(ProtectedText? text, bool showProtected) => text is null ? null : showProtected ? text.Value : Masked;

    /// <summary>How an event's facts are written for a reader.</summary>
    internal static JsonSerializerOptions Json(bool showProtected) => showProtected ? DomainJson.Stored : MaskedJson;

    static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(DomainJson.Stored);
        // Before the converters that write the text: the first that fits is taken.
        options.Converters.Insert(0, new MaskText());
        options.Converters.Insert(0, new MaskValue());
        options.MakeReadOnly();
        return options;
    }

    sealed class MaskText : JsonConverter<ProtectedText>
    {
        public override ProtectedText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Masked text is not read back.");

        public override void Write(Utf8JsonWriter writer, ProtectedText value, JsonSerializerOptions options) => writer.WriteStringValue(Masked);
    }

    sealed class MaskValue : JsonConverter<FieldValue>
    {
        public override FieldValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Masked text is not read back.");

        public override void Write(Utf8JsonWriter writer, FieldValue value, JsonSerializerOptions options)
        {
            if (value is FieldValue.Guarded)
            {
                writer.WriteStartObject();
                writer.WriteString("protected", Masked);
                writer.WriteEndObject();
                return;
            }
            JsonSerializer.Serialize(writer, value, DomainJson.Stored);
        }
    }
}
