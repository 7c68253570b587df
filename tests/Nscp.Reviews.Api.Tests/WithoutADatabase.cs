using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Nscp.Reviews.Api.Tests;

/// <summary>The host whose database is out of reach, or has no schema.</summary>
public class WithoutADatabase(ReviewsApp app) : IClassFixture<ReviewsApp>
{
    [Fact]
    public async Task Is_unavailable_and_says_when_to_come_again()
    {
        await using var host = await StartAsync("Host=127.0.0.1;Port=1;Username=nobody;Database=none;Timeout=3");
        var client = new Client(AddressOf(host), Token.For(app.Key, "development-manager", "NSCP", "NSCP", null));

        foreach (var reply in (Reply[])
        [
            await client.GetAsync("cases"), await client.GetAsync("cases/24-1"), await client.GetAsync("deadlines"), await client.GetAsync("/health/ready"),
            await client.PostAsync("cases", OpeningACase.Incident("24-1")), await client.PostAsync("cases/24-1/learning", new { channel = "briefing", findings = "x" }),
        ])
        {
            (reply.Status, reply.Code).ShouldBe((503, "unavailable"), reply.Text);
            reply.Raw.Headers.RetryAfter.ShouldNotBeNull();
            reply.Text.ShouldNotContain("127.0.0.1");
        }
        (await client.GetAsync("/health/live")).Status.ShouldBe(200);
        (await client.GetAsync("organisations")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Is_not_ready_without_the_schema()
    {
        var cluster = await Cluster.TestCluster.SharedAsync();
        await using var empty = await cluster.CreateDatabaseAsync(cancellation: ReviewsApp.Ct);
        await using var host = await StartAsync(empty.AppConnectionString);

        var reply = await new Client(AddressOf(host), null).GetAsync("/health/ready");

        (reply.Status, reply.Code).ShouldBe((503, "schema-wrong"), reply.Text);
        Npgsql.NpgsqlConnection.ClearAllPools();
    }

    [Fact]
    public async Task Is_ready_with_it() => (await app.Nobody.GetAsync("/health/ready")).Body.GetProperty("status").GetString().ShouldBe("ready");

    async Task<Microsoft.AspNetCore.Builder.WebApplication> StartAsync(string connection)
    {
        var keyFile = Path.Combine(Path.GetTempPath(), $"nscp-reviews-key-{Guid.NewGuid():n}");
        await File.WriteAllTextAsync(keyFile, app.Key, ReviewsApp.Ct);
        var host = ReviewsHost.Build(["--environment=Development", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Reviews={connection}", $"--Reviews:DevelopmentKeyFile={keyFile}", "--Logging:LogLevel:Default=Critical"], app.Clock);
        await host.StartAsync(ReviewsApp.Ct);
        // Read when the first token is verified.
        await new Client(AddressOf(host), Token.For(app.Key, "administrator", "NSCP", "NSCP", null)).GetAsync("organisations");
        File.Delete(keyFile);
        return host;
    }

    static Uri AddressOf(Microsoft.AspNetCore.Builder.WebApplication host) => new(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
}
