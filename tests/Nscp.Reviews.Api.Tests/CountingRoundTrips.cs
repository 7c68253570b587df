
namespace Nscp.Reviews.Api.Tests;

/// <summary>A milestone costs one round trip to read and two to write: the batch and the commit, whatever the number of events and projections.</summary>
public class CountingRoundTrips(ReviewsApp app) : IClassFixture<ReviewsApp>
{
    [Fact]
    public async Task Takes_one_to_read_and_two_to_write_for_every_milestone()
    {
        await using var proxy = new CountingProxy(app.ApplicationConnectionString);
        await using var counted = await app.SecondHostAsync(proxy.ConnectionString);
        // Opens the connection.
        (await counted.Manager.GetAsync("/api/v1/cases/RN1")).Status.ShouldBe(404);
        await proxy.BeginAsync();

        foreach (var (number, told) in Telling.All.Index())
        {
            var telling = await told.ReadyAsync(app);
            var reply = await telling.SendAsync(counted.Manager, key: $"step {number}");
            reply.Recorded.ShouldNotBeEmpty(telling.Path);
            proxy.Take().ShouldBe(3, telling.Path);
        }
    }
}
