using System.Text.Json;
using System.Text.Json.Nodes;

namespace Nscp.Reviews.Api.Tests;

/// <summary>The examples of the OpenAPI document, in their order: together they take cases from report to publication and beyond.</summary>
sealed record Telling(string Path, JsonObject Body)
{
    internal static IReadOnlyList<Telling> All { get; } = Read();

    /// <summary>The first of a milestone, by the end of its path.</summary>
    internal static Telling Of(string end) => All.First(t => t.Path.EndsWith(end, StringComparison.Ordinal));

    static List<Telling> Read()
    {
        using var file = typeof(ReviewsHost).Assembly.GetManifestResourceStream("Nscp.Reviews.Api.OpenApi.examples.json")!;
        return [.. JsonNode.Parse(file)!.AsArray().Select(e => new Telling((string)e!["path"]!, e["body"]!.AsObject()))];
    }
}

/// <summary>Plays the examples against a host.</summary>
static class Story
{
    internal static async Task<Reply> TellAsync(ReviewsApp app, Telling telling, string? key = null)
    {
        var body = telling.Body.DeepClone().AsObject();
        if (body.ContainsKey("event")) body["event"] = (await app.TextsAsync("select id::text from mt_events where type = 'incident_reported' order by seq_id limit 1"))[0];
        var opens = telling.Path is "/cases" or "/yearly-reports";
        return await app.Manager.PostAsync(telling.Path[1..], body.ToJsonString(), opens ? null : "*", key);
    }

    /// <summary>Everything up to the first example that ends like this, exclusive.</summary>
    internal static async Task TellUntilAsync(ReviewsApp app, string end)
    {
        foreach (var telling in Telling.All.TakeWhile(t => !t.Path.EndsWith(end, StringComparison.Ordinal))) (await TellAsync(app, telling)).Status.ShouldBeLessThan(300, telling.Path);
    }
}

public class TakingACaseFromReportToPublication(ReviewsApp app) : IClassFixture<ReviewsApp>
{
    [Fact]
    public async Task Is_possible_by_HTTP_alone_and_twice_records_nothing_new()
    {
        foreach (var telling in Telling.All)
        {
            var reply = await Story.TellAsync(app, telling, $"key {telling.Path} {telling.Body.ToJsonString().GetHashCode()}");
            reply.Status.ShouldBe(telling.Path == "/cases" ? 201 : 200, $"{telling.Path}: {reply.Text}");
            reply.Recorded.ShouldNotBeEmpty(telling.Path);
        }
        var stored = await app.TextsAsync("select id::text from mt_events order by seq_id");

        foreach (var telling in Telling.All)
        {
            var reply = await Story.TellAsync(app, telling, $"key {telling.Path} {telling.Body.ToJsonString().GetHashCode()}");
            reply.Status.ShouldBe(telling.Path == "/cases" ? 201 : 200, $"{telling.Path} again: {reply.Text}");
            reply.Recorded.ShouldNotBeEmpty($"{telling.Path} again");
        }
        (await app.TextsAsync("select id::text from mt_events order by seq_id")).ShouldBe(stored);
    }
}
