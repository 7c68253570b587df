using Nscp.Reviews.Tool;
using Nscp.Reviews.Tool.Maintaining;
using Nscp.Reviews.Tool.Replaying;

namespace Nscp.Reviews.Cluster.Tests.Killing;

/// <summary><c>./build.sh migrate</c> and <c>./build.sh rebuild</c>, over the same data folder as a host that runs.</summary>
public sealed class RebuildingByCommand
{
    [Fact]
    public async Task Mends_spoiled_rows_while_the_host_runs_and_leaves_the_events_alone()
    {
        using var own = new OwnCluster();
        await using var cluster = await own.StartAsync();
        var place = new Workplace(Repository.Find()!, own.Options(), new Uri("http://localhost"));
        var cancellation = TestContext.Current.CancellationToken;
        (await MigrateCommand.RunAsync(place, acceptsDrift: false, cancellation)).ShouldBe(0);
        await using var host = new HostOnTrial(cluster.AppConnectionString, owner: null, log: null);
        await host.StartAsync();
        using var witness = new Witness();
        (await host.PlayAsync(Replays.Year2024To25, witness, Replays.GivesUpAtOnce)).ShouldBe(new Played(Replays.Year2024To25.Steps.Count, 0, null));
        var held = new Held(cluster.LogConnectionString);
        var (events, rows) = (await held.EventsAsync(), await held.ProjectionsAsync());
        await Sql.RunAsync(cluster.LogConnectionString, "update case_register set stage = 'closed'; delete from audit_trail where version = 3");
        (await held.ProjectionsAsync()).ShouldNotBe(rows);

        (await RebuildCommand.RunAsync(place, [], cancellation)).ShouldBe(0);

        (await held.ProjectionsAsync()).ShouldBe(rows);
        (await held.EventsAsync()).ShouldBe(events);
        (await host.PlayAsync(Replays.Year2024To25, witness, Replays.GivesUpAtOnce)).Failure.ShouldBeNull("the host goes on");
        witness.Contradictions.ShouldBeEmpty();
    }
}
