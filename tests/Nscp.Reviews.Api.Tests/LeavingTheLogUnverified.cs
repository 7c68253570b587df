namespace Nscp.Reviews.Api.Tests;

/// <summary>Nobody would notice otherwise that the nightly verification no longer runs.</summary>
public class LeavingTheLogUnverified(ReviewsApp app) : IClassFixture<ReviewsApp>
{
    [Fact]
    public async Task Makes_readiness_degraded()
    {
        await using var host = await app.SecondHostAsync(app.ApplicationConnectionString, app.Seals.Settings);
        await app.TextsAsync("insert into es_verification (cause, started_at) values ('scheduled', '2025-05-10T01:00:00Z') returning number::text");
        var before = (await host.Manager.GetAsync("/health/ready")).Text;
        before.ShouldContain("No verification of the log has come to its end.");

        await app.TextsAsync("update es_verification set finished_at = '2025-05-10T01:01:00Z', found = 0, findings = '[]' returning number::text");
        (await host.Manager.GetAsync("/health/ready")).Text.ShouldContain("The log was last verified at 2025-05-10T01:01:00Z.");
    }
}
