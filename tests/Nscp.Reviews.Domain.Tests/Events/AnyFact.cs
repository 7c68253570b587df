using System.Reflection;
using NodaTime;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.Domain.Words;
using Nscp.Reviews.Domain.Tests.Milestones;

namespace Nscp.Reviews.Domain.Tests.Events;

/// <summary>
/// Builds facts of any type from their constructors, with small numbers and few names, so that facts meet each other.
/// Without a random source every field is filled, always in the same way.
/// </summary>
sealed class AnyFact(Random? random = null)
{
    static readonly string[] Codes = ["NCC", "NOTTS-POLICE", "NN-ICB", "NSCP", "NHCFT"];

    /// <summary>The ids that corrections may name.</summary>
    public IReadOnlyList<Guid> Ids { get; init; } = [new(1, 2, 3, new byte[8])];

    public CaseEvent Of(Type type) => (CaseEvent)Value(type, "", false)! switch
    {
        // No command can leave both out.
        CaseEvent.IncidentReported { AwareOn: null, AwareAt: null } e => e with { AwareOn = new LocalDate(2024, 3, 4) },
        var fact => fact,
    };

    public object? Value(Type type, string name, bool mayBeNull)
    {
        if (mayBeNull && random?.Next(3) == 0) return null;
        if (Nullable.GetUnderlyingType(type) is { } inner) return Value(inner, name, false);
        if (type == typeof(string)) return name == "Field" ? Pick("happenedOn", "by", "awareOn", "right", "no-such") : Pick("R1", "R2");
        if (type == typeof(int)) return name == "WorkingDays" ? 5 : Number(1, 3);
        if (type == typeof(bool)) return Pick(true, false);
        if (type == typeof(Guid)) return Pick([.. Ids]);
        if (type == typeof(LocalDate)) return new LocalDate(2024, 3, 4).PlusDays(Number(0, 300));
        if (type == typeof(Instant)) return Instant.FromUtc(2024, 3, 4, 9, 30).Plus(Duration.FromHours(Number(0, 3000)));
        if (type.IsEnum) return Pick([.. Enum.GetValues(type).Cast<object>()]);
        if (type == typeof(ProtectedText)) return new ProtectedText(Pick("Narrative one.", "Narrative two."));
        if (type == typeof(ShortText)) return new ShortText(Pick("Dr Lead", "Second"));
        if (type == typeof(LongText)) return new LongText(Pick("First line.\nSecond line.", "Other."));
        if (type == typeof(CaseReference)) return CaseReference.Parse(Pick("24-2", "RN19"));
        if (type == typeof(ChildLabel)) return ChildLabel.Parse(Pick("Child R", "Child S"));
        if (type == typeof(Sha256)) return Stories.Digest;
        if (type == typeof(OrganisationCode)) return OrganisationCode.Parse(Pick(Codes));
        if (type == typeof(District)) return District.Parse(Pick("ashfield", "bassetlaw"));
        if (type == typeof(FieldValue)) return random?.Next(2) == 0 ? new FieldValue.Guarded(new ProtectedText("\"Narrative\"")) : new FieldValue.Open(Pick("\"2024-03-05\"", "null", "1", "{}", "not json"));
        return type.IsGenericType ? List(type) : Record(type);
    }

    object List(Type type)
    {
        var item = type.GetGenericArguments()[0];
        var items = Array.CreateInstance(item, Number(1, 3));
        for (var i = 0; i < items.Length; i++) items.SetValue(Value(item, "", false), i);
        return typeof(ListOf).GetMethod(nameof(ListOf.From))!.MakeGenericMethod(item).Invoke(null, [items])!;
    }

    object Record(Type type)
    {
        var constructor = type.GetConstructors().Single();
        var nullability = new NullabilityInfoContext();
        return constructor.Invoke([.. constructor.GetParameters().Select(p => Value(p.ParameterType, Capital(p.Name!), nullability.Create(p).WriteState == NullabilityState.Nullable))]);
    }

    int Number(int from, int to) => random?.Next(from, to + 1) ?? from;

    T Pick<T>(params T[] of) => of[random?.Next(of.Length) ?? 0];

    static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
