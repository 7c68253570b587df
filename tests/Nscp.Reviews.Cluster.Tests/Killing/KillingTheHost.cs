using Nscp.Reviews.Tool.Replaying;

namespace Nscp.Reviews.Cluster.Tests.Killing;

/// <summary>"Killing the host at any moment during a replay loses no acknowledged command, and the replay can be finished by running it again."</summary>
public sealed class KillingTheHost(ITestOutputHelper output)
{
    // A step takes about this long, so that a kill hits it before, in and after its transaction.
    const int MostMicroseconds = 12_000;

    [Fact]
    public Task During_a_replay_loses_and_doubles_nothing() =>
        KillAsync(Replays.InSoak ? Replays.Year2019To20 : Replays.Year2024To25, kills: Replays.InSoak ? 40 : 4, seed: Replays.InSoak ? Random.Shared.Next() : 20240415);

    /// <summary>As if the host were killed after every single step, between its transaction and its answer.</summary>
    [Fact]
    public Task After_every_step_before_its_answer_arrives_records_nothing_twice() => LoseEveryAnswerOnceAsync(forgetsKeys: false);

    /// <summary>The rules themselves pass over what stands already, so nothing is doubled; but the client is never told which events are its own.</summary>
    [Fact]
    public async Task Leaves_a_client_that_makes_up_new_keys_in_the_dark() =>
        (await Assert.ThrowsAsync<ShouldAssertException>(() => LoseEveryAnswerOnceAsync(forgetsKeys: true))).Message.ShouldContain("a repeat was answered with other events");

    async Task LoseEveryAnswerOnceAsync(bool forgetsKeys)
    {
        await using var database = await (await TestCluster.SharedAsync()).CreateDatabaseAsync();
        await using var host = new HostOnTrial(database);
        await host.StartAsync();
        using var witness = new Witness { ForgetsKeys = forgetsKeys, LosesAnswer = number => number % 2 == 1 };

        var played = await host.PlayAsync(Replays.Year2024To25, witness, Replays.Patient);

        output.WriteLine(played.ToString());
        played.Failure.ShouldBeNull();
        await Replays.CheckAsync(new Held(database), await Replays.UndisturbedAsync(Replays.Year2024To25), witness);
    }

    async Task KillAsync(Script script, int kills, int seed)
    {
        output.WriteLine($"Seed {seed}");
        var undisturbed = await Replays.UndisturbedAsync(script);
        await using var database = await (await TestCluster.SharedAsync()).CreateDatabaseAsync();
        await using var host = new HostOnTrial(database);
        using var witness = new Witness();
        var (random, cut) = (new Random(seed), 0);

        for (var kill = 0; kill < kills; kill++)
        {
            await host.StartAsync();
            var moment = Moment.Any(random, steps: script.Steps.Count, kill);
            var played = await moment.HitAsync(host, script, witness);
            output.WriteLine($"{moment}: {played.Recorded} recorded, {played.Stood} stood. {played.Failure}");
            cut += played.Failure is null ? 0 : 1;
        }
        cut.ShouldBeGreaterThan(kills / 2, "kills that came too late cut nothing off");
        await host.StartAsync();
        (await host.PlayAsync(script, witness, Replays.GivesUpAtOnce)).Failure.ShouldBeNull();

        await Replays.CheckAsync(new Held(database), undisturbed, witness);
        await Replays.FollowedAsync(new Held(database), host);
    }

    /// <summary>Some time after a step was sent, or between its answer and the client.</summary>
    sealed record Moment(int Step, int Microseconds, bool AfterTheAnswer)
    {
        public static Moment Any(Random random, int steps, int kill) => new(random.Next(1, steps + 1), random.Next(MostMicroseconds), AfterTheAnswer: kill % 4 == 1);

        public async Task<Played> HitAsync(HostOnTrial host, Script script, Witness witness)
        {
            var (sent, killing) = (0, Task.CompletedTask);
            witness.BeforeSending = _ => killing = ++sent == Step && !AfterTheAnswer ? Task.Run(() => KillLater(host)) : killing;
            witness.LosesAnswer = _ =>
            {
                if (sent != Step || !AfterTheAnswer) return false;
                host.Kill();
                return true;
            };
            var played = await host.PlayAsync(script, witness, Replays.GivesUpAtOnce);
            await killing;
            (witness.BeforeSending, witness.LosesAnswer) = (_ => { }, _ => false);
            return played;
        }

        void KillLater(HostOnTrial host)
        {
            Thread.Sleep(TimeSpan.FromMicroseconds(Microseconds));
            host.Kill();
        }
    }
}
