using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Nscp.Reviews.Api.Access;

namespace Nscp.Reviews.Api.Tests;

/// <summary>Every milestone in its turn, and every way to send it wrongly first: after each the store holds exactly what it held.</summary>
public class TakingACaseFromReportToPublication(ReviewsApp app) : IClassFixture<ReviewsApp>
{
    [Fact]
    public async Task Is_possible_by_HTTP_alone_and_every_wrong_way_on_it_records_nothing()
    {
        foreach (var told in Telling.All)
        {
            var telling = await told.ReadyAsync(app);
            await RefuseAsync(telling);
            await AcceptAndRepeatAsync(telling);
        }
    }

    [Fact]
    public void Passes_every_route_that_is_posted_to()
    {
        var posted = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("POST")).Select(e => e.Metadata.GetMetadata<Guarded>()!.Route).Where(route => route != "POST calendar/revisions");

        var told = Telling.All.Select(t => Name(t.Path)).Distinct();

        told.Order().ShouldBe(posted.Order());
    }

    static string Name(string path) => path.Split('/') switch
    {
        ["", var only] => $"POST {only}",
        ["", "cases", _, var milestone] => $"POST {milestone}",
        ["", "cases", _, "recommendations", _, var step] => $"POST recommendation {step}",
        ["", "cases", _, "recommendations", _, "actions", _, var step] => $"POST action {step}",
        _ => path,
    };

    async Task RefuseAsync(Telling telling)
    {
        var before = await app.EverythingAsync();
        await ShouldBe(401, telling.SendAsync(app.Nobody), "nobody");
        await ShouldBe(403, telling.SendAsync(app.As("administrator")), "wrong role");
        await ShouldBe(400, telling.With("unheardOf", 1).SendAsync(app.Manager), "unknown field");
        await ShouldBe(400, telling.With("happenedOn", "14/05/2025").SendAsync(app.Manager), "no date");
        await ShouldBe(400, telling.With("reason", "a\0b").SendAsync(app.Manager), "NUL");
        await ShouldBe(400, app.Manager.PostAsync(telling.Path[1..], "{\"happenedOn\":"), "unreadable");
        await ShouldBe(415, app.Manager.PostRawAsync(telling.Path[1..], new StringContent("happenedOn=x", null, "application/x-www-form-urlencoded")), "no JSON");
        await ShouldBe(413, telling.With("reason", new string('x', 70_000)).SendAsync(app.Manager), "too large");
        await ShouldBeRefused("in-the-future", telling.With("happenedOn", "2025-05-15"), "tomorrow");
        await ShouldBeRefused("in-the-future", telling.With("happenedOn", "2025-05-15").With("knownOn", "2025-05-14"), "tomorrow, but known today");
        await ShouldBeRefused("in-the-future", telling.With("knownOn", "2025-05-15"), "known tomorrow");
        await ShouldBeRefused("known-before-it-happened", telling.With("knownOn", "2012-01-03"), "known before");
        await ShouldBeRefused("unknown-organisation", telling.With("by", new JsonObject { ["organisation"] = "NOBODY", ["role"] = "Director" }), "unknown organisation");
        await ShouldBe(400, telling.SendAsync(app.Manager, key: new string('k', 129)), "unreadable key");
        if (telling.NeedsVersion)
        {
            await ShouldBe(428, telling.SendAsync(app.Manager, ifMatch: null), "no version");
            await ShouldBeRefused("before-the-case-began", telling.With("happenedOn", "2012-01-03"), "before the case began");
            await ShouldBe(412, telling.SendAsync(app.Manager, ifMatch: "\"0\""), "stale version");
            await ShouldBe(400, telling.SendAsync(app.Manager, ifMatch: "latest"), "unreadable version");
            await ShouldBe(404, (telling with { Path = "/cases/ZZ99" + telling.Path[telling.Path.IndexOf('/', 7)..] }).SendAsync(app.Manager), "unknown case");
            await ShouldBe(404, telling.SendAsync(app.As("development-manager", partnership: "NCSCP", organisation: "NCSCP")), "another partnership's case");
        }

        async Task<Reply> ShouldBe(int status, Task<Reply> sent, string how)
        {
            var reply = await sent;
            reply.Status.ShouldBe(status, $"{telling.Path}, {how}: {reply.Text}");
            (await app.EverythingAsync()).ShouldBe(before, $"{telling.Path}, {how}");
            return reply;
        }

        async Task ShouldBeRefused(string code, Telling wrong, string how) => (await ShouldBe(409, wrong.SendAsync(app.Manager), how)).Code.ShouldBe(code, $"{telling.Path}, {how}");
    }

    async Task AcceptAndRepeatAsync(Telling telling)
    {
        var key = $"key-{telling.Path}-{telling.Body.ToJsonString().Length}-{telling.Body["happenedOn"]}";
        var first = await telling.SendAsync(app.Manager, key: key);
        first.Status.ShouldBe(telling.Opens ? 201 : 200, $"{telling.Path}: {first.Text}");
        first.Recorded.ShouldNotBeEmpty(telling.Path);
        first.IsMadeAgain.ShouldBeFalse(telling.Path);
        var stored = await app.EverythingAsync();

        var repeat = await telling.SendAsync(app.Manager, ifMatch: null, key: key);
        repeat.Status.ShouldBe(first.Status, $"{telling.Path} again: {repeat.Text}");
        repeat.Body.GetProperty("recorded").GetRawText().ShouldBe(first.Body.GetProperty("recorded").GetRawText());
        repeat.ETag.ShouldBe(first.ETag);
        repeat.IsMadeAgain.ShouldBeTrue(telling.Path);
        var reused = await telling.With("knownOn", "2025-05-13").SendAsync(app.Manager, key: key);
        (reused.Status, reused.Code).ShouldBe((422, "key-reused"), $"{telling.Path}: {reused.Text}");
        reused.IsMadeAgain.ShouldBeFalse(telling.Path);
        (await app.EverythingAsync()).ShouldBe(stored, telling.Path);
    }
}
