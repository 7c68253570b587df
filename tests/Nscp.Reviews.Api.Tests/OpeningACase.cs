namespace Nscp.Reviews.Api.Tests;

public class OpeningACase(ReviewsApp app) : IClassFixture<ReviewsApp>
{
    internal static object Incident(string reference, string aware = "2025-04-01") => new
    {
        reference,
        what = "death",
        children = new[] { new { label = "Child R", outcome = "died" } },
        awareOn = aware,
        suspectedOn = aware,
        district = "bassetlaw",
        happenedOn = aware,
    };

    [Fact]
    public async Task Tells_the_version_the_event_the_clocks_and_what_comes_next()
    {
        var reply = await app.Manager.PostAsync("cases", Incident("24-1"), ifMatch: null);

        reply.Status.ShouldBe(201, reply.Text);
        reply.ETag.ShouldBe("\"1\"");
        reply.Raw.Headers.Location?.ToString().ShouldBe("/api/v1/cases/24-1");
        reply.Recorded.ShouldBe(["incident_reported"]);
        reply.Body.GetProperty("clocks").EnumerateArray().Select(c => c.GetProperty("clock").GetString()).ShouldContain("panel-referral");
        reply.Body.GetProperty("next").EnumerateArray().Select(n => n.GetProperty("path").GetString()).ShouldContain("/api/v1/cases/24-1/panel-referral");
    }

    [Fact]
    public async Task Lets_the_first_milestone_follow()
    {
        await app.Manager.PostAsync("cases", Incident("24-2"), ifMatch: null);

        var reply = await app.Manager.PostAsync("cases/24-2/panel-referral", new { happenedOn = "2025-04-03", panelReference = "P-1" }, ifMatch: "\"1\"", key: "k1");

        reply.Status.ShouldBe(200, reply.Text);
        reply.ETag.ShouldBe("\"2\"");
        reply.Recorded.ShouldBe(["panel_referral_sent"]);
    }
}
