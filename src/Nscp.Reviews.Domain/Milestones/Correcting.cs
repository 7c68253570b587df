using System.Text.Json;
using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>
/// Setting right what was recorded. A correction is never refused because a later fact relied on the mistake: the case then
/// shows what no longer holds.
/// </summary>
public static class Correcting
{
    /// <summary>
    /// Either a field was wrong (<paramref name="Field"/> and <paramref name="Right"/>, where null clears a value), or the whole event
    /// was recorded in error (<paramref name="InError"/>). The reason rides in the envelope and is always asked for.
    /// </summary>
    public sealed record Correct(
        Guid Event, ShortText FoundBy, string? Field = null, JsonElement Right = default, ErrorKind? InError = null, CaseReference? BelongsTo = null, Guid? DuplicateOf = null)
    {
        /// <summary>The compiler's own would print what is right, which may be protected.</summary>
        public override string ToString() => $"Correct {Event}";
    }

    public static Milestone<Correct> Corrected { get; } = new Milestone<Correct>("correction", "Record that an earlier event was wrong, or should not be there")
        .AlsoOnClosedCases()
        .Impossible("reason-missing", a => a.Recording.Reason is null ? "A correction says why." : null, "Give reason.")
        .Impossible("unknown-event", a => Named(a) is null ? "There is no such event in this case." : null, "Take the event's id from GET history.")
        .Impossible("correction-unclear", a => (a.Command.Field is null) == (a.Command.InError is null) || (a.Command.Field is null) != (a.Command.Right.ValueKind == JsonValueKind.Undefined)
            ? "A correction either sets one field right, or says that the whole event was recorded in error." : null, "Give field and right (null clears a value), or inError.")
        .Impossible("only-a-report", a => EventCatalogue.Reports.Contains(Named(a)!.Fact.GetType()) ? "That event only reports what followed from a new list of bank holidays." : null,
            "Nothing: due dates are always derived. What a list says is set right by accepting another.")
        .Impossible("already-in-error", a => AsNowUnderstood(a) is null ? "That event is recorded as in error already." : null, "To bring it back, record that correction as in error.")
        .Impossible("field-is-fixed", a => a.Command.Field is { } field && Corrections.Fixed(Named(a)!.Fact, field)
            ? "A fact keeps the number or id by which it is known, and a correction the event that it names." : null, "Record the event as in error, and then the right one.")
        .Impossible("unknown-field", a => a.Command.Field is { } field && !Corrections.FieldsOf(Named(a)!).ContainsKey(field)
            ? "That event has no such field." : null, "Take the field's name from the event's facts, or happenedOn, knownOn, by.")
        .Impossible("value-does-not-fit", a => a.Command.Field is { } field ? CorrectedValue.Misfit(a.History, AsNowUnderstood(a)!, field, a.Command.Right, a.Recording) : null,
            "Give right in the form that the field has in its own milestone.")
        .Impossible("opening-cannot-go", a => a.Command.InError is not null && a.History.AsRecorded[0].Envelope.Id == a.Command.Event
            ? "The event that opened the case cannot be left out: without it there is no case." : null, "Set its fields right, or close the case with the reason.")
        .Impossible("error-unclear", a => a.Command is { InError: { } kind } c && (kind == ErrorKind.BelongsToAnotherCase == c.BelongsTo is null || kind == ErrorKind.Duplicate == c.DuplicateOf is null)
            ? "An event that belongs to another case names it; a duplicate names the event that it repeats." : null, "Give belongsTo or duplicateOf with the kind of error that needs it.")
        .Impossible("error-names-itself", a => a.Command is { InError: not null } c
            && (c.BelongsTo == a.Case.Reference || c.DuplicateOf == c.Event || (c.DuplicateOf is { } other && !a.History.AsRecorded.Any(e => e.Envelope.Id == other)))
            ? "Another case is not this one, and what a duplicate repeats is another event of this case." : null, "Check belongsTo and duplicateOf.")
        .RecordsMany(Facts, typeof(RecordedWrongly), typeof(RecordedInError));

    static Entry? Named(Attempt<Correct> a) => a.History.AsRecorded.FirstOrDefault(e => e.Envelope.Id == a.Command.Event);

    static Entry? AsNowUnderstood(Attempt<Correct> a) => a.History.Corrected.FirstOrDefault(e => e.Envelope.Id == a.Command.Event);

    /// <summary>None when the field says so already.</summary>
    static IEnumerable<CaseEvent> Facts(Attempt<Correct> a)
    {
        var c = a.Command;
        if (c.InError is { } kind) return [new RecordedInError(c.Event, kind, c.BelongsTo, c.DuplicateOf, c.FoundBy)];
        if (AsNowUnderstood(a) is not { } entry || c.Field is not { } field || !Corrections.FieldsOf(entry).TryGetValue(field, out var isProtected)) return [];
        if (CorrectedValue.Canonical(a.History, entry, field, c.Right) is not { } right || Corrections.Said(entry, field) is var said && said == right) return [];
        return [new RecordedWrongly(c.Event, field, Value(said), Value(right), c.FoundBy)];

        FieldValue Value(string json) => isProtected ? new FieldValue.Guarded(new ProtectedText(json)) : new FieldValue.Open(json);
    }
}
