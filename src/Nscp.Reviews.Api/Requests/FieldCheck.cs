using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Nscp.Reviews.Domain.Json;

namespace Nscp.Reviews.Api.Requests;

/// <summary>Walks a value beside the type that it should have, and tells everything that does not fit, not only the first.</summary>
static class FieldCheck
{
    // Plain text fields hold ids and names of fields, never prose.
    const int MostOfPlainText = 60;

    internal static IList<JsonPropertyInfo> PropertiesOf(Type type) => DomainJson.Request.GetTypeInfo(type).Properties;

    internal static void Object(JsonElement value, ReadOnlySpan<Type> types, ReadOnlySpan<string> besides, string path, FieldErrors errors)
    {
        var known = new Dictionary<string, JsonPropertyInfo>(StringComparer.Ordinal);
        foreach (var type in types)
            foreach (var property in PropertiesOf(type)) known.Add(property.Name, property);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in value.EnumerateObject())
        {
            var name = NameOf(field);
            var at = path + FieldErrors.Tellable(name ?? "");
            if (name is null || (!known.ContainsKey(name) && !besides.Contains(name))) errors.Add(at, $"is not a field of {(path.Length == 0 ? "this request" : path[..^1])}, which takes {string.Join(", ", [.. besides, .. known.Keys])}");
            else if (!seen.Add(name)) errors.Add(at, "is given twice");
            else if (known.TryGetValue(name, out var property)) Value(field.Value, property.PropertyType, MayBeNull(property), at, errors);
        }
        foreach (var (name, property) in known)
            if (property.IsRequired && !seen.Contains(name)) errors.Add(path + name, "is missing");
    }

    static void Value(JsonElement value, Type declared, bool mayBeNull, string path, FieldErrors errors)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (value.ValueKind == JsonValueKind.Null)
        {
            if (!mayBeNull && Nullable.GetUnderlyingType(declared) is null && type != typeof(JsonElement)) errors.Add(path, "must not be null");
        }
        else if (type == typeof(JsonElement)) Free(value, path, errors);
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ListOf<>)) Items(value, type.GetGenericArguments()[0], path, errors);
        else if (DomainJson.Request.GetTypeInfo(type).Kind == JsonTypeInfoKind.Object)
        {
            if (value.ValueKind != JsonValueKind.Object) errors.Add(path, "must be an object");
            else Object(value, [type], [], path + ".", errors);
        }
        else if (Misfit(value, type) is { } what) errors.Add(path, what);
    }

    static void Items(JsonElement value, Type item, string path, FieldErrors errors)
    {
        if (value.ValueKind != JsonValueKind.Array) errors.Add(path, "must be a list");
        else if (value.GetArrayLength() > ListOf<object>.Most) errors.Add(path, $"must not hold more than {ListOf<object>.Most} items");
        else
        {
            var index = 0;
            foreach (var one in value.EnumerateArray()) Value(one, item, mayBeNull: false, $"{path}[{index++}]", errors);
        }
    }

    /// <summary>Why a value that is no object and no list does not fit the type; null when it does.</summary>
    internal static string? Misfit(JsonElement value, Type type)
    {
        if (type == typeof(string)) return PlainText(value);
        // .NET would take a word in any case, and several with commas between.
        if (type.IsEnum) return value.ValueKind == JsonValueKind.String && WordsOf(type).Any(word => value.ValueEquals(word)) ? null : ShouldBe(type);
        try
        {
            value.Deserialize(type, DomainJson.Request);
            return null;
        }
        catch (JsonException e)
        {
            return e.Message.StartsWith("must ", StringComparison.Ordinal) ? e.Message : ShouldBe(type);
        }
    }

    static IEnumerable<string> WordsOf(Type type) => Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName);

    static string ShouldBe(Type type) => type switch
    {
        { IsEnum: true } => $"must be one of {string.Join(", ", WordsOf(type))}",
        _ when type == typeof(bool) => "must be true or false",
        _ when type == typeof(int) => "must be a whole number",
        _ when type == typeof(Guid) => "must be an event's id (a UUID)",
        _ => "must be of another kind",
    };

    static string? PlainText(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return "must be text";
        if (TextOf(value) is not { } text) return "must be well-formed Unicode text";
        return text.Length is 0 or > MostOfPlainText ? $"must have 1 to {MostOfPlainText} characters" : text.Any(char.IsControl) ? "must not contain control characters" : null;
    }

    /// <summary>A value of any kind, as a correction carries: whatever its kind, its texts must be storable.</summary>
    static void Free(JsonElement value, string path, FieldErrors errors)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String when TextOf(value) is not { } text || Texts.Objection<ProtectedText>(text.Length == 0 ? "-" : text) is not null:
                errors.Add(path, "must be well-formed text without control characters, not longer than 20000 characters");
                break;
            case JsonValueKind.Array:
                foreach (var one in value.EnumerateArray()) Free(one, path, errors);
                break;
            case JsonValueKind.Object:
                var names = new HashSet<string?>(StringComparer.Ordinal);
                foreach (var field in value.EnumerateObject())
                {
                    if (!names.Add(NameOf(field))) errors.Add(path, "must not hold a field twice");
                    Free(field.Value, path, errors);
                }
                break;
        }
    }

    static bool MayBeNull(JsonPropertyInfo property) => property.AssociatedParameter?.IsNullable ?? property.IsSetNullable;

    // A lone surrogate written as an escape is valid JSON, but no text: .NET says so in this way.
    static string? NameOf(JsonProperty field) => Try(() => field.Name);

    static string? TextOf(JsonElement value) => Try(value.GetString);

    static string? Try(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
