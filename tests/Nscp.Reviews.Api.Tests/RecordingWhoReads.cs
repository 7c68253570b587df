using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Nscp.Reviews.Api.OpenApi;
using Nscp.Reviews.Api.Readings;

namespace Nscp.Reviews.Api.Tests;

/// <summary>Whoever reads a case is recorded before the answer leaves, and nobody else is.</summary>
public class RecordingWhoReads(SealedCase app) : IClassFixture<SealedCase>
{
    /// <summary>What stands for the parameters of an address, and what a reading cannot be asked without. A new one gets its line here.</summary>
    static readonly Dictionary<string, string> Given = new() { ["reference"] = "24-3", ["clock"] = "panel-referral", ["decision"] = "1", ["from"] = "2024-09-02" };

    /// <summary>Who has read the case is no content of it.</summary>
    static readonly string[] ShowNoContent = ["/api/v1/cases/{reference}/readers"];

    [Fact]
    public async Task Is_done_by_every_reading_below_a_case_in_every_form()
    {
        var routes = ReadingsBelowACase();
        routes.Count.ShouldBeGreaterThanOrEqualTo(4);
        foreach (var route in routes)
        {
            var (address, expected) = (Address(route), ReadingRecord.NameOf(route));
            var correlations = new List<string>();
            foreach (var accept in (string?[])[null, "text/csv", "text/plain", "text/html"])
            {
                var reply = await app.Host.Manager.GetAsync(address, accept);
                reply.Status.ShouldBe(200, $"{address} {reply.Text}");
                correlations.Add(reply.Raw.Headers.GetValues("X-Correlation-Id").Single());
            }
            var (status, head) = await app.Host.Manager.HeadAsync(address);
            status.ShouldBe(200, address);
            correlations.Add(head.Headers.GetValues("X-Correlation-Id").Single());
            foreach (var correlation in correlations) (await RecordedAsync(correlation)).ShouldBe([expected], address);
        }
    }

    [Fact]
    public async Task Tells_who_what_when_and_why_and_nothing_of_the_case()
    {
        var reader = app.App.As("partner-delegate", "NOTTS-POLICE", name: "Sam Holt");
        var reply = await reader.SendAsync(HttpMethod.Get, "cases/24-3/clocks/panel-referral/explanation", null, request =>
        {
            request.Headers.Add("X-Purpose", "Preparing the CSPR group of 20 May");
            request.Headers.Add("X-Correlation-Id", "telling-all");
        });
        reply.Status.ShouldBe(200, reply.Text);

        (await app.App.TextsAsync(
            """
            select concat_ws(' | ', tenant_id, reading, details, to_char(read_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS'), reader_id, reader_name, reader_role, reader_display_role, reader_organisation, purpose)
            from case_reading where correlation_id = 'telling-all'
            """))
            .ShouldBe(["NSCP | explanation | {\"clock\": \"panel-referral\"} | 2025-05-14 11:00:00 | test:NSCP:NOTTS-POLICE:partner-delegate:Sam Holt | Sam Holt | partner-delegate | Partner Delegate | NOTTS-POLICE | Preparing the CSPR group of 20 May"]);
    }

    [Fact]
    public async Task Tells_in_which_order_a_history_was_read()
    {
        var read = await app.App.Manager.GetAsync("cases/24-3/history?by=known");
        (await app.App.TextsAsync($"select details::text from case_reading where correlation_id = '{read.Raw.Headers.GetValues("X-Correlation-Id").Single()}'")).ShouldBe(["{\"by\": \"known\"}"]);
    }

    [Fact]
    public async Task Is_not_done_where_nothing_was_shown()
    {
        var before = await CountAsync();
        foreach (var route in (string[])["cases/ZZ99", "cases/ZZ99/history", "cases/ZZ99/clocks", "cases/24-3?colour=red", "cases/24-3/history?by=colour", "cases/24-3/clocks/sand/explanation", "cases/a%20name"])
            (await app.App.Manager.GetAsync(route)).Status.ShouldBeGreaterThanOrEqualTo(400, route);
        (await app.App.As("development-manager", "NCSCP", "NCSCP").GetAsync("cases/24-3")).Status.ShouldBe(404);
        (await app.App.As("administrator").GetAsync("cases/24-3")).Status.ShouldBe(403);
        (await app.App.Nobody.GetAsync("cases/24-3")).Status.ShouldBe(401);
        (await app.App.Manager.SendAsync(HttpMethod.Delete, "cases/24-3", null)).Status.ShouldBe(405);
        (await CountAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Is_not_done_for_lists_over_several_cases_nor_for_what_a_command_answers()
    {
        var before = await CountAsync();
        foreach (var route in (string[])["cases", "recommendations?case=24-3", "deadlines?reference=24-3", "cases/24-3/readers"])
            (await app.App.Manager.GetAsync(route)).Status.ShouldBe(200, route);
        (await app.App.Manager.PostAsync("cases/24-3/learning", new { channel = "briefing", findings = "Answered with the clocks" })).Status.ShouldBe(200);
        (await CountAsync()).ShouldBe(before);
    }

    [Theory]
    [InlineData(" ")]
    [InlineData("caf\u00e9")]
    [InlineData("many")]
    public async Task Refuses_a_purpose_that_it_cannot_keep_and_shows_nothing(string purpose)
    {
        var before = await CountAsync();
        var reply = await AskAsync("cases/24-3");
        (reply.Status, reply.ErrorFields.Single(), reply.ETag).ShouldBe((400, "X-Purpose", null), reply.Text);
        (await AskAsync("cases/ZZ99")).Status.ShouldBe(404);
        (await CountAsync()).ShouldBe(before);

        Task<Reply> AskAsync(string route) => new Client(app.App.Address, Token.For(app.App.Key, "development-manager", "NSCP", "NSCP", null)).SendAsync(HttpMethod.Get, route, null, request =>
            request.Headers.TryAddWithoutValidation("X-Purpose", purpose == "many" ? new string('x', 201) : purpose));
    }

    [Fact]
    public async Task Takes_a_purpose_of_two_hundred_characters()
    {
        var purpose = new string('x', 200);
        (await app.App.Manager.SendAsync(HttpMethod.Get, "cases/24-3", null, request => request.Headers.Add("X-Purpose", purpose))).Status.ShouldBe(200);
        (await app.App.TextsAsync($"select count(*)::text from case_reading where purpose = '{purpose}'")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task Keeps_the_answer_back_when_it_cannot_be_done()
    {
        var routes = ReadingsBelowACase().Select(Address).ToList();
        await RunAsync("revoke insert on case_reading from reviews_app");
        try
        {
            foreach (var route in routes)
            {
                var reply = await app.Host.Manager.GetAsync(route);
                (reply.Status, reply.Code).ShouldBe((503, "unavailable"), reply.Text);
                reply.Raw.Headers.RetryAfter.ShouldNotBeNull();
                reply.ETag.ShouldBeNull();
                reply.Text.ShouldContain("Nothing of the case was shown.");
                reply.Text.ShouldNotContain("incident");
            }
            (await app.App.Manager.GetAsync("cases")).Status.ShouldBe(200);
            (await app.App.Manager.GetAsync("cases/ZZ99")).Status.ShouldBe(404);
            (await app.App.Manager.PostAsync("cases/24-3/learning", new { channel = "briefing", findings = "Recorded all the same" })).Status.ShouldBe(200);
        }
        finally
        {
            await RunAsync("grant insert on case_reading to reviews_app");
        }
        (await app.App.Manager.GetAsync("cases/24-3")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Costs_one_round_trip_more()
    {
        await using var proxy = new CountingProxy(app.App.ApplicationConnectionString);
        await using var counted = await app.App.SecondHostAsync(proxy.ConnectionString);
        // Opens the connections.
        await counted.Manager.GetAsync("cases/24-3");
        await counted.Manager.GetAsync("cases/24-3/history");
        await proxy.BeginAsync();
        foreach (var route in (string[])["cases/24-3", "cases/24-3/history", "cases/24-3/clocks", "cases/24-3/clocks/panel-referral/explanation"])
        {
            (await counted.Manager.GetAsync(route)).Status.ShouldBe(200);
            proxy.Take().ShouldBe(2, route);
        }
        (await counted.Manager.GetAsync("cases/ZZ99")).Status.ShouldBe(404);
        proxy.Take().ShouldBe(1);
    }

    List<RouteEndpoint> ReadingsBelowACase() =>
    [
        .. app.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/v1/cases/{", StringComparison.Ordinal) && e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET"))
            .Where(e => !ShowNoContent.Contains(e.RoutePattern.RawText)),
    ];

    static string Address(RouteEndpoint route)
    {
        var path = route.RoutePattern.Parameters.Aggregate(route.RoutePattern.RawText!, (text, p) => text.Replace($"{{{p.Name}}}", Given[p.Name], StringComparison.Ordinal));
        var needed = route.Metadata.GetMetadata<Documented>()!.Query.Where(q => q.Required).Select(q => $"{q.Name}={Given[q.Name]}").ToList();
        return needed.Count == 0 ? path : $"{path}?{string.Join('&', needed)}";
    }

    Task<IReadOnlyList<string>> RecordedAsync(string correlation) => app.App.TextsAsync($"select reading::text from case_reading where correlation_id = '{correlation}'");

    async Task<string> CountAsync() => (await app.App.TextsAsync("select count(*)::text from case_reading")).Single();

    async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(app.App.SuperuserConnectionString);
        await connection.OpenAsync(ReviewsApp.Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ReviewsApp.Ct);
    }
}
