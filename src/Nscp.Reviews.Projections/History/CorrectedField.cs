using System.Text;
using System.Text.Json;
using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

/// <summary>What a correction sets right, in words: both readings where each can be said in a few, and none that is protected.</summary>
sealed class CorrectedField(RecordedWrongly correction, OrganisationRegister organisations)
{
    public override string ToString() => (Said(correction.Said), Said(correction.Right)) switch
    {
        ({ } said, { } right) => $"{Field} is {right}, not {said}",
        _ => $"{Field} was recorded wrongly, and has been set right",
    };

    string Field => correction.Field switch
    {
        Corrections.HappenedOn => "the date on which it happened",
        Corrections.KnownOn => "the date on which it was known",
        Corrections.By => "who acted",
        _ => $"its “{InWords(correction.Field)}”",
    };

    string? Said(FieldValue value) => value switch
    {
        FieldValue.Guarded => null,
        FieldValue.Open open => Said(JsonDocument.Parse(open.Value).RootElement),
        _ => throw new System.Diagnostics.UnreachableException($"There is no wording for {value.GetType().Name}."),
    };

    string? Said(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "nothing",
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.String => Said(value.GetString()!),
        JsonValueKind.Object when value.TryGetProperty("organisation", out var organisation) => Said(organisation),
        JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => Say.List(value.EnumerateArray().Select(item => Said(item.GetString()!))),
        _ => null,
    };

    string Said(string text) =>
        NodaTime.Text.LocalDatePattern.Iso.Parse(text) is { Success: true } date ? Say.Date(date.Value)
        : OrganisationCode.TryParse(text, out var code) && organisations.Find(code) is { } organisation ? organisation.Name
        : $"“{text}”";

    static string InWords(string field) => field.Aggregate(
        new StringBuilder(), (text, c) => char.IsAsciiLetterUpper(c) ? text.Append(' ').Append(char.ToLowerInvariant(c)) : text.Append(c)).ToString();
}
