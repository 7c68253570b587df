using System.Text.Json;
using NodaTime;
using Nscp.Reviews.Api.Evidence;
using Nscp.Reviews.Evidence;

namespace Nscp.Reviews.Api.Tests;

/// <summary>The host verifies the whole log each night, and tells what came of it.</summary>
public class VerifyingTheLog(ReviewsApp app) : IClassFixture<ReviewsApp>
{
    [Fact]
    public async Task Names_an_altered_event_to_its_own_partnership_and_is_degraded()
    {
        await using (var host = await app.WholeHostAsync(app.Seals.Settings))
        {
            (await host.Manager.PostAsync("cases", OpeningACase.Incident("25-801"))).Status.ShouldBe(201);
            (await host.Manager.PostAsync("cases/25-801/panel-referral", new { happenedOn = "2025-05-12" })).Status.ShouldBe(200);
            await SealFiles.UntilAsync(async () => (await app.TextsAsync("select 1::text from mt_events where seq_id not in (select seq_id from es_leaf)")).Count == 0);
            await SealFiles.UntilAsync(async () => (await RunsAsync(host.Manager)).Count == 1);
            (await RunsAsync(host.Manager))[0].GetProperty("nothingAltered").GetBoolean().ShouldBeTrue();
            (await host.Manager.GetAsync("/health/ready")).Body.GetProperty("status").GetString().ShouldBe("ready");
        }
        await app.TextsAsync("set session_replication_role = replica; update mt_events set data = jsonb_set(data, '{what}', '\"other\"') where type = 'incident_reported' returning seq_id::text");
        app.Clock.Now += Duration.FromDays(1);

        await using var next = await app.WholeHostAsync(app.Seals.Settings);
        await SealFiles.UntilAsync(async () => (await RunsAsync(next.Manager)).Count == 2);

        var run = (await RunsAsync(next.Manager))[0];
        run.GetProperty("nothingAltered").GetBoolean().ShouldBeFalse();
        var finding = run.GetProperty("findings").EnumerateArray().Single();
        finding.GetProperty("kind").GetString().ShouldBe("altered");
        finding.GetProperty("version").GetInt64().ShouldBe(1);
        (await next.Manager.GetAsync("/health/ready")).Text.ShouldContain("found what does not fit in the log (1)");
        var other = (await RunsAsync(new Client(next.Address, Token.For(app.Key, "independent-scrutineer", "NCSCP", "NCSCP", null))))[0];
        other.GetProperty("found").GetInt64().ShouldBe(1);
        other.GetProperty("findings").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Takes_no_parameter() => (await app.Manager.GetAsync("verifications?from=2025-01-01")).Status.ShouldBe(400);

    [Theory]
    [InlineData("2025-05-14T00:59:59Z", false, "it is not yet two o'clock in London")]
    [InlineData("2025-05-14T01:00:00Z", true, "two hours after midnight, in summer time")]
    [InlineData("2025-05-14T10:00:00Z", true, "nobody did it at night")]
    public void Is_due_once_a_night(string now, bool due, string because) => NightlyVerification.IsDue([Run("2025-05-13T01:10:00Z", "2025-05-13T01:11:00Z")], At(now)).ShouldBe(due, because);

    [Fact]
    public void Is_due_where_none_was_ever_made_or_the_last_was_broken_off()
    {
        var now = At("2025-05-14T10:00:00Z");
        NightlyVerification.IsDue([], now).ShouldBeTrue();
        NightlyVerification.IsDue([Run("2025-05-14T01:10:00Z", null)], now).ShouldBeTrue("it began nine hours ago and has no end");
        NightlyVerification.IsDue([Run("2025-05-14T08:00:00Z", null)], now).ShouldBeFalse("it may still be running");
        NightlyVerification.IsDue([Run("2025-05-14T08:00:00Z", null), Run("2025-05-14T01:10:00Z", "2025-05-14T01:11:00Z")], now).ShouldBeFalse();
    }

    static VerificationRun Run(string started, string? finished) => new(1, VerificationCause.Scheduled, At(started), finished is null ? null : At(finished), null, null, null, null, null, null);

    static Instant At(string text) => NodaTime.Text.InstantPattern.ExtendedIso.Parse(text).Value;

    static async Task<IReadOnlyList<JsonElement>> RunsAsync(Client client) =>
        [.. (await client.GetAsync("verifications")).Body.GetProperty("items").EnumerateArray().Where(run => run.TryGetProperty("finishedAt", out _))];
}
