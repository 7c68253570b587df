using System.Text.Json;
using Nscp.Reviews.Domain.Json;
using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

/// <summary>What a correction sets right, in words: of a list what came and went, else both readings where each can be said in a few, and none that is protected.</summary>
/// <param name="corrected">The fact whose field it is; null where that is not in the case.</param>
sealed class CorrectedField(RecordedWrongly correction, CaseEvent? corrected, SpokenNames names)
{
    public override string ToString() => (Read(correction.Said), Read(correction.Right)) switch
    {
        ({ ValueKind: JsonValueKind.Array } said, { ValueKind: JsonValueKind.Array } right) when Changes(said, right) is { } changes => $"{Field} {changes}",
        ({ } said, { ValueKind: JsonValueKind.Null }) when Word(said) is { } was => $"{Field} should not have been given, and read {was}",
        ({ ValueKind: JsonValueKind.Null }, { } right) when Word(right) is { } now => $"{Field} should read {now}, and had not been given",
        ({ } said, { } right) when Word(said) is { } was && Word(right) is { } now => $"{Field} should read {now}, not {was}",
        _ => $"{Field} had to be set right",
    };

    string Field => FieldWords.Of(corrected, correction.Field);

    static JsonElement? Read(FieldValue value) => value is FieldValue.Open open ? JsonElement.Parse(open.Value) : null;

    /// <summary>Null where an item has no words of its own, or only the order differs.</summary>
    string? Changes(JsonElement said, JsonElement right)
    {
        var (before, after) = (said.EnumerateArray().Select(Word).ToList(), right.EnumerateArray().Select(Word).ToList());
        if (before.Contains(null) || after.Contains(null)) return null;
        return (Say.List(after.Except(before)), Say.List(before.Except(after))) switch
        {
            ("", "") => null,
            (var came, "") => $"should include {came}",
            ("", var went) => $"should not include {went}",
            var (came, went) => $"should include {came}, and not {went}",
        };
    }

    string? Word(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.String => Word(value.GetString()!),
        JsonValueKind.Array when value.EnumerateArray().Select(Word).ToList() is { Count: > 0 } items && !items.Contains(null) => Say.List(items),
        JsonValueKind.Object when correction.Field == Corrections.By => names.Of(value.Deserialize<Actor>(DomainJson.Stored)!),
        JsonValueKind.Object when value.TryGetProperty("organisation", out _) && value.Deserialize<Attendance>(DomainJson.Stored) is { } attended => names.With(attended.Organisation, attended.Role),
        JsonValueKind.Object when value.TryGetProperty("step", out _) => Phrases.Of(value.Deserialize<PlannedStep>(DomainJson.Stored)!),
        JsonValueKind.Object when value.TryGetProperty("label", out _) => Phrases.Of(value.Deserialize<Child>(DomainJson.Stored)!),
        JsonValueKind.Object when correction.Field == "incident" => Date(value.Deserialize<IncidentDate>(DomainJson.Stored)!),
        _ => null,
    };

    static string? Date(IncidentDate date) => date switch
    {
        { On: { } on } => Say.Date(on),
        { From: { } from, To: { } to } => $"between {Say.Date(from)} and {Say.Date(to)}",
        _ => null,
    };

    string Word(string text) =>
        NodaTime.Text.LocalDatePattern.Iso.Parse(text) is { Success: true } date ? Say.Date(date.Value)
        : OrganisationCode.TryParse(text, out var code) && names.Knows(code) ? names.Of(code)
        // A choice, as it stands in JSON: no-further-review.
        : text.All(c => char.IsAsciiLetterLower(c) || c == '-') ? text.Replace('-', ' ')
        : $"“{text}”";
}
