using System.Text.Json.Nodes;

namespace Nscp.Reviews.Api.Tests;

/// <summary>The examples of the OpenAPI document, in their order: together they take cases from report to publication and beyond.</summary>
sealed record Telling(string Path, JsonObject Body)
{
    internal static IReadOnlyList<Telling> All { get; } = Read();

    internal bool Opens => Path == "/cases";

    internal bool NeedsVersion => Path is not ("/cases" or "/yearly-reports");

    /// <summary>The first of a milestone, by the end of its path.</summary>
    internal static Telling Of(string end) => All.First(t => t.Path.EndsWith(end, StringComparison.Ordinal));

    /// <summary>With what it names of the store's own in place: the event that a correction sets right.</summary>
    internal async Task<Telling> ReadyAsync(ReviewsApp app)
    {
        if (!Body.ContainsKey("event")) return this;
        return With("event", (await app.TextsAsync("select id::text from mt_events where type = 'incident_reported' order by seq_id limit 1"))[0]);
    }

    internal Telling With(string field, JsonNode? value)
    {
        var body = Body.DeepClone().AsObject();
        body[field] = value;
        return this with { Body = body };
    }

    internal Task<Reply> SendAsync(Client client, string? ifMatch = "*", string? key = null) => client.PostAsync(Path[1..], Body.ToJsonString(), NeedsVersion ? ifMatch : null, key);

    static List<Telling> Read()
    {
        using var file = typeof(ReviewsHost).Assembly.GetManifestResourceStream("Nscp.Reviews.Api.OpenApi.examples.json")!;
        return [.. JsonNode.Parse(file)!.AsArray().Select(e => new Telling((string)e!["path"]!, e["body"]!.AsObject()))];
    }
}
