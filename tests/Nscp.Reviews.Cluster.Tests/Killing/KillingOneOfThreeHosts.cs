namespace Nscp.Reviews.Cluster.Tests.Killing;

/// <summary>Three hosts over one database, all playing the same script: whoever comes first records a step, the others are told what stands. One is killed.</summary>
public sealed class KillingOneOfThreeHosts(ITestOutputHelper output)
{
    [Fact]
    public async Task Under_load_loses_and_doubles_nothing()
    {
        var script = Replays.InSoak ? Replays.Year2019To20 : Replays.Year2024To25;
        var undisturbed = await Replays.UndisturbedAsync(script);
        await using var database = await (await TestCluster.SharedAsync()).CreateDatabaseAsync();
        List<HostOnTrial> hosts = [.. Enumerable.Range(0, 3).Select(_ => new HostOnTrial(database.AppConnectionString, database.OwnerConnectionString, database.LogConnectionString))];
        List<Witness> witnesses = [new(), new(), new()];
        try
        {
            // Together: one of them migrates.
            await Task.WhenAll(hosts.Select(host => host.StartAsync()));
            var (half, killing) = (script.Steps.Count / 2, Task.CompletedTask);
            witnesses[1].BeforeSending = number =>
            {
                if (number == half)
                    killing = Task.Run(hosts[1].Kill);
                else if (number > half)
                    killing.Wait(TestContext.Current.CancellationToken);
            };

            var played = await Task.WhenAll(hosts.Zip(witnesses, (host, witness) => host.PlayAsync(script, witness, Replays.GivesUpAtOnce)));

            foreach (var one in played)
                output.WriteLine(one.ToString());
            played[1].Failure.ShouldNotBeNull("the killed host answers no more");
            (played[0].Failure, played[2].Failure).ShouldBe((null, null));
            foreach (var witness in witnesses)
                await Replays.CheckAsync(new Held(database.LogConnectionString), witness, undisturbed);
            witnesses.Select(witness => witness.Acknowledged.Count).Max().ShouldBe(undisturbed.Count);
        }
        finally
        {
            foreach (var host in hosts)
                await host.DisposeAsync();
            witnesses.ForEach(witness => witness.Dispose());
        }
    }
}
