using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nscp.Reviews.Projections;

/// <summary>Writes days as the serialiser would. By hand, because the workings of a long case hold a thousand and more of them, most of what its answer holds.</summary>
sealed class ExplainedDays : JsonConverter<IReadOnlyList<ExplainedDay>>
{
    static readonly JsonEncodedText Date = JsonEncodedText.Encode("date"), Number = JsonEncodedText.Encode("number"), PassedOver = JsonEncodedText.Encode("passedOver");

    public override IReadOnlyList<ExplainedDay> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("What is told is not read back.");

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<ExplainedDay> value, JsonSerializerOptions options)
    {
        var dates = (JsonConverter<LocalDate>)options.GetConverter(typeof(LocalDate));
        writer.WriteStartArray();
        foreach (var day in value)
        {
            writer.WriteStartObject();
            writer.WritePropertyName(Date);
            dates.Write(writer, day.Date, options);
            if (day.Number is { } number) writer.WriteNumber(Number, number);
            if (day.PassedOver is { } why) writer.WriteString(PassedOver, why);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
