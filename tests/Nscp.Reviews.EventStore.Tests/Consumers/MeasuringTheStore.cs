using System.Diagnostics;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Promise 12: what happens can be seen from outside.</summary>
public sealed class MeasuringTheStore(StoreDatabase database) : IClassFixture<StoreDatabase>, IAsyncLifetime
{
    readonly Consumed _consumed = new(database);

    public async ValueTask InitializeAsync() => await _consumed.PrepareAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public Task Tells_how_far_a_consumer_is_and_that_it_stopped_while_this_host_runs_it() =>
        CheckToldAsync((consumer, ct) => new ConsumerHost(database.LogConnectionString, [consumer], Consumed.Brisk, null, _ => { }).RunAsync(ct));

    [Fact]
    public async Task Catches_a_runner_that_ends_without_a_word() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckToldAsync(new NaiveConsumers(database.Log).EndingWithoutAWordAsync));

    [Fact]
    public async Task Traces_appends_and_batches()
    {
        var names = new System.Collections.Concurrent.ConcurrentBag<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == StoreMetrics.Name,
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => names.Add($"{activity.OperationName} {activity.GetTagItem("consumer")}"),
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = Host.Start(database, _consumed.Consumer());
        await Log.AppendAsync(database, 1);
        await _consumed.CaughtUpAsync();
        names.ShouldContain("append ");
        await Waits.UntilAsync(() => Task.FromResult(names.Contains($"consume {_consumed.Name}")));
    }

    async Task CheckToldAsync(Running running)
    {
        using var meters = new Meters();
        await Log.AppendAsync(database, 15);
        var all = await Log.SequencesAsync(database);
        var consumer = _consumed.Consumer(batch => batch.Events.Any(one => one.Event.Sequence == all[^1]) ? throw new InvalidOperationException() : Task.CompletedTask);
        await using (var host = Host.Start(ct => running(consumer, ct)))
        {
            await Waits.UntilAsync(() => Task.FromResult(host.Ended.IsCompleted || meters.Now("es.consumer.stopped", _consumed.Name) is [1]));
            meters.Now("es.consumer.stopped", _consumed.Name).ShouldBe([1]);
            meters.Now("es.consumer.lag", _consumed.Name).ShouldBe([1]);
            meters.Now("es.consumer.position", _consumed.Name).ShouldBe([all[^2]]);
            meters.Sum("es.consumer.handling", _consumed.Name).ShouldBeGreaterThan(0);
        }
        meters.Now("es.consumer.lag", _consumed.Name).ShouldBeEmpty();
    }
}
