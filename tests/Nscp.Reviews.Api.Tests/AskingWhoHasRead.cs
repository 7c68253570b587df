using NodaTime;

namespace Nscp.Reviews.Api.Tests;

public class AskingWhoHasRead(ReadCase app) : IClassFixture<ReadCase>
{
    [Fact]
    public async Task Gives_the_newest_reading_first()
    {
        var items = (await app.Manager.GetAsync("cases/24-1/readers")).Body.GetProperty("items").EnumerateArray().ToList();
        items.Select(i => $"{i.GetProperty("at").GetString()} {i.GetProperty("by").GetProperty("name").GetString()}: {i.GetProperty("reading").GetString()}").ShouldBe(
        [
            "2025-05-14T12:30:00Z Kim Reid: clocks",
            "2025-05-14T12:00:00Z Jo Bell: history",
            "2025-05-14T11:30:00Z Jo Bell: case",
            "2025-05-14T11:00:00Z Sam Holt: case",
        ]);
        items[1].GetRawText().ShouldBe(
            """{"at":"2025-05-14T12:00:00Z","by":{"id":"test:NSCP:NCC:partner-delegate:Jo Bell","name":"Jo Bell","role":"partner-delegate","displayRole":"Partner Delegate","organisation":"NCC"},"reading":"history","details":{"by":"recorded"},"purpose":"Quarterly audit","correlationId":"audit-1"}""");
    }

    [Fact]
    public async Task Gives_the_same_under_the_CSPRs_reference_and_to_each_who_may_ask()
    {
        var all = (await app.Manager.GetAsync("cases/24-1/readers")).Text;
        foreach (var role in (string[])["development-manager", "partner-delegate", "independent-scrutineer"])
            (await app.App.As(role).GetAsync("cases/RN24/readers")).Text.ShouldBe(all, role);
    }

    [Theory]
    [InlineData("2025-05-14T12:00:00Z", 3)]
    [InlineData("2025-05-14T11:59:59Z", 2)]
    [InlineData("2025-05-13", 0)]
    [InlineData("2025-05-14", 4)]
    public async Task Gives_those_who_had_read_it_at_an_earlier_moment(string knownAt, int readings) =>
        (await app.Manager.GetAsync($"cases/24-1/readers?knownAt={knownAt}")).Body.GetProperty("items").GetArrayLength().ShouldBe(readings);

    [Theory]
    [InlineData("business-support")]
    [InlineData("agency-lead")]
    [InlineData("administrator")]
    [InlineData("reminder-job")]
    public async Task Is_not_for_everybody(string role) => (await app.App.As(role).GetAsync("cases/24-1/readers")).Status.ShouldBe(403);

    [Theory]
    [InlineData("cases/ZZ99/readers")]
    [InlineData("cases/ZZ99/readers?colour=red")]
    [InlineData("cases/a%20name/readers")]
    public async Task Of_what_is_not_there_is_not_found(string route) => (await app.Manager.GetAsync(route)).Code.ShouldBe("case-not-found");

    [Fact]
    public async Task Of_another_partnerships_case_is_not_found() => (await app.App.As("development-manager", "NCSCP", "NCSCP").GetAsync("cases/24-1/readers")).Status.ShouldBe(404);

    [Theory]
    [InlineData("colour=red", "colour")]
    [InlineData("limit=0", "limit")]
    [InlineData("by=", "by")]
    [InlineData("after=nonsense!", "after")]
    [InlineData("after=AAAA", "after")]
    [InlineData("after=LTE", "after")]
    [InlineData("knownAt=2099-01-01", "knownAt")]
    [InlineData("after=OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "after")]
    public async Task That_cannot_be_understood_names_the_parameter(string query, string parameter)
    {
        var reply = await app.Manager.GetAsync($"cases/24-1/readers?{query}");
        (reply.Status, reply.ErrorFields.Single()).ShouldBe((400, parameter), reply.Text);
    }

    [Fact]
    public async Task Can_be_narrowed_to_one_reader()
    {
        var readers = (await app.Manager.GetAsync("cases/24-1/readers?by=test:NSCP:NCC:partner-delegate:Jo%20Bell")).Body.GetProperty("items").EnumerateArray();
        readers.Select(i => i.GetProperty("reading").GetString()).ShouldBe(["history", "case"]);
        (await app.Manager.GetAsync("cases/24-1/readers?by=nobody")).Body.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Comes_in_parts_that_neither_repeat_nor_skip()
    {
        var (seen, route) = (new List<string>(), "/api/v1/cases/24-1/readers?limit=1");
        // Bounded, so that a cursor that does not move on fails instead of going round.
        for (var part = 0; part < 10 && route is not null; part++)
        {
            var reply = await app.Manager.GetAsync(route);
            seen.Add(reply.Body.GetProperty("items").EnumerateArray().Single().GetProperty("at").GetString()!);
            route = reply.Raw.Headers.TryGetValues("Link", out var link) ? link.Single().Split('<', '>')[1] : null;
        }
        seen.ShouldBe(["2025-05-14T12:30:00Z", "2025-05-14T12:00:00Z", "2025-05-14T11:30:00Z", "2025-05-14T11:00:00Z"]);
    }

    [Fact]
    public async Task Comes_as_CSV_too() => (await app.Manager.GetAsync("cases/24-1/readers?limit=3", "text/csv")).Text.Split("\r\n")[..3].ShouldBe(
    [
        "at,by.id,by.name,by.role,by.displayRole,by.organisation,reading,details,purpose,correlationId",
        "2025-05-14T12:30:00Z,test:NSCP:NSCP:independent-scrutineer:Kim Reid,Kim Reid,independent-scrutineer,Independent Scrutineer,NSCP,clocks,,,clocks-1",
        "2025-05-14T12:00:00Z,test:NSCP:NCC:partner-delegate:Jo Bell,Jo Bell,partner-delegate,Partner Delegate,NCC,history,by recorded,Quarterly audit,audit-1",
    ]);
}

/// <summary>A case that three people have read, and another that nobody has.</summary>
public sealed class ReadCase : IAsyncLifetime
{
    internal ReviewsApp App { get; } = new();

    internal Client Manager => App.Manager;

    public async ValueTask InitializeAsync()
    {
        await App.InitializeAsync();
        foreach (var reference in (string[])["24-1", "24-2"]) (await Manager.PostAsync("cases", OpeningACase.Incident(reference), null)).Status.ShouldBe(201);
        var decision = new { outcome = "cspr", reasons = "More to learn", agreedBy = new[] { "NCC", "NOTTS-POLICE", "NN-ICB" }, happenedOn = "2025-05-01", despite = new[] { "no-panel-referral", "no-meeting-held", "criteria-not-considered" }, reason = "Told by telephone" };
        var decided = await Manager.PostAsync("cases/24-1/decision", decision);
        decided.Status.ShouldBe(200, decided.Text);
        (await Manager.PostAsync("cases/24-1/commission", new { decision = 1, csprReference = "RN24", happenedOn = "2025-05-02" })).Status.ShouldBe(200);
        await ReadAsync("cases/24-1", "partner-delegate", "NOTTS-POLICE", "Sam Holt", "case-1", null);
        await ReadAsync("cases/RN24", "partner-delegate", "NCC", "Jo Bell", "case-2", null);
        await ReadAsync("cases/24-1/history?by=recorded", "partner-delegate", "NCC", "Jo Bell", "audit-1", "Quarterly audit");
        await ReadAsync("cases/24-1/clocks", "independent-scrutineer", "NSCP", "Kim Reid", "clocks-1", null);
    }

    async Task ReadAsync(string route, string role, string organisation, string name, string correlation, string? purpose)
    {
        var reply = await App.As(role, organisation, name: name).SendAsync(HttpMethod.Get, route, null, request =>
        {
            request.Headers.Add("X-Correlation-Id", correlation);
            if (purpose is not null) request.Headers.Add("X-Purpose", purpose);
        });
        reply.Status.ShouldBe(200, reply.Text);
        App.Clock.Now += Duration.FromMinutes(30);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
