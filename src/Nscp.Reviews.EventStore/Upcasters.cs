using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Nscp.Reviews.EventStore;

/// <summary>Turns an event's older shape into the next one. Both names are stored names, for ever; events stay as they were stored.</summary>
/// <param name="From">The older stored name, such as <c>hold_lifted</c>.</param>
/// <param name="To">The next stored name, such as <c>hold_lifted_v2</c>.</param>
/// <param name="Change">The new data of the old; pure, and it must not rely on today's types, which change.</param>
public sealed record Upcast(string From, string To, Func<JsonObject, JsonObject> Change);

/// <summary>Reads events of every older shape as the newest one, so that the rest of a program knows only that.</summary>
public sealed class Upcasters
{
    readonly FrozenDictionary<string, Upcast> _byName;

    /// <exception cref="ArgumentException">Two go from the same name, or one leads back to where it came from.</exception>
    public Upcasters(IReadOnlyList<Upcast> all)
    {
        if (all.GroupBy(one => one.From).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two upcasters go from {twice.Key}.", nameof(all));
        _byName = all.ToFrozenDictionary(one => one.From);
        if (all.FirstOrDefault(one => Path(one.From).Skip(1).Contains(one.From)) is { } ring)
            throw new ArgumentException($"The upcasters lead from {ring.From} back to it.", nameof(all));
    }

    /// <summary>The older names, which are read and never written.</summary>
    public IReadOnlyCollection<string> OlderNames => _byName.Keys;

    /// <summary>Name and data in the newest shape; as given where there is no newer one.</summary>
    /// <exception cref="System.Text.Json.JsonException">The data of an older shape is no JSON object.</exception>
    public (string Type, ReadOnlyMemory<byte> Data) Newest(string type, ReadOnlyMemory<byte> data)
    {
        if (!_byName.TryGetValue(type, out var step))
            return (type, data);
        var json = JsonNode.Parse(data.Span) as JsonObject ?? throw new System.Text.Json.JsonException($"An event of the type '{type}' holds no JSON object.");
        for (; step is not null; step = _byName.GetValueOrDefault(type))
            (type, json) = (step.To, step.Change(json));
        return (type, System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    IEnumerable<string> Path(string name)
    {
        yield return name;
        // At most as many steps as there are: a ring ends too.
        for (var steps = 0; steps < _byName.Count && _byName.TryGetValue(name, out var step); steps++)
            yield return name = step.To;
    }
}
