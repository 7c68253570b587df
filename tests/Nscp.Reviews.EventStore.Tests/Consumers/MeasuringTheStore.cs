using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Promise 12: what happens can be seen from outside.</summary>
public sealed class MeasuringTheStore(StoreDatabase database) : IClassFixture<StoreDatabase>, IAsyncLifetime
{
    readonly Consumed _consumed = new(database);

    public async ValueTask InitializeAsync() => await _consumed.PrepareAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Counts_appends_and_conflicts_and_their_time()
    {
        using var meters = new Meters();
        var stream = Guid.CreateVersion7();
        await database.Store.AppendAsync(Tickets.Open("measured", stream, "1"), StoreDatabase.Ct);
        await database.Store.AppendAsync(Tickets.Open("measured", stream, "2"), StoreDatabase.Ct);

        // Other tests append at the same time.
        meters.Sum("es.appends").ShouldBeGreaterThanOrEqualTo(1);
        meters.Sum("es.conflicts").ShouldBeGreaterThanOrEqualTo(1);
        meters.Sum("es.append.duration").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Tells_how_far_a_consumer_is_and_that_it_stopped_while_this_host_runs_it()
    {
        using var meters = new Meters();
        await Log.AppendAsync(database, 15);
        var all = await Log.SequencesAsync(database);
        await using (var host = Host.Start(database, _consumed.Consumer(batch => batch.Events.Any(one => one.Event.Sequence == all[^1]) ? throw new InvalidOperationException() : Task.CompletedTask)))
        {
            await Waits.UntilAsync(() => Task.FromResult(meters.Now("es.consumer.stopped", _consumed.Name) is [1]));
            meters.Now("es.consumer.lag", _consumed.Name).ShouldBe([1]);
            meters.Now("es.consumer.position", _consumed.Name).ShouldBe([all[^2]]);
            meters.Sum("es.consumer.handling", _consumed.Name).ShouldBeGreaterThan(0);
        }
        meters.Now("es.consumer.lag", _consumed.Name).ShouldBeEmpty();
    }

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

    sealed class Meters : IDisposable
    {
        readonly MeterListener _listener = new();
        readonly System.Collections.Concurrent.ConcurrentQueue<(string Instrument, string? Consumer, double Value)> _seen = [];

        internal Meters()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == StoreMetrics.Name)
                    listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
            _listener.Start();
        }

        void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            _seen.Enqueue((instrument.Name, tags.IsEmpty ? null : tags[0].Value as string, value));

        internal double Sum(string instrument, string? consumer = null) => _seen.Where(one => one.Instrument == instrument && one.Consumer == consumer).Sum(one => one.Value);

        internal IReadOnlyList<double> Now(string instrument, string consumer)
        {
            var before = _seen.Count;
            _listener.RecordObservableInstruments();
            return [.. _seen.Skip(before).Where(one => one.Instrument == instrument && one.Consumer == consumer).Select(one => one.Value)];
        }

        public void Dispose() => _listener.Dispose();
    }
}
