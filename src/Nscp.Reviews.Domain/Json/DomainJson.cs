using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Nscp.Reviews.Domain.Json;

/// <summary>How the domain's words look as JSON: camelCase names, kebab-case enums, dates YYYY-MM-DD, instants ISO 8601 in UTC.</summary>
public static class DomainJson
{
    /// <summary>For what is stored: unknown properties are passed over, since a newer version or other software may have written them.</summary>
    public static JsonSerializerOptions Stored { get; } = Make(JsonUnmappedMemberHandling.Skip, allRequired: false);

    /// <summary>For what comes in: nothing unknown, nothing missing, no null where a value is needed.</summary>
    public static JsonSerializerOptions Request { get; } = Make(JsonUnmappedMemberHandling.Disallow, allRequired: true);

    /// <summary>For a stored fact of which one field was changed: nothing unknown, but what has no value was never written.</summary>
    public static JsonSerializerOptions Changed { get; } = Make(JsonUnmappedMemberHandling.Disallow, allRequired: false);

    static JsonSerializerOptions Make(JsonUnmappedMemberHandling unmapped, bool allRequired)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            UnmappedMemberHandling = unmapped,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = allRequired,
            AllowDuplicateProperties = false,
            NumberHandling = JsonNumberHandling.Strict,
            MaxDepth = 16,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutDerivedProperties } },
        };
        foreach (var converter in Converters.All) options.Converters.Add(converter);
        options.MakeReadOnly();
        return options;
    }

    /// <summary>What an event derives from its own fields (a thread, a London date) is never stored.</summary>
    static void LeaveOutDerivedProperties(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        for (var i = type.Properties.Count - 1; i >= 0; i--)
            if (type.Properties[i].Set is null && type.Properties[i].AssociatedParameter is null) type.Properties.RemoveAt(i);
    }
}
