using System.Collections.Concurrent;
using NodaTime;
using Nscp.Reviews.Tool.Replaying;

namespace Nscp.Reviews.Cluster.Tests.Killing;

static class Replays
{
    /// <summary>Longer than a host or a server takes to come back.</summary>
    public static readonly Duration Patient = Duration.FromSeconds(60);

    public static readonly Duration GivesUpAtOnce = Duration.Zero;

    static readonly ConcurrentDictionary<Script, Lazy<Task<IReadOnlyList<string>>>> Undisturbed = new(ReferenceEqualityComparer.Instance);

    public static bool InSoak => Environment.GetEnvironmentVariable("REVIEWS_SOAK") == "1";

    public static Script Year2024To25 { get; } = Read("nscp-2024-25.json");

    public static Script Year2019To20 { get; } = Read("nscp-2019-20.json");

    /// <summary>The events of a replay that nothing disturbed.</summary>
    public static Task<IReadOnlyList<string>> UndisturbedAsync(Script script) => Undisturbed.GetOrAdd(script, one => new(() => PlayUndisturbedAsync(one))).Value;

    /// <summary>Nothing acknowledged is lost, nothing is there twice, and every document follows from the events.</summary>
    public static async Task CheckAsync(Held held, IReadOnlyList<string> undisturbed, params IReadOnlyList<Witness> witnesses)
    {
        foreach (var witness in witnesses)
        {
            (await held.LostAsync(witness)).ShouldBeEmpty("acknowledged events are lost");
            witness.Contradictions.ShouldBeEmpty("a repeat was answered with other events");
        }
        (await held.BrokenStreamsAsync()).ShouldBeEmpty("streams have versions with gaps or doubles");
        (await held.EventsAsync()).ShouldBe(undisturbed, "the events are other than those of a replay that nothing disturbed");
        var live = await held.DocumentsAsync();
        var told = await held.RebuildAsync();
        (await held.DocumentsAsync()).ShouldBe(live, "the documents do not follow from the events");
        told.ShouldContain("none differed");
    }

    /// <summary>Waits until those hosts that live have followed the log to its end: it is sealed, and fits its seals.</summary>
    public static async Task FollowedAsync(Held held, HostOnTrial host)
    {
        for (var tried = 0; tried < 600 && await held.UnsealedAsync() > 0; tried++)
            await Task.Delay(200, TestContext.Current.CancellationToken);
        (await held.UnsealedAsync()).ShouldBe(0);
        (await held.FindingsAsync(host.SealKey)).ShouldBeEmpty();
    }

    static async Task<IReadOnlyList<string>> PlayUndisturbedAsync(Script script)
    {
        await using var database = await (await TestCluster.SharedAsync()).CreateDatabaseAsync();
        await using var host = new HostOnTrial(database);
        await host.StartAsync();
        using var witness = new Witness();
        (await host.PlayAsync(script, witness, GivesUpAtOnce)).ShouldBe(new Played(script.Steps.Count, 0, null));
        return await new Held(database).EventsAsync();
    }

    static Script Read(string file) => Script.Read(Path.Combine(Repository.Find()!, "samples", file));
}
