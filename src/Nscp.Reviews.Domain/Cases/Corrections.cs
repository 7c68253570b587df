using System.Text.Json;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Json;
using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Cases;

/// <summary>How corrections change what a history says. Nothing is edited: the entries as recorded stay as they are.</summary>
public static class Corrections
{
    public const string HappenedOn = "happenedOn", KnownOn = "knownOn", By = "by";

    /// <summary>The fields of every entry that a correction may name besides the fact's own.</summary>
    public static IReadOnlyList<string> EnvelopeFields { get; } = [HappenedOn, KnownOn, By];

    public static IReadOnlyList<Entry> Apply(IReadOnlyList<Entry> recorded)
    {
        if (!recorded.Any(e => e.Fact is RecordedWrongly or RecordedInError)) return recorded;
        var working = recorded.ToArray();
        var inError = new HashSet<Guid>();
        // A correction can only concern what was recorded before it; so the newest are settled first, then they set right what they name.
        for (var i = working.Length - 1; i >= 0; i--)
        {
            if (inError.Contains(working[i].Envelope.Id)) continue;
            if (working[i].Fact is RecordedInError e) inError.Add(e.Event);
            if (working[i].Fact is RecordedWrongly w && Index(w.Event) is var at && at >= 0 && working[at].Fact is RecordedWrongly) working[at] = SetRight(working[at], w);
        }

        for (var i = 0; i < working.Length; i++)
            if (!inError.Contains(working[i].Envelope.Id) && working[i].Fact is RecordedWrongly w && Index(w.Event) is var at && at >= 0 && working[at].Fact is not RecordedWrongly)
                working[at] = SetRight(working[at], w);
        return [.. working.Where(e => !inError.Contains(e.Envelope.Id))];

        int Index(Guid id) => Array.FindIndex(working, e => e.Envelope.Id == id);
    }

    public static Entry SetRight(Entry entry, string field, string json) => field switch
    {
        HappenedOn => entry with { Envelope = entry.Envelope with { HappenedOn = Read<LocalDate>(json) } },
        KnownOn => entry with { Envelope = entry.Envelope with { KnownOn = Read<LocalDate>(json) } },
        By => entry with { Envelope = entry.Envelope with { By = Read<Actor>(json) } },
        _ => entry with { Fact = EventCatalogue.With(entry.Fact, field, json) },
    };

    /// <summary>What a field says, as JSON; <c>null</c> as text where it has no value.</summary>
    public static string Said(Entry entry, string field) => field switch
    {
        HappenedOn => Write(entry.Envelope.HappenedOn),
        KnownOn => Write(entry.Envelope.KnownOn),
        By => Write(entry.Envelope.By),
        _ => EventCatalogue.ValueOf(entry.Fact, field) ?? "null",
    };

    static Entry SetRight(Entry entry, RecordedWrongly correction) => SetRight(entry, correction.Field, correction.Right.Json);

    static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, DomainJson.Request)!;

    static string Write<T>(T value) => JsonSerializer.Serialize(value, DomainJson.Stored);
}
