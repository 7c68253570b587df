using System.Text.Json;
using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

/// <summary>A correction, known or recorded after the decision, of a fact that it relied on.</summary>
/// <param name="Of">The version of the entry that it corrects; where that is itself a correction, of the fact at the bottom of it.</param>
/// <param name="Fact">What that entry said, as a sentence.</param>
/// <param name="Field">The field that was wrong; null where the whole entry was recorded in error.</param>
/// <param name="Said">What the field said; null where it was not given, and for a whole entry.</param>
/// <param name="Right">What is right; null where nothing should have been given, and for a whole entry.</param>
/// <param name="Why">The reason given with it.</param>
/// <param name="KnownOnTheDay">Whether it was known by the day of the decision, though recorded after it.</param>
/// <param name="InEffect">Whether no other correction takes it back.</param>
public sealed record LaterCorrection(
    long Version, long Of, string Fact, string? Field, JsonElement? Said, JsonElement? Right, string Sentence, string? Why, string FoundBy,
    LocalDate KnownOn, Instant RecordedAt, bool KnownOnTheDay, bool InEffect)
{
    internal static IReadOnlyList<LaterCorrection> All(DecisionReading reading)
    {
        return [.. reading.History.AsRecorded.Where(e => Named(e.Fact) is not null && reading.Bears(e) && IsLater(e)).Select(e => Told(reading, e, Bottom(e))).OfType<LaterCorrection>()];

        bool IsLater(Entry entry) => reading.When(entry) == KnownWhen.After || entry.Envelope.RecordedAt > reading.EndOfDay;

        Entry? Bottom(Entry entry) => Named(entry.Fact) is not { } named || reading.History.AsRecorded.FirstOrDefault(e => e.Envelope.Id == named) is not { } of ? null
            : Named(of.Fact) is null ? (reading.When(of) == KnownWhen.After && of != reading.Recorded ? null : of) : Bottom(of);
    }

    static Guid? Named(CaseEvent fact) => fact switch
    {
        RecordedWrongly e => e.Event,
        RecordedInError e => e.Event,
        _ => null,
    };

    static LaterCorrection? Told(DecisionReading reading, Entry entry, Entry? of)
    {
        if (of is null) return null;
        var wrong = reading.Newest(entry).Fact as RecordedWrongly;
        return new(
            entry.Envelope.Version, of.Envelope.Version, reading.Wording.Of(of), wrong?.Field, Value(wrong?.Said), Value(wrong?.Right), reading.Wording.Of(entry), reading.Text(entry.Envelope.Reason, entry),
            (wrong?.FoundBy ?? ((RecordedInError)reading.Newest(entry).Fact).FoundBy).Value, reading.KnownOn(entry), entry.Envelope.RecordedAt,
            reading.When(entry) != KnownWhen.After, reading.Stands(entry.Envelope.Id));

        JsonElement? Value(FieldValue? value) => value switch
        {
            null => null,
            FieldValue.Guarded when !reading.Shows(entry) => JsonSerializer.SerializeToElement(Masking.Masked),
            _ => JsonElement.Parse(value.Json) is { ValueKind: not JsonValueKind.Null } said ? said : null,
        };
    }
}
