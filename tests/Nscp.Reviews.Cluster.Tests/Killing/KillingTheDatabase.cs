using System.Diagnostics;

namespace Nscp.Reviews.Cluster.Tests.Killing;

/// <summary>The host lives on: it says that it is out of reach of its database, the replay waits, and goes on when the server is back.</summary>
public sealed class KillingTheDatabase(ITestOutputHelper output)
{
    [Fact]
    public async Task During_a_replay_loses_and_doubles_nothing_and_the_replay_goes_on_by_itself() =>
        await KillAsync(kills: Replays.InSoak ? 12 : 2, seed: Replays.InSoak ? Random.Shared.Next() : 20240419, settings: "");

    /// <summary>What a server does that acknowledges before it has written: the check sees it. Not each time: it may have written just before it was killed.</summary>
    [Fact]
    public async Task Loses_what_was_not_on_disk_when_it_was_acknowledged()
    {
        const int tries = 4;
        for (var tried = 0; tried < tries; tried++)
        {
            try
            {
                await KillAsync(kills: 1, seed: 20240419 + tried, "alter system set synchronous_commit = off; alter system set wal_writer_delay = '10s'; select pg_reload_conf(); checkpoint");
            }
            catch (ShouldAssertException lost) when (lost.Message.Contains("acknowledged events are lost", StringComparison.Ordinal))
            {
                return;
            }
        }
        Assert.Fail($"Killed {tries} times, it lost nothing.");
    }

    async Task KillAsync(int kills, int seed, string settings)
    {
        output.WriteLine($"Seed {seed}");
        var (script, random) = (Replays.Year2024To25, new Random(seed));
        using var own = new OwnCluster(durable: true);
        await using var cluster = await own.StartAsync();
        await using var host = new HostOnTrial(cluster);
        await host.StartAsync();
        foreach (var setting in settings.Split(';', StringSplitOptions.RemoveEmptyEntries))
            await Sql.RunAsync(cluster.SuperuserConnectionString, setting);
        var moments = Enumerable.Range(0, kills).Select(_ => random.Next(2, script.Steps.Count)).Order().ToList();
        var (comingBack, back) = (Task.CompletedTask, new List<LocalCluster>());
        using var witness = new Witness();
        witness.BeforeSending = number =>
        {
            if (moments.Count == 0 || number < moments[0] || !comingBack.IsCompleted) return;
            moments.RemoveAt(0);
            output.WriteLine($"Killed at request {number}");
            KillServer(cluster);
            comingBack = Task.Run(async () => back.Add(await own.StartAsync()));
        };

        var played = await host.PlayAsync(script, witness, Replays.Patient);

        await comingBack;
        output.WriteLine(played.ToString());
        back.Count.ShouldBe(kills);
        back.ShouldAllBe(server => server.Port == cluster.Port);
        var held = new Held(cluster);
        (await held.LostAsync(witness)).ShouldBeEmpty("acknowledged events are lost");
        played.Failure.ShouldBeNull();
        await Replays.CheckAsync(held, await Replays.UndisturbedAsync(script), witness);
        await Replays.FollowedAsync(held, host);
        foreach (var server in back) await server.DisposeAsync();
    }

    /// <summary>All of its processes at once: one that lived on could still write what the others left.</summary>
    static void KillServer(LocalCluster cluster)
    {
        using var server = Process.GetProcessById(Postmaster.Read(Path.Combine(cluster.Folder, "postgres"))!.ProcessId);
        server.Kill(entireProcessTree: true);
        server.WaitForExit();
    }
}
