using System.Text.Json;
using System.Text.RegularExpressions;

namespace Nscp.Reviews.Domain.Clocks;

/// <summary>Names a place in a policies file by the ids that its author gave, so that nobody has to count brackets.</summary>
static partial class PolicyPlace
{
    /// <param name="path">Such as <c>$[0].clocks[2].force</c>.</param>
    internal static string Of(ReadOnlySpan<byte> utf8, string path)
    {
        if (Pattern().Match(path) is not { Success: true } place) return path;
        try
        {
            return Named(JsonElement.Parse(utf8, new JsonDocumentOptions { MaxDepth = 16 }), place) ?? path;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // What breaks off, or has no well-formed text for a name, has none to give; the path says where the reading stopped.
            return path;
        }
    }

    /// <summary>The words that the field at the end of the path may hold, for a field that holds one of a few; null for others.</summary>
    internal static string? WordsAt(string path) => path[(path.LastIndexOf('.') + 1)..] switch
    {
        "force" => OneOf<Force>(),
        "startFact" => OneOf<StartFact>(),
        "direction" => OneOf<Direction>(),
        "rule" => OneOf<CountingRule>(),
        "unit" => OneOf<PolicyFile.UnitWord>(),
        _ => null,
    };

    static string OneOf<T>() where T : struct, Enum => $"must be one of {string.Join(", ", Enum.GetValues<T>().Select(Say.Word))}";

    static string? Named(JsonElement root, Match place)
    {
        if (At(root, place.Groups["policy"]) is not { } policy || Id(policy) is not { } policyId) return null;
        var field = place.Groups["field"] is { Success: true, Value: var name } ? $", {name}" : "";
        if (!place.Groups["clock"].Success) return $"policy {policyId}{field}";
        return policy.TryGetProperty("clocks", out var clocks) && At(clocks, place.Groups["clock"]) is { } clock && Id(clock) is { } clockId
            ? $"policy {policyId}, clock {clockId}{field}" : null;
    }

    static JsonElement? At(JsonElement list, Group index) =>
        list.ValueKind == JsonValueKind.Array && int.TryParse(index.ValueSpan, out var i) && i < list.GetArrayLength() ? list[i] : null;

    static string? Id(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;

    [GeneratedRegex("""^\$\[(?<policy>\d+)\](?:\.clocks\[(?<clock>\d+)\])?(?:\.(?<field>[A-Za-z.]+))?$""", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
