using System.Collections;
using System.Text.Json;
using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>Whether a value that is said to be right can be: it fits the field, agrees with the event's other fields, and names what there is.</summary>
static class CorrectedValue
{
    /// <summary>Why it cannot, as a sentence that never repeats the value; null when it can.</summary>
    public static string? Misfit(CaseHistory history, Entry entry, string field, JsonElement right, Recording recording)
    {
        (entry, field) = Target(history, entry, field);
        try
        {
            var set = Corrections.SetRight(entry, field, Text(right));
            if (set.HappenedOn > recording.Today || set.Envelope.KnownOn > recording.Today || set.Fact is IncidentReported i && (i.AwareOn > recording.Today || i.AwareAt > recording.RecordedAt || i.SuspectedOn > recording.Today))
                return "A fact cannot be set right to a day in the future.";
            if (set.Envelope.KnownOn < set.HappenedOn) return "It cannot have been known before it happened.";
            // What opened the case may be set right to any earlier day: the case then begins on it.
            if (field == "happenedOn" && entry.Envelope.Id != history.AsRecorded[0].Envelope.Id && history.State.BeganOn is { } began && set.HappenedOn < began)
                return $"The case begins on {Say.Date(began)}, and nothing of it can have happened before.";
            return set.Fact.Contradiction() ?? Unknown(set, recording.World.Organisations);
        }
        catch (JsonException e)
        {
            // The domain's own converters end a sentence; the framework's messages are for programmers.
            return e.Message.StartsWith("must ", StringComparison.Ordinal) ? $"{field} {e.Message}." : $"The value does not have the form of {field}.";
        }
    }

    /// <summary>The value as the field itself would write it; null when it does not fit.</summary>
    public static string? Canonical(CaseHistory history, Entry entry, string field, JsonElement right)
    {
        (entry, field) = Target(history, entry, field);
        try
        {
            return Corrections.Said(Corrections.SetRight(entry, field, Text(right)), field);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A correction's own value is right when it fits the field that the correction sets.</summary>
    static (Entry Entry, string Field) Target(CaseHistory history, Entry entry, string field)
    {
        while (entry.Fact is RecordedWrongly w && field == "right" && history.AsRecorded.FirstOrDefault(e => e.Envelope.Id == w.Event) is { } named) (entry, field) = (named, w.Field);
        return (entry, field);
    }

    static string Text(JsonElement value) => value.ValueKind == JsonValueKind.Undefined ? "null" : value.GetRawText();

    static string? Unknown(Entry entry, OrganisationRegister register) =>
        Within(entry.Fact).Append(entry.Envelope.By.Organisation).OfType<OrganisationCode>().Any(code => register.Find(code) is null) ? "It names an organisation that is not in the register."
        : Within(entry.Fact).OfType<District>().Any(district => register.Find(district) is null) ? "It names a district that is not of this partnership."
        : null;

    /// <summary>Every value in a fact, in its lists and their items.</summary>
    static IEnumerable<object> Within(object value) => value switch
    {
        IEnumerable items and not string => items.Cast<object>().SelectMany(Within).Prepend(value),
        _ when value.GetType().Namespace == typeof(CaseEvent).Namespace && value is not Enum =>
            value.GetType().GetProperties().Where(p => p.Name != nameof(IncidentReported.Aware)).Select(p => p.GetValue(value)).OfType<object>().SelectMany(Within).Prepend(value),
        _ => [value],
    };
}
