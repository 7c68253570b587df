using System.Collections.Concurrent;
using System.Diagnostics;

namespace Nscp.Reviews.Api.Tests;

public class WritingTogether(OneCase app) : IClassFixture<OneCase>
{
    [Fact]
    public async Task Records_all_of_it_when_any_version_is_meant()
    {
        var replies = await Task.WhenAll(Enumerable.Range(1, 30).Select(i => app.Manager.PostAsync("cases/24-3/learning", new { channel = "briefing", findings = $"Finding {i}" })));

        replies.Select(r => r.Status).ShouldAllBe(status => status == 200);
        replies.Select(r => r.ETag).Distinct().Count().ShouldBe(30);
    }

    [Fact]
    public async Task Lets_one_win_when_a_version_is_named()
    {
        var version = (await app.Manager.PostAsync("cases/24-3/learning", new { channel = "training", findings = "First" })).ETag;

        var replies = await Task.WhenAll(Enumerable.Range(1, 4).Select(i => app.Manager.PostAsync("cases/24-3/learning", new { channel = "training", findings = $"Racing {i}" }, version)));

        replies.Count(r => r.Status == 200).ShouldBe(1);
        replies.Where(r => r.Status != 200).ShouldAllBe(r => r.Code == "stale-version");
    }

    [Fact]
    public async Task Opens_a_case_once_however_many_send_it()
    {
        var replies = await Task.WhenAll(Enumerable.Range(1, 5).Select(i => app.As("development-manager", name: $"Person {i}").PostAsync("cases", OpeningACase.Incident("24-77"), null)));

        replies.Select(r => r.Status).Order().ShouldBe([200, 200, 200, 200, 201]);
    }

    [Fact]
    public async Task Keeps_a_key_to_its_caller_and_route()
    {
        var body = new { channel = "newsletter", findings = "Keyed" };
        (await app.Manager.PostAsync("cases/24-3/learning", body, key: "mine")).Recorded.ShouldNotBeEmpty();
        (await app.As("development-manager", name: "Somebody else").PostAsync("cases/24-3/learning", new { channel = "newsletter", findings = "Other" }, key: "mine")).Status.ShouldBe(200);
        (await app.Manager.PostAsync("cases/24-3/immediate-action", new { action = "Now", owner = "NCC" }, key: "mine")).Status.ShouldBe(200);
        (await app.Manager.PostAsync("cases/24-3/learning", body)).Recorded.ShouldBeEmpty();
    }

    [Fact]
    public async Task Notes_the_key_of_a_command_that_records_nothing_new()
    {
        var body = new { channel = "newsletter", findings = "Stands already" };
        await app.Manager.PostAsync("cases/24-3/learning", body);
        (await app.Manager.PostAsync("cases/24-3/learning", body, key: "nothing-new")).Recorded.ShouldBeEmpty();
        (await app.Manager.PostAsync("cases/24-3/learning", body, key: "nothing-new")).IsMadeAgain.ShouldBeTrue();
        (await app.Manager.PostAsync("cases/24-3/learning", new { channel = "newsletter", findings = "Another" }, key: "nothing-new")).Code.ShouldBe("key-reused");
    }

    [Fact]
    public async Task Takes_one_read_and_one_write_round_trip()
    {
        await app.Manager.PostAsync("cases/24-3/learning", new { channel = "briefing", findings = "Warm" });
        var sent = new ConcurrentBag<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                if ((activity.GetTagItem("db.namespace") ?? activity.GetTagItem("db.name")) as string == app.App.DatabaseName) sent.Add(activity.DisplayName);
            },
        };
        ActivitySource.AddActivityListener(listener);

        (await app.Manager.PostAsync("cases/24-3/learning", new { channel = "briefing", findings = "Counted" }, key: "counted")).Recorded.ShouldNotBeEmpty();

        sent.Count.ShouldBe(2, string.Join(", ", sent));
    }

    [Fact]
    public async Task Stores_and_echoes_the_correlation_id()
    {
        var reply = await app.Manager.PostRawAsync("cases/24-3/learning", Client.Json(new { channel = "briefing", findings = "Correlated" }), also: r => r.Headers.Add("X-Correlation-Id", "trace-me-1"));

        reply.Raw.Headers.GetValues("X-Correlation-Id").ShouldBe(["trace-me-1"]);
        (await app.App.TextsAsync("select correlation_id from mt_events order by seq_id desc limit 1")).ShouldBe(["trace-me-1"]);
        var bad = await app.Manager.PostRawAsync("cases/24-3/learning", Client.Json(new { channel = "briefing", findings = "Bad" }), also: r => r.Headers.TryAddWithoutValidation("X-Correlation-Id", new string('x', 65)));
        (bad.Status, bad.ErrorFields.Single()).ShouldBe((400, "X-Correlation-Id"));
    }
}
