using System.Text.Json;

namespace Nscp.Reviews.Api.Tests;

/// <summary>The partnership's published year and case 24-2, told by HTTP as the samples tell them.</summary>
public class PlayingTheSamples(SampleCases app) : IClassFixture<SampleCases>
{
    [Fact]
    public async Task Counts_the_key_facts_of_2019_20()
    {
        var facts = (await app.Manager.GetAsync("reports/key-facts?year=2019-20")).Body;

        var reviews = facts.GetProperty("rapidReviews");
        reviews.GetProperty("total").GetInt32().ShouldBe(7);
        reviews.GetProperty("byOutcome").GetRawText().ShouldBe("""{"noFurtherReview":5,"csprCommissioned":1,"csprRecommended":1,"otherLocalLearning":0}""");
        facts.GetProperty("panel").GetRawText().ShouldBe("""{"agreed":7,"disagreed":0,"awaited":0}""");
        facts.GetProperty("recommendations").GetProperty("made").GetInt32().ShouldBe(13);
        facts.GetProperty("recommendations").GetProperty("completed").GetInt32().ShouldBe(6);
        facts.GetProperty("csprs").GetProperty("completed").GetInt32().ShouldBe(1);
        facts.GetProperty("csprs").GetProperty("awaiting").EnumerateArray().Single().GetProperty("hold").GetString().ShouldBe("inquest");
        facts.GetProperty("carriedOver").EnumerateArray().Select(c => c.GetProperty("reference").GetString()).ShouldContain("QN17");
    }

    [Fact]
    public async Task Records_nothing_when_played_again()
    {
        var before = await app.App.EverythingAsync();
        await app.PlayAsync();
        (await app.App.EverythingAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Tells_the_history_of_RN19_as_sentences()
    {
        var items = (await app.Manager.GetAsync("cases/RN19/history")).Body.GetProperty("items").EnumerateArray().ToList();

        items.Count.ShouldBeGreaterThan(10);
        string[] told =
        [
            "Information was asked of schools and colleges, to be returned within 7 working days (request 6).",
            "A correction to entry 22 (“A rapid review meeting was held, attended by Nottinghamshire County…”): the attendance should include NHS Nottingham and Nottinghamshire CCG (Designated nurse, safeguarding); found by Chair of the CSPR group (sample), reading the minutes.",
            "Hold 1, because of an inquest, was reviewed.",
            "Nottinghamshire Healthcare NHS Foundation Trust reported progress on action 1 of R2, “Briefings on ‘was not brought’”: green.",
        ];
        items.Select(i => i.GetProperty("sentence").GetString()).Intersect(told).ShouldBe(told);
        items.ShouldAllBe(i => i.GetProperty("sentence").GetString()!.Length > 10);
        items.Select(i => i.GetProperty("happenedOn").GetString()).ShouldBeInOrder();
        items.Select(i => i.GetProperty("by").GetProperty("howKnown").GetString()).ShouldContain("minutes");
        items.Where(i => i.GetProperty("by").TryGetProperty("how", out _)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Fills_the_register_part_by_part()
    {
        var all = (await app.Manager.GetAsync("cases?limit=500")).Body.GetProperty("items").EnumerateArray().Select(Reference).ToList();
        var parts = new List<string>();
        for (string? after = null, more = ""; more is not null; after = more)
        {
            var part = (await app.Manager.GetAsync($"cases?limit=3{(after is null ? "" : $"&after={after}")}")).Body;
            parts.AddRange(part.GetProperty("items").EnumerateArray().Select(Reference));
            more = part.TryGetProperty("after", out var next) ? next.GetString() : null;
        }

        parts.ShouldBe(all);
        all.Count.ShouldBeGreaterThan(7);

        static string Reference(JsonElement item) => item.GetProperty("reference").GetString()!;
    }

    [Theory]
    [InlineData("cases?kind=incident&open=true")]
    [InlineData("cases/RN19/history?by=recorded")]
    [InlineData("cases/RN19/clocks")]
    [InlineData("deadlines?within=20")]
    [InlineData("recommendations?overdue=true")]
    [InlineData("recommendations/completion?by=theme")]
    [InlineData("recommendations/completion?by=year&source=rapid-review")]
    [InlineData("deadlines?today=2019-12-31&force=guidance&state=overdue")]
    [InlineData("reports/key-facts?year=2019-20")]
    [InlineData("reports/key-facts?from=2019-04-01&to=2019-09-30")]
    [InlineData("reports/timeliness?year=2019-20")]
    [InlineData("reports/timeliness?from=2019-04-01&to=2019-09-30&asAt=2019-12-31")]
    [InlineData("organisations")]
    public async Task Is_read_as_JSON_and_as_CSV(string route)
    {
        (await app.Manager.GetAsync(route)).Status.ShouldBe(200, route);
        var csv = await app.Manager.GetAsync(route, "text/csv");
        csv.Status.ShouldBe(200, csv.Text);
        csv.Raw.Content.Headers.ContentType?.MediaType.ShouldBe("text/csv");
        csv.Text.Split("\r\n")[0].Split(',').Length.ShouldBeGreaterThan(3);
    }
}

public sealed class SampleCases : IAsyncLifetime
{
    readonly Dictionary<string, string> _kept = [];

    internal ReviewsApp App { get; } = new();

    internal Client Manager => App.Manager;

    public async ValueTask InitializeAsync()
    {
        await App.InitializeAsync();
        App.Clock.Now = NodaTime.Instant.FromUtc(2026, 6, 1, 9, 0);
        await PlayAsync();
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    internal async Task PlayAsync()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Samples"), "*.json").Order())
        {
            var steps = JsonElement.Parse(await File.ReadAllTextAsync(file, ReviewsApp.Ct)).GetProperty("steps").EnumerateArray().ToList();
            for (var i = 0; i < steps.Count; i++) await PlayAsync(steps[i], $"{Path.GetFileName(file)} {i}");
        }
    }

    async Task PlayAsync(JsonElement step, string key)
    {
        var (route, sender) = (step.GetProperty("route").GetString()!, step.TryGetProperty("as", out var given) ? given : default);
        var body = step.TryGetProperty("body", out var sent) ? sent.GetRawText() : "{}";
        foreach (var (word, id) in _kept) body = body.Replace($"\"{{{word}}}\"", $"\"{id}\"", StringComparison.Ordinal);
        var client = App.As(step.GetProperty("role").GetString()!, Of("organisation") ?? Usual(step.GetProperty("role").GetString()!), Of("partnership") ?? "NSCP", Of("name"));
        var reply = step.GetProperty("method").GetString() == "GET" ? await client.GetAsync(route) : await client.PostAsync(route, body, route.Split('/').Length > 5 ? "*" : null, key);
        reply.Status.ShouldBeLessThan(300, $"{key}, {step.GetProperty("name")}: {reply.Text}");
        if (step.TryGetProperty("keep", out var kept)) _kept[kept.GetString()!] = reply.Body.GetProperty("recorded")[0].GetProperty("id").GetString()!;

        string? Of(string name) => sender.ValueKind == JsonValueKind.Object && sender.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    static string Usual(string role) => role switch { "partner-delegate" => "NOTTS-POLICE", "agency-lead" => "SFHT", _ => "NSCP" };
}
