using System.Text.Json.Nodes;

namespace Nscp.Reviews.Api.OpenApi;

/// <summary>One example for every command, in an order in which they can be played against a host: the tests do so.</summary>
static class Examples
{
    static readonly List<(string[] Path, JsonObject Body)> All = Read();

    /// <summary>The examples of a route below <c>/api/v1</c>, such as <c>/cases/{reference}/decision</c>.</summary>
    internal static IEnumerable<JsonObject> Of(string route)
    {
        var parts = route.Split('/');
        return All.Where(e => e.Path.Length == parts.Length && e.Path.Zip(parts).All(p => p.Second.StartsWith('{') || p.First == p.Second)).Select(e => e.Body);
    }

    static List<(string[], JsonObject)> Read()
    {
        using var file = typeof(Examples).Assembly.GetManifestResourceStream("Nscp.Reviews.Api.OpenApi.examples.json")!;
        return [.. JsonNode.Parse(file)!.AsArray().Select(e => (((string)e!["path"]!).Split('/'), e["body"]!.AsObject()))];
    }
}
