using System.Collections;
using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;
using Nscp.Reviews.Domain.Json;

namespace Nscp.Reviews.Projections;

/// <summary>Which organisations a fact names, wherever in it: by the fields' types, so that no event can be forgotten and no text is looked at.</summary>
static class NamedOrganisations
{
    static readonly ConcurrentDictionary<Type, IReadOnlyList<Func<object, object?>>> Known = new();

    internal static IEnumerable<OrganisationCode> In(object part) => Known.GetOrAdd(part.GetType(), Fields).SelectMany(field => Of(field(part)));

    static IEnumerable<OrganisationCode> Of(object? value) => value switch
    {
        null => [],
        OrganisationCode code => [code],
        IEnumerable many => many.Cast<object>().SelectMany(Of),
        _ => In(value),
    };

    static IReadOnlyList<Func<object, object?>> Fields(Type type) =>
        [.. DomainJson.Stored.GetTypeInfo(type).Properties.Where(p => p.Get is not null && LeadsToOne(p.PropertyType)).Select(p => p.Get!)];

    static bool LeadsToOne(Type declared)
    {
        var plain = Nullable.GetUnderlyingType(declared) ?? declared;
        var type = plain.IsGenericType && plain.GetGenericTypeDefinition() == typeof(ListOf<>) ? plain.GetGenericArguments()[0] : plain;
        return type == typeof(OrganisationCode) || (DomainJson.Stored.GetTypeInfo(type).Kind == JsonTypeInfoKind.Object && Fields(type).Count > 0);
    }
}
