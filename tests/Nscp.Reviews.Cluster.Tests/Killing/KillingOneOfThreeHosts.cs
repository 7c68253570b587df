namespace Nscp.Reviews.Cluster.Tests.Killing;

/// <summary>
/// Three hosts over one database, eight clients that all play the same script: whoever comes first records a step, the others are told what stands. One host is killed
/// and started again and again; its clients wait for it.
/// </summary>
public sealed class KillingOneOfThreeHosts(ITestOutputHelper output)
{
    const int Clients = 8;

    static readonly int Kills = Replays.InSoak ? 40 : 4;

    [Fact]
    public async Task Again_and_again_under_load_loses_and_doubles_nothing()
    {
        var script = Replays.InSoak ? Replays.Year2019To20 : Replays.Year2024To25;
        var undisturbed = await Replays.UndisturbedAsync(script);
        await using var database = await (await TestCluster.SharedAsync()).CreateDatabaseAsync();
        await using HostOnTrial first = new(database), second = new HostOnTrial(database).SealingLike(first), killed = new HostOnTrial(database).SealingLike(first);
        HostOnTrial[] hosts = [first, second, killed];
        List<Witness> witnesses = [.. Enumerable.Range(0, Clients).Select(_ => new Witness())];
        try
        {
            // Together: one of them migrates.
            await Task.WhenAll(hosts.Select(host => host.StartAsync()));
            var ofTheKilled = witnesses.Where((_, client) => hosts[client % hosts.Length] == killed).ToList();
            var killing = new Killing(killed, every: script.Steps.Count * ofTheKilled.Count / (Kills + 1));
            foreach (var witness in ofTheKilled) witness.BeforeSending = _ => killing.Count();

            var played = await Task.WhenAll(witnesses.Select((witness, client) => hosts[client % hosts.Length].PlayAsync(script, witness, Replays.Patient)));

            await killing.EndAsync();
            foreach (var one in played)
                output.WriteLine(one.ToString());
            killing.Times.ShouldBeGreaterThan(1);
            played.Select(one => one.Failure).ShouldAllBe(failure => failure == null);
            var held = new Held(database);
            await Replays.CheckAsync(held, undisturbed, [.. witnesses]);
            witnesses.ShouldAllBe(witness => witness.Acknowledged.Count == undisturbed.Count);
            await Replays.FollowedAsync(held, first);
        }
        finally
        {
            witnesses.ForEach(witness => witness.Dispose());
        }
    }

    /// <summary>Kills a host whenever it was sent so many requests, and starts it again.</summary>
    sealed class Killing(HostOnTrial host, int every)
    {
        readonly Lock _turn = new();
        Task _comingBack = Task.CompletedTask;
        int _sent;

        public int Times { get; private set; }

        public void Count()
        {
            lock (_turn)
            {
                // While it is away the same requests come again and again.
                if (!_comingBack.IsCompleted || ++_sent % every != 0) return;
                Times++;
                _comingBack = Task.Run(async () =>
                {
                    host.Kill();
                    await host.StartAsync();
                });
            }
        }

        public Task EndAsync() => _comingBack;
    }
}
