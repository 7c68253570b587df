using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Nscp.Reviews.Api.Access;

namespace Nscp.Reviews.Api.Tests;

/// <summary>Every route that is served, asked by every role, against a table of its own.</summary>
public class WhoMayDoWhat(ReviewsApp app) : IClassFixture<ReviewsApp>
{
    const string Everybody = "GET calendar, GET calendar/due-date, GET calendar/revisions, GET policies, GET organisations";

    const string Readings = "GET cases, GET case, GET history, GET clocks, GET explanation, GET decision history, GET changes, GET deadlines, GET recommendations, GET completion, GET key-facts, GET timeliness";

    static readonly Dictionary<string, string> Allowed = new()
    {
        ["development-manager"] = $"""
            {Readings}, GET audit-bundle, GET readers, GET verifications, POST cases, POST yearly-reports,
            POST panel-referral, POST partner-informed, POST sin-received, POST rapid-review-plan, POST not-notifiable, POST information-request, POST information-return, POST information-chase,
            POST rapid-review-convened, POST rapid-review-held, POST immediate-action, POST report-draft, POST report-agreement, POST report-sent, POST decision-recommendation,
            POST decision, POST decision-upheld, POST panel-response, POST panel-information-answer, POST commission, POST national-body-informed, POST reviewer-appointment,
            POST reviewer-stood-down, POST terms-of-reference, POST progress-check, POST reviewer-information-request, POST family-contact, POST practitioner-event,
            POST draft-report, POST report-acceptance, POST discontinuation, POST publication-plan, POST pre-publication-copy, POST publication-hold, POST publication-hold-review,
            POST publication-hold-lift, POST publication, POST take-down, POST availability-check, POST learning, POST learning-summary, POST scrutiny-advice,
            POST scrutiny-challenge, POST scrutiny-response, POST contribution-request, POST contribution-made, POST contribution-outcome, POST correction, POST closure,
            POST reopening, POST recommendations, POST recommendation acceptance, POST recommendation rejection, POST recommendation supersession, POST recommendation closure,
            POST recommendation reopening, POST action assignment, POST action progress, POST action claim, POST action verification, POST action return, POST action impact,
            POST action reschedule, POST action transfer, POST action closure, POST action reopening
            """,
        ["business-support"] = $"""
            {Readings}, POST partner-informed, POST sin-received, POST rapid-review-plan, POST information-request, POST information-return, POST information-chase,
            POST rapid-review-convened, POST rapid-review-held, POST practitioner-event, POST learning
            """,
        ["partner-delegate"] = $"{Readings}, GET audit-bundle, GET readers, GET verifications, POST report-agreement, POST decision, POST decision-upheld, POST scrutiny-response, POST action verification",
        ["agency-lead"] = """
            GET cases, GET case, GET recommendations, POST information-return, POST recommendation acceptance, POST recommendation rejection, POST action progress, POST action claim
            """,
        ["independent-scrutineer"] = $"{Readings}, GET audit-bundle, GET readers, GET verifications, POST scrutiny-advice, POST scrutiny-challenge",
        ["administrator"] = "GET verifications, POST calendar/revisions",
        ["reminder-job"] = "GET deadlines",
    };

    [Theory]
    [InlineData("development-manager")]
    [InlineData("business-support")]
    [InlineData("partner-delegate")]
    [InlineData("agency-lead")]
    [InlineData("independent-scrutineer")]
    [InlineData("administrator")]
    [InlineData("reminder-job")]
    public async Task Is_what_the_table_says_on_every_route(string role)
    {
        var allowed = $"{Everybody}, {Allowed[role]}".Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        var reached = new HashSet<string>();
        foreach (var endpoint in Endpoints().Where(e => e.Metadata.GetMetadata<OpenToAll>() is null))
        {
            var (method, name) = (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single(), endpoint.Metadata.GetMetadata<Guarded>()?.Route);
            name.ShouldNotBeNull($"{endpoint.RoutePattern.RawText} has no name in the table");
            var path = endpoint.RoutePattern.RawText!.Replace("{reference}", "ZZ99").Replace("{recommendation}", "R1").Replace("{action}", "1");
            var reply = await app.As(role, organisation: "SFHT").SendAsync(new HttpMethod(method), path, method == "POST" ? Client.Json(null) : null);
            if (reply.Status != 403) reached.Add(name);
        }
        reached.Order().ShouldBe(allowed.Intersect(Endpoints().Select(e => e.Metadata.GetMetadata<Guarded>()?.Route!)).Order());
    }

    [Fact]
    public void Is_told_of_no_route_that_is_not_served() =>
        Allowed.Values.Append(Everybody).SelectMany(a => a.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct()
            .Except(Endpoints().Select(e => e.Metadata.GetMetadata<Guarded>()?.Route!)).ShouldBeEmpty();

    [Fact]
    public void Needs_no_signing_in_for_health_and_the_document_alone() =>
        Endpoints().Where(e => e.Metadata.GetMetadata<OpenToAll>() is not null).Select(e => e.RoutePattern.RawText!).Order().ShouldBe(["/api/v1/seal-keys", "/health/live", "/health/ready", "/openapi/v1.json"]);

    IEnumerable<RouteEndpoint> Endpoints() => app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
}
