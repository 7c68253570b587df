using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Nscp.Reviews.Api.OpenApi;

/// <summary>JSON Schemas of what comes in and goes out, made from the types themselves.</summary>
sealed class Schemas
{
    readonly JsonObject _components = [];

    internal JsonObject Components => _components;

    /// <summary>A command's own fields beside those of every command; nothing unknown is taken.</summary>
    internal JsonObject OfCommand(Type command, string? kind = null)
    {
        var name = $"{command.DeclaringType!.Name}{command.Name}";
        if (!_components.ContainsKey(name))
        {
            _components[name] = new JsonObject();
            var schema = Object(FieldCheck.PropertiesOf(command).Concat(FieldCheck.PropertiesOf(typeof(CommonFacts))));
            if (kind is not null)
            {
                schema["properties"]!["kind"] = new JsonObject { ["const"] = kind };
                if (kind != "incident") schema["required"]!.AsArray().Add("kind");
            }
            schema["additionalProperties"] = false;
            _components[name] = schema;
        }
        return Reference(name);
    }

    internal JsonObject Of(Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (Text(type) is { } text) return text;
        if (type.IsEnum) return new() { ["type"] = "string", ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(n => (JsonNode)JsonNamingPolicy.KebabCaseLower.ConvertName(n))]) };
        if (type == typeof(bool)) return new() { ["type"] = "boolean" };
        if (type == typeof(int) || type == typeof(long)) return new() { ["type"] = "integer" };
        if (type == typeof(decimal)) return new() { ["type"] = "number" };
        if (type == typeof(JsonElement)) return [];
        if (type == typeof(ShownFacts)) return new() { ["type"] = "object" };
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)) return new() { ["type"] = "object", ["additionalProperties"] = Of(type.GetGenericArguments()[1]) };
        if (typeof(IEnumerable).IsAssignableFrom(type)) return Array(type);
        return Reference(Component(type));
    }

    static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    JsonObject Array(Type type)
    {
        var array = new JsonObject { ["type"] = "array", ["items"] = Of(type.IsArray ? type.GetElementType()! : type.GetGenericArguments()[0]) };
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ListOf<>)) array["maxItems"] = ListOf<object>.Most;
        return array;
    }

    string Component(Type type)
    {
        var name = (type.IsNested ? type.DeclaringType!.Name : "") + (type.IsGenericType ? type.Name[..type.Name.IndexOf('`')] + "Of" + type.GetGenericArguments()[0].Name : type.Name);
        if (_components.ContainsKey(name)) return name;
        // Named before it is filled, so that a type may hold itself.
        _components[name] = new JsonObject();
        _components[name] = Object(JsonAnswer.Options.GetTypeInfo(type).Properties.Where(p => p.Get is not null || p.Set is not null));
        return name;
    }

    JsonObject Object(IEnumerable<JsonPropertyInfo> properties)
    {
        var (fields, required) = (new JsonObject(), new JsonArray());
        foreach (var property in properties)
        {
            fields[property.Name] = Of(property.PropertyType);
            if (property.IsRequired) required.Add(property.Name);
        }
        return new() { ["type"] = "object", ["properties"] = fields, ["required"] = required };
    }

    static JsonObject? Text(Type type)
    {
        if (type == typeof(string)) return new() { ["type"] = "string" };
        if (type == typeof(LocalDate)) return new() { ["type"] = "string", ["format"] = "date" };
        if (type == typeof(Instant)) return new() { ["type"] = "string", ["format"] = "date-time" };
        if (type == typeof(Guid)) return new() { ["type"] = "string", ["format"] = "uuid" };
        if (type == typeof(ShortText)) return Limited<ShortText>();
        if (type == typeof(LongText)) return Limited<LongText>();
        if (type == typeof(ProtectedText)) return Limited<ProtectedText>();
        if (type == typeof(OrganisationCode)) return Patterned("^[A-Z0-9][A-Z0-9-]{0,28}[A-Z0-9]$");
        if (type == typeof(District)) return Patterned("^[a-z][a-z-]{0,38}[a-z]$");
        if (type == typeof(CaseReference)) return Patterned("^[A-Za-z0-9][A-Za-z0-9-]{0,18}[A-Za-z0-9]$");
        if (type == typeof(ChildLabel)) return Patterned("^(Child|Baby|Sibling|Young person|Unborn child) [A-Z][0-9]{0,2}$");
        if (type == typeof(Sha256)) return Patterned("^[0-9a-fA-F]{64}$");
        return null;

        static JsonObject Patterned(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };
        static JsonObject Limited<T>() where T : IText<T> => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = T.MaxLength };
    }
}
