using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nscp.Reviews.Projections;

/// <summary>An event's facts for a reader. They become text only as JSON, in which every protected text is masked where the reader may not see it, the two sides of a correction of one too.</summary>
[JsonConverter(typeof(AsJson))]
public sealed class ShownFacts
{
    readonly CaseEvent _fact;
    readonly bool _showProtected;

    internal ShownFacts(CaseEvent fact, bool showProtected) => (_fact, _showProtected) = (fact, showProtected);

    public string ToJson() => JsonSerializer.Serialize(_fact, _fact.GetType(), Masking.Json(_showProtected));

    sealed class AsJson : JsonConverter<ShownFacts>
    {
        public override ShownFacts Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("What is shown is not read back.");

        public override void Write(Utf8JsonWriter writer, ShownFacts value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value._fact, value._fact.GetType(), Masking.Json(value._showProtected));
    }
}
