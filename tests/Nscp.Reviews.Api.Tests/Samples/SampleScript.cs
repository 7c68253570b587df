using System.Text.Json;
using System.Text.Json.Nodes;
using Nscp.Reviews.Cluster;

namespace Nscp.Reviews.Api.Tests.Samples;

/// <summary>A script as its file holds it. The tests read it by themselves, so that the tool's own reader is not its judge.</summary>
sealed record SampleScript(string Title, string About, IReadOnlyList<SampleStep> Steps)
{
    static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    public static SampleScript Year2019To20 { get; } = Read("nscp-2019-20.json");

    public static SampleScript Year2024To25 { get; } = Read("nscp-2024-25.json");

    static SampleScript Read(string file) =>
        JsonSerializer.Deserialize<SampleScript>(File.ReadAllText(Path.Combine(Repository.Find()!, "samples", file)), Format)!;
}

sealed record SampleStep(
    string Name, string Role, string Method, string Route, JsonObject Body, SampleSender? As = null, string? Keep = null, IReadOnlyList<string>? Illustrative = null)
{
    public IReadOnlyList<string> Path => Route.Split('/', StringSplitOptions.RemoveEmptyEntries)[3..];

    /// <summary>Every text in the body with the names of the fields that lead to it.</summary>
    public IEnumerable<(string Field, string Text)> Texts() => Texts(Body, "");

    static IEnumerable<(string Field, string Text)> Texts(JsonNode? node, string field) => node switch
    {
        JsonObject fields => fields.SelectMany(f => Texts(f.Value, field.Length == 0 ? f.Key : $"{field}.{f.Key}")),
        JsonArray items => items.SelectMany(item => Texts(item, field)),
        JsonValue value when value.TryGetValue<string>(out var text) => [(field, text)],
        _ => [],
    };
}

sealed record SampleSender(string? Name = null, string? Organisation = null, string? Partnership = null);
