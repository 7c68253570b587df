using System.Text.Json;
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
            if (working[i].Fact is RecordedWrongly w && Before(i, w.Event) is var at && at >= 0 && working[at].Fact is RecordedWrongly) working[at] = SetRight(working[at], w);
        }

        for (var i = 0; i < working.Length; i++)
            if (!inError.Contains(working[i].Envelope.Id) && working[i].Fact is RecordedWrongly w && Before(i, w.Event) is var at && at >= 0 && working[at].Fact is not RecordedWrongly)
                working[at] = SetRight(working[at], w);
        return [.. working.Where(e => !inError.Contains(e.Envelope.Id))];

        int Before(int end, Guid id) => Array.FindIndex(working, 0, end, e => e.Envelope.Id == id);
    }

    /// <summary>The fields that a correction may name, each with whether it holds protected text.</summary>
    public static IReadOnlyDictionary<string, bool> FieldsOf(Entry entry)
    {
        var fields = EventCatalogue.FieldsOf(entry.Fact.GetType()).Where(f => !Fixed(entry.Fact, f.Key)).ToDictionary(StringComparer.Ordinal);
        if (entry.Fact is RecordedWrongly w) fields["right"] = w.Right is FieldValue.Guarded;
        foreach (var field in EnvelopeFields) fields[field] = false;
        return fields;
    }

    /// <summary>
    /// The number or id by which a fact is known, and which event a correction names: wrong ones are recorded in error, and the
    /// right ones recorded. A case's reference can be set right: nothing in its history goes by it.
    /// </summary>
    public static bool Fixed(CaseEvent fact, string field) => (fact, field) switch
    {
        (AgencyInformationRequested, "request") or (DecisionMade, "decision") or (PanelAskedForInformation, "question") => true,
        (PublicationHeld, "hold") or (ScrutinyChallengeMade, "challenge") or (DecisionReplaced, "decision" or "replacedBy") => true,
        (_, "recommendation") or (OfAction, "action") => true,
        (RecordedWrongly, "event" or "field" or "said") or (RecordedInError, "event") => true,
        _ => false,
    };

    /// <summary>The entry with one field set to what is right.</summary>
    /// <exception cref="JsonException">The value does not fit the field, or there is no such field.</exception>
    public static Entry SetRight(Entry entry, string field, string json) => (field, entry.Fact) switch
    {
        // What is known on a day has happened by then.
        (HappenedOn, _) => Read<LocalDate>(json) is var day
            ? entry with { Envelope = entry.Envelope with { HappenedOn = day, KnownOn = LocalDate.Max(day, entry.Envelope.KnownOn) } } : entry,
        (KnownOn, _) => entry with { Envelope = entry.Envelope with { KnownOn = Read<LocalDate>(json) } },
        (By, _) => entry with { Envelope = entry.Envelope with { By = Read<Actor>(json) } },
        ("right", RecordedWrongly w) => entry with { Fact = w with { Right = w.Right is FieldValue.Guarded ? new FieldValue.Guarded(new ProtectedText(json)) : new FieldValue.Open(json) } },
        _ => entry with { Fact = EventCatalogue.With(entry.Fact, field, json) },
    };

    /// <summary>What a field says, as JSON; <c>null</c> as text where it has no value.</summary>
    public static string Said(Entry entry, string field) => (field, entry.Fact) switch
    {
        (HappenedOn, _) => Write(entry.Envelope.HappenedOn),
        (KnownOn, _) => Write(entry.Envelope.KnownOn),
        (By, _) => Write(entry.Envelope.By),
        ("right", RecordedWrongly w) => w.Right.Json,
        _ => EventCatalogue.ValueOf(entry.Fact, field) ?? "null",
    };

    /// <summary>A correction is checked when it is recorded. Where a later one has made its value unfit all the same, it changes nothing, so that the case can still be read.</summary>
    static Entry SetRight(Entry entry, RecordedWrongly correction)
    {
        try
        {
            return SetRight(entry, correction.Field, correction.Right.Json) is var set && set.Fact.Contradiction() is null ? set : entry;
        }
        catch (JsonException)
        {
            return entry;
        }
    }

    static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, DomainJson.Request) ?? throw new JsonException("must not be empty");

    static string Write<T>(T value) => JsonSerializer.Serialize(value, DomainJson.Stored);
}
