using System.Reflection;
using System.Text.Json;
using Nscp.Reviews.Domain.Json;

namespace Nscp.Reviews.Projections.Tests;

/// <summary>One fact of every type of the catalogue, its fields filled by their kind, so that no type can be forgotten.</summary>
static class EveryFact
{
    internal static IReadOnlyList<CaseEvent> OfEveryType { get; } = [.. EventCatalogue.Names.Order(StringComparer.Ordinal).Select(name => (CaseEvent)Make(EventCatalogue.TypeOf(name)))];

    static object Make(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        return constructor.Invoke([.. constructor.GetParameters().Select(p => Value(p.ParameterType))]);
    }

    internal static object Value(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsGenericType) return ListOfOne(plain.GetGenericArguments()[0]);
        if (plain.IsEnum) return Enum.GetValues(plain).GetValue(0)!;
        return plain switch
        {
            _ when plain == typeof(ProtectedText) => new ProtectedText("SECRET"),
            _ when plain == typeof(ShortText) => new ShortText("a short text"),
            _ when plain == typeof(LongText) => new LongText("A longer text."),
            _ when plain == typeof(LocalDate) => new LocalDate(2024, 5, 1),
            _ when plain == typeof(Instant) => Instant.FromUtc(2024, 5, 1, 9, 0),
            _ when plain == typeof(string) => "R1",
            _ when plain == typeof(int) => 1,
            _ when plain == typeof(bool) => true,
            _ when plain == typeof(Guid) => new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
            _ when plain == typeof(CaseReference) => CaseReference.Parse("24-2"),
            _ when plain == typeof(ChildLabel) => ChildLabel.Parse("Child R"),
            _ when plain == typeof(OrganisationCode) => OrganisationCode.Parse("NCC"),
            _ when plain == typeof(District) => District.Parse("bassetlaw"),
            _ when plain == typeof(Sha256) => Json<Sha256>($"\"{new string('b', 64)}\""),
            _ when plain == typeof(FieldValue) => new FieldValue.Guarded(new ProtectedText("\"SECRET\"")),
            _ => Make(plain),
        };
    }

    static object ListOfOne(Type item) =>
        typeof(ListOf).GetMethod(nameof(ListOf.From), BindingFlags.Public | BindingFlags.Static)!.MakeGenericMethod(item).Invoke(null, [OneOf(item)])!;

    static Array OneOf(Type item)
    {
        var array = Array.CreateInstance(item, 1);
        array.SetValue(Value(item), 0);
        return array;
    }

    static T Json<T>(string json) => JsonSerializer.Deserialize<T>(json, DomainJson.Stored)!;
}
