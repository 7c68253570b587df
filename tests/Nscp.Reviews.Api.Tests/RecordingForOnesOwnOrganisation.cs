using System.Text.Json.Nodes;

namespace Nscp.Reviews.Api.Tests;

/// <summary>Roles that act for one organisation record that organisation's own acts, and nobody else's.</summary>
public class RecordingForOnesOwnOrganisation(OneCase app) : IClassFixture<OneCase>
{
    static readonly object SfhtReturn = new { agency = "SFHT", happenedOn = "2024-03-15" };

    [Theory]
    [InlineData("agency-lead", "DBTH", "information-return")]
    [InlineData("partner-delegate", "NOTTS-POLICE", "report-agreement")]
    [InlineData("partner-delegate", "NCC", "decision")]
    [InlineData("partner-delegate", "NCC", "decision-upheld")]
    public async Task Is_refused_for_anothers(string role, string organisation, string milestone)
    {
        var telling = Telling.Of($"/cases/24-3/{milestone}").With("by", null);
        var before = await app.EverythingAsync();

        var reply = await telling.SendAsync(app.As(role, organisation));

        (reply.Status, reply.Code).ShouldBe((403, "not-yours"), reply.Text);
        (await app.EverythingAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Is_refused_for_its_own_act_in_anothers_name()
    {
        var reply = await app.As("agency-lead", "SFHT").PostAsync("cases/24-3/information-return", new { agency = "SFHT", by = new { organisation = "DBTH" } });
        (reply.Status, reply.Code).ShouldBe((403, "not-yours"));
    }

    /// <summary>Where no field says whose act it is, <c>by</c> does.</summary>
    [Theory]
    [InlineData("partner-delegate", "NN-ICB", "recommendations/R1/actions/1/verification", "NCC")]
    [InlineData("partner-delegate", "NCC", "scrutiny-response", "NOTTS-POLICE")]
    [InlineData("independent-scrutineer", "NSCP", "scrutiny-advice", "NCC")]
    [InlineData("independent-scrutineer", "NSCP", "scrutiny-challenge", "NCC")]
    public async Task Is_refused_for_an_act_that_by_says_is_anothers(string role, string organisation, string step, string other)
    {
        var (client, telling, before) = (app.As(role, organisation), Telling.Of($"/cases/24-3/{step}"), await app.EverythingAsync());

        var reply = await telling.With("by", new JsonObject { ["organisation"] = other, ["role"] = "Director" }).SendAsync(client);

        (reply.Status, reply.Code).ShouldBe((403, "not-yours"), reply.Text);
        (await app.EverythingAsync()).ShouldBe(before);
        (await telling.With("by", null).With("unheardOf", 1).SendAsync(client)).Code.ShouldBe("not-understood", "its own is let through");
    }

    [Fact]
    public async Task Is_possible_for_its_own()
    {
        (await app.As("agency-lead", "SFHT").PostAsync("cases/24-3/information-return", SfhtReturn)).Status.ShouldBe(200);
        (await app.As("partner-delegate", "NCC").PostAsync("cases/24-3/report-agreement", new { reportVersion = 1, partner = "NCC", happenedOn = "2024-03-21" })).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("SFHT", 200)]
    [InlineData("DBTH", 403)]
    public async Task Holds_for_recommendations_asked_of_it(string organisation, int status) =>
        (await app.As("agency-lead", organisation).PostAsync("cases/24-3/recommendations/r2/rejection", new { why = "Done already.", happenedOn = "2024-09-10" })).Status.ShouldBe(status);

    [Theory]
    [InlineData("SFHT", 200)]
    [InlineData("DBTH", 403)]
    public async Task Holds_for_actions_that_it_owns(string organisation, int status) =>
        (await app.As("agency-lead", organisation).PostAsync("cases/24-3/recommendations/R1/actions/1/progress", new { note = "Under way.", rag = "green", happenedOn = "2024-10-14" })).Status.ShouldBe(status);

    [Fact]
    public async Task Keeps_scrutiny_to_the_Scrutineer_unless_it_says_whose_it_was()
    {
        var advice = Telling.Of("scrutiny-advice");
        (await advice.With("by", null).SendAsync(app.Manager)).Status.ShouldBe(403);
        (await advice.With("by", null).SendAsync(app.As("independent-scrutineer"))).Status.ShouldBe(200);
        (await advice.With("happenedOn", "2024-03-25").SendAsync(app.Manager)).Status.ShouldBe(200);
    }
}

/// <summary>A case with a request to SFHT, a report draft and two recommendations asked of SFHT, the first with an action.</summary>
public sealed class OneCase : IAsyncLifetime
{
    static readonly string[] Steps = ["/cases", "panel-referral", "information-request", "report-draft"];

    internal ReviewsApp App { get; } = new();

    internal Client Manager => App.Manager;

    internal Client As(string role, string organisation = "NSCP", string? name = null) => App.As(role, organisation, name: name);

    internal Task<string> EverythingAsync() => App.EverythingAsync();

    public async ValueTask InitializeAsync()
    {
        await App.InitializeAsync();
        foreach (var step in Steps) await RecordAsync(Telling.Of(step));
        foreach (var made in Telling.All.Where(t => t.Path.EndsWith("/recommendations", StringComparison.Ordinal))) await RecordAsync(made);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    async Task RecordAsync(Telling telling) => (await telling.SendAsync(App.Manager)).Status.ShouldBeLessThan(300, telling.Path);
}
