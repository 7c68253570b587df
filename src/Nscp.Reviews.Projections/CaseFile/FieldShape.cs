using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Nscp.Reviews.Domain.Json;

namespace Nscp.Reviews.Projections;

/// <summary>A field that a request takes, derived from the command itself.</summary>
/// <param name="Type">text · protected-text · date · instant · number · yes-no · organisation · district · reference · child-label · sha256 · event · choice · list · object · value.</param>
/// <param name="Choices">The words of a choice.</param>
/// <param name="Of">The type of a list's items.</param>
/// <param name="Fields">The fields of an object, or of a list's objects.</param>
public sealed record FieldShape(string Name, string Type, bool Required, IReadOnlyList<string>? Choices = null, string? Of = null, IReadOnlyList<FieldShape>? Fields = null)
{
    /// <summary>The fields of a command in their order.</summary>
    public static IReadOnlyList<FieldShape> OfCommand(Type command) =>
        [.. DomainJson.Request.GetTypeInfo(command).Properties.Select(p => Describe(p.PropertyType, p.Name, p.AssociatedParameter is { HasDefaultValue: false }))];

    static FieldShape Describe(Type type, string name, bool required)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsGenericType && plain.GetGenericTypeDefinition() == typeof(ListOf<>))
        {
            var item = Describe(plain.GetGenericArguments()[0], name, required: true);
            return new FieldShape(name, "list", required, item.Choices, item.Type, item.Fields);
        }
        var word = TypeWord(plain);
        return new FieldShape(name, word, required, plain.IsEnum ? WordsOf(plain) : null, Fields: word == "object" ? OfCommand(plain) : null);
    }

    static string TypeWord(Type type) =>
        type == typeof(ProtectedText) ? "protected-text"
        : type == typeof(ShortText) || type == typeof(LongText) || type == typeof(string) ? "text"
        : type == typeof(LocalDate) ? "date"
        : type == typeof(Instant) ? "instant"
        : type == typeof(int) ? "number"
        : type == typeof(bool) ? "yes-no"
        : type == typeof(OrganisationCode) ? "organisation"
        : type == typeof(District) ? "district"
        : type == typeof(CaseReference) ? "reference"
        : type == typeof(ChildLabel) ? "child-label"
        : type == typeof(Sha256) ? "sha256"
        : type == typeof(Guid) ? "event"
        : type == typeof(JsonElement) ? "value"
        : type.IsEnum ? "choice"
        : DomainJson.Request.GetTypeInfo(type).Kind == JsonTypeInfoKind.Object ? "object"
        : throw new ArgumentException($"There is no word for a field of the type {type.Name}.", nameof(type));

    static List<string> WordsOf(Type type) => [.. Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];
}
