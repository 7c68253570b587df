using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Nscp.Reviews.Domain.Milestones;

namespace Nscp.Reviews.Api.Tests;

/// <summary>The OpenAPI document against the routes that are served.</summary>
public class DescribingTheApi(ReviewsApp app) : IClassFixture<ReviewsApp>
{
    [Fact]
    public async Task Tells_every_route_that_is_served_and_no_other()
    {
        var served = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText != "/openapi/v1.json")
            .Select(e => $"{e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single().ToLowerInvariant()} {e.RoutePattern.RawText}");
        var told = (await DocumentAsync()).GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => $"{o.Name} {p.Name}"));

        told.Order().ShouldBe(served.Order());
    }

    [Fact]
    public async Task Gives_every_command_an_example_a_schema_and_its_refusal_codes()
    {
        var paths = (await DocumentAsync()).GetProperty("paths");
        foreach (var (path, post) in paths.EnumerateObject().Where(p => p.Value.TryGetProperty("post", out _)).Select(p => (p.Name, p.Value.GetProperty("post"))))
        {
            var json = post.GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
            json.GetProperty("examples").EnumerateObject().ShouldNotBeEmpty(path);
            json.GetProperty("schema").EnumerateObject().ShouldNotBeEmpty(path);
            if (path != "/api/v1/calendar/revisions") Codes(post).ShouldContain("urn:nscp:reviews:in-the-future", path);
        }
        foreach (var milestone in AllMilestones.OfCases)
            Codes(paths.GetProperty($"/api/v1/cases/{{reference}}/{milestone.Route}").GetProperty("post")).Order()
                .ShouldBe(milestone.Codes.Concat(EveryMilestone.Codes).Select(c => $"urn:nscp:reviews:{c.Code}").Distinct().Order(), milestone.Route);

        static IEnumerable<string> Codes(JsonElement post) => post.GetProperty("responses").GetProperty("409").GetProperty("content").GetProperty("application/problem+json")
            .GetProperty("schema").GetProperty("allOf")[1].GetProperty("properties").GetProperty("type").GetProperty("enum").EnumerateArray().Select(c => c.GetString()!);
    }

    [Fact]
    public async Task Holds_no_reference_to_a_schema_that_is_not_there_and_no_operation_twice()
    {
        var document = await DocumentAsync();
        document.GetProperty("openapi").GetString().ShouldBe("3.1.0");
        var schemas = document.GetProperty("components").GetProperty("schemas").EnumerateObject().Select(s => s.Name).ToHashSet();
        Regex.Matches(document.GetRawText(), "\"\\$ref\":\"#/components/schemas/([^\"]+)\"").Select(m => m.Groups[1].Value).Distinct().Except(schemas).ShouldBeEmpty();
        document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject()).Select(o => o.Value.GetProperty("operationId").GetString()).ShouldBeUnique();
    }

    [Fact]
    public async Task Tells_every_query_parameter_that_a_reading_takes()
    {
        await app.Manager.PostAsync("cases", OpeningACase.Incident("24-3"), null);
        foreach (var (path, get) in (await DocumentAsync()).GetProperty("paths").EnumerateObject().Where(p => p.Value.TryGetProperty("get", out _)).Select(p => (p.Name, p.Value.GetProperty("get"))))
        {
            var query = get.GetProperty("parameters").EnumerateArray().Where(p => p.GetProperty("in").GetString() == "query").Select(p => p.GetProperty("name").GetString()!).ToList();
            if (query.Count == 0) continue;
            // A value that fits nothing: what the reading complains of is what it reads.
            var reply = await app.Manager.GetAsync(path.Replace("{reference}", "24-3") + "?" + string.Join('&', query.Select(q => $"{q}=%01")));
            reply.ErrorFields.Order().ShouldBe(query.Order(), path);
        }
    }

    [Fact]
    public async Task Tells_of_the_purpose_wherever_it_is_recorded_who_reads_and_nowhere_else()
    {
        var gets = (await DocumentAsync()).GetProperty("paths").EnumerateObject().Where(p => p.Value.TryGetProperty("get", out _)).ToList();
        var told = gets.Where(p => p.Value.GetProperty("get").GetProperty("parameters").EnumerateArray().Any(q => q.GetProperty("name").GetString() == "X-Purpose")).Select(p => p.Name);
        told.ShouldBe(gets.Select(p => p.Name).Where(path => path.StartsWith("/api/v1/cases/{reference}", StringComparison.Ordinal) && path != "/api/v1/cases/{reference}/readers"));
    }

    [Fact]
    public async Task Tells_the_headers_of_a_commands_answer()
    {
        var open = (await DocumentAsync()).GetProperty("paths").GetProperty("/api/v1/cases").GetProperty("post").GetProperty("responses");
        open.GetProperty("201").GetProperty("headers").EnumerateObject().Select(h => h.Name).ShouldBe(["ETag", "Idempotent-Replay", "Location"]);
        open.GetProperty("200").GetProperty("headers").EnumerateObject().Select(h => h.Name).ShouldBe(["ETag", "Idempotent-Replay"]);
    }

    [Theory]
    [InlineData("/api/v1/cases/{reference}/clocks/{clock}/explanation", "application/json", "text/plain")]
    [InlineData("/api/v1/cases/{reference}/clocks", "application/json", "text/csv")]
    [InlineData("/api/v1/cases/{reference}", "application/json")]
    [InlineData("/api/v1/cases/{reference}/audit-bundle", "application/zip")]
    public async Task Tells_every_form_in_which_a_reading_is_answered(string path, params string[] types) =>
        (await DocumentAsync()).GetProperty("paths").GetProperty(path).GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content")
            .EnumerateObject().Select(type => type.Name).ShouldBe(types);

    [Fact]
    public async Task Has_a_page_to_read() => (await app.Nobody.GetAsync("/docs/index.html")).Text.ShouldContain("swagger-ui");

    async Task<JsonElement> DocumentAsync() => (await app.Nobody.GetAsync("/openapi/v1.json")).Body;
}
