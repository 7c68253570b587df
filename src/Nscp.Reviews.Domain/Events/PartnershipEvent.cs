using System.Collections.Frozen;
using System.Text.Json;
using Nscp.Reviews.Domain.Json;
using Nscp.Reviews.Domain.Words;

namespace Nscp.Reviews.Domain.Events;

/// <summary>The facts of a partnership itself, which belong to no case. Like those of a case they are a contract.</summary>
public abstract record PartnershipEvent
{
    PartnershipEvent()
    {
    }

    /// <summary>Children Act 2004 s16G(7). It happened on the day of publication; both days of the period are in it.</summary>
    public sealed record YearlyReportPublished(LocalDate CoversFrom, LocalDate CoversTo, ShortText Where) : PartnershipEvent;
}

/// <summary>One entry of a partnership's history.</summary>
public sealed record PartnershipEntry(Envelope Envelope, PartnershipEvent Fact);

/// <summary>The stored names of a partnership's events: a contract, never derived from a type's name.</summary>
public static class PartnershipCatalogue
{
    static readonly FrozenDictionary<string, Type> ByName = new Dictionary<string, Type>
    {
        ["yearly_report_published"] = typeof(PartnershipEvent.YearlyReportPublished),
    }.ToFrozenDictionary();

    static readonly FrozenDictionary<Type, string> ByType = ByName.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public static IReadOnlySet<string> Names { get; } = ByName.Keys.ToFrozenSet();

    public static string NameOf(PartnershipEvent fact) => ByType[fact.GetType()];

    public static byte[] ToJson(PartnershipEvent fact) => JsonSerializer.SerializeToUtf8Bytes(fact, fact.GetType(), DomainJson.Stored);

    /// <exception cref="KeyNotFoundException">No event of this project has that name.</exception>
    public static PartnershipEvent FromJson(string name, ReadOnlySpan<byte> json) => (PartnershipEvent)JsonSerializer.Deserialize(json, ByName[name], DomainJson.Stored)!;
}
