using System.Collections.Frozen;
using System.Text.Json;
using Nscp.Reviews.Domain.Json;

namespace Nscp.Reviews.Domain.Events;

/// <summary>The stored names of one kind of stream's events: a contract, never derived from a type's name. Marten's default is the same snake_case.</summary>
public sealed class FactNames<TFact>(IReadOnlyDictionary<string, Type> byName) where TFact : class
{
    readonly FrozenDictionary<string, Type> _byName = byName.ToFrozenDictionary();
    readonly FrozenDictionary<Type, string> _byType = byName.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    public IReadOnlyCollection<string> All => _byName.Keys;

    public bool Knows(string name) => _byName.ContainsKey(name);

    public string Of(TFact fact) => _byType[fact.GetType()];

    /// <exception cref="KeyNotFoundException">No event of this kind has that name.</exception>
    public Type TypeOf(string name) => _byName[name];

    public byte[] ToJson(TFact fact) => JsonSerializer.SerializeToUtf8Bytes(fact, fact.GetType(), DomainJson.Stored);

    /// <exception cref="KeyNotFoundException">No event of this kind has that name.</exception>
    public TFact FromJson(string name, ReadOnlySpan<byte> json) => (TFact)JsonSerializer.Deserialize(json, TypeOf(name), DomainJson.Stored)!;
}
