using System.Text.Json;
using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Words;
using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>
/// Setting right what was recorded. A correction is never refused because a later fact relied on the mistake: the case then
/// shows what no longer holds.
/// </summary>
public static class Correcting
{
    /// <summary>
    /// Either a field was wrong (<paramref name="Field"/> and <paramref name="Right"/>), or the whole event was recorded in error
    /// (<paramref name="InError"/>). The reason rides in the envelope and is always asked for.
    /// </summary>
    public sealed record Correct(
        Guid Event, ShortText FoundBy, string? Field = null, JsonElement? Right = null, ErrorKind? InError = null, CaseReference? BelongsTo = null, Guid? DuplicateOf = null);

    public static Milestone<Correct> Corrected { get; } = new Milestone<Correct>("correction", "Record that an earlier event was wrong, or should not be there")
        .AlsoOnClosedCases()
        .Impossible("reason-missing", a => a.Recording.Reason is null ? "A correction says why." : null, "Give reason.")
        .Impossible("unknown-event", a => Named(a) is null ? "There is no such event in this case." : null, "Take the event's id from GET history.")
        .Impossible("correction-unclear", a => (a.Command.Field is null) == (a.Command.InError is null) || a.Command.Field is null != a.Command.Right is null
            ? "A correction either sets one field right, or says that the whole event was recorded in error." : null, "Give field and right (null clears a value), or inError.")
        .Impossible("unknown-field", a => a.Command.Field is { } field && !IsField(Named(a)!, field) ? "That event has no such field." : null, "Take the field's name from the event's facts, or happenedOn, knownOn, by.")
        .Impossible("value-does-not-fit", a => a.Command is { Field: { } field, Right: { } right } ? Misfit(Named(a)!, field, right, a.Recording) : null, "Give right in the form that the field has in its own milestone.")
        .Impossible("opening-cannot-go", a => a.Command.InError is not null && a.History.AsRecorded[0].Envelope.Id == a.Command.Event
            ? "The event that opened the case cannot be left out: without it there is no case." : null, "Set its fields right, or close the case with the reason.")
        .Impossible("already-in-error", a => Named(a) is { } entry && !a.History.Corrected.Any(e => e.Envelope.Id == entry.Envelope.Id) ? "That event is recorded as in error already." : null, "To bring it back, correct that correction.")
        .Impossible("error-unclear", a => a.Command.InError is { } kind && (kind == ErrorKind.BelongsToAnotherCase == a.Command.BelongsTo is null || kind == ErrorKind.Duplicate == a.Command.DuplicateOf is null)
            ? "An event that belongs to another case names it; a duplicate names the event that it repeats." : null, "Give belongsTo or duplicateOf with the kind of error that needs it.")
        .RecordsMany(a => [Fact(a)], typeof(RecordedWrongly), typeof(RecordedInError));

    static Entry? Named(Attempt<Correct> a) => a.History.AsRecorded.FirstOrDefault(e => e.Envelope.Id == a.Command.Event);

    static Entry? AsNowUnderstood(Attempt<Correct> a) => a.History.Corrected.FirstOrDefault(e => e.Envelope.Id == a.Command.Event);

    static bool IsField(Entry entry, string field) => Corrections.EnvelopeFields.Contains(field) || EventCatalogue.FieldsOf(entry.Fact.GetType()).ContainsKey(field);

    static string? Misfit(Entry entry, string field, JsonElement right, Recording recording)
    {
        try
        {
            var set = Corrections.SetRight(entry, field, right.GetRawText());
            return set.HappenedOn > recording.Today || set.Envelope.KnownOn > recording.Today ? "A fact cannot be set right to a day in the future." : null;
        }
        catch (JsonException e)
        {
            return $"The value does not fit {field}: it {e.Message.TrimEnd('.')}.";
        }
    }

    static CaseEvent Fact(Attempt<Correct> a)
    {
        var c = a.Command;
        if (c is not { Field: { } field, Right: { } right }) return new RecordedInError(c.Event, c.InError ?? ErrorKind.NeverHappened, c.BelongsTo, c.DuplicateOf, c.FoundBy);
        var entry = AsNowUnderstood(a) ?? Named(a);
        var known = entry is not null && IsField(entry, field);
        var said = known ? Corrections.Said(entry!, field) : "null";
        return new RecordedWrongly(c.Event, field, Value(entry, field, said), Value(entry, field, JsonSerializer.Serialize(right)), c.FoundBy);
    }

    static FieldValue Value(Entry? entry, string field, string json) =>
        entry is not null && EventCatalogue.FieldsOf(entry.Fact.GetType()).TryGetValue(field, out var isProtected) && isProtected
            ? new FieldValue.Guarded(new ProtectedText(json)) : new FieldValue.Open(json);
}
