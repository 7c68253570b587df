using System.Globalization;
using System.Text.Json;

namespace Nscp.Reviews.Tool.Replaying;

/// <summary>What the host said to one step.</summary>
sealed class Answer : IDisposable
{
    readonly JsonDocument? _said;

    public Answer(string failure) => Failure = failure;

    Answer(JsonDocument? said, bool madeAgain) => (_said, MadeAgain) = (said, madeAgain);

    /// <summary>Why the step failed, as the rest of a sentence; null when it did not.</summary>
    public string? Failure { get; }

    /// <summary>Nothing new: it stood already, or it was recorded when the same step was played before.</summary>
    public bool RecordedNothing => MadeAgain || (Recorded is { } recorded && recorded.GetArrayLength() == 0);

    /// <summary>The id of the first event that the step recorded, now or when it was played before; null where it recorded none.</summary>
    public string? FirstEvent => Recorded is { } recorded && recorded.GetArrayLength() > 0 ? recorded[0].GetProperty("id").GetString() : null;

    bool MadeAgain { get; }

    JsonElement? Recorded => Object is { } answer && answer.TryGetProperty("recorded", out var recorded) && recorded.ValueKind is JsonValueKind.Array ? recorded : null;

    JsonElement? Object => _said?.RootElement is { ValueKind: JsonValueKind.Object } root ? root : null;

    public static async Task<Answer> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var said = Parse(await response.Content.ReadAsStringAsync(cancellation));
        if (response.IsSuccessStatusCode)
            return new Answer(said, response.Headers.Contains("Idempotent-Replay"));
        using (said)
            return new Answer(Explain((int)response.StatusCode, said));
    }

    public void Dispose() => _said?.Dispose();

    /// <summary>The problem's own words only. What was sent may hold protected text and is never repeated.</summary>
    static string Explain(int status, JsonDocument? said)
    {
        var verb = string.Create(CultureInfo.InvariantCulture, $"was answered {status}");
        if (said?.RootElement is not { ValueKind: JsonValueKind.Object } problem)
            return $"{verb}, without a word why.";
        var sentences = new[] { "title", "detail", "whatToDo", "next" }.Select(name => Text(problem, name));
        return $"{verb}: {string.Join(' ', sentences.Concat(FieldErrors(problem)).Where(text => text is not null))}";
    }

    static IEnumerable<string?> FieldErrors(JsonElement problem) =>
        problem.TryGetProperty("errors", out var errors) && errors.ValueKind is JsonValueKind.Object
            ? errors.EnumerateObject().Select(field => $"{field.Name}: {string.Join(' ', Texts(field.Value))}")
            : [];

    static IEnumerable<string?> Texts(JsonElement value) => value.ValueKind is JsonValueKind.Array
        ? value.EnumerateArray().Select(item => item.ToString())
        : [value.ToString()];

    static string? Text(JsonElement problem, string name) =>
        problem.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    static JsonDocument? Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
