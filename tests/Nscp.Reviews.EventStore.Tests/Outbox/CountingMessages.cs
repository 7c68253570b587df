using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Nscp.Reviews.EventStore.Tests;

public class CountingMessages(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    const string Kind = "counted";

    [Fact]
    public async Task Tells_what_was_delivered_failed_and_given_up_and_what_waits()
    {
        await Letters.OnlyAsync(database, Letters.Letter("good", Kind));
        await Letters.AlsoAsync(database, Letters.Letter("late", Kind));
        await Letters.AlsoAsync(database, Letters.Letter("hopeless", Kind), Letters.Letter("behind", Kind));
        var (counted, seen) = (new ConcurrentDictionary<string, long>(), new ConcurrentBag<(string Gauge, double Value)>());
        using var listener = new MeterListener { InstrumentPublished = (instrument, self) => { if (instrument.Meter.Name == "Nscp.Reviews.EventStore") self.EnableMeasurementEvents(instrument); } };
        // Other tests deliver at the same time, but not this kind.
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            seen.Add((instrument.Name, value));
            if (tags.Length > 0 && (string?)tags[0].Value == Kind)
                counted.AddOrUpdate(instrument.Name, value, (_, before) => before + value);
        });
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => seen.Add((instrument.Name, value)));
        listener.Start();
        var clock = new MovedClock { Now = Tickets.Morning + NodaTime.Duration.FromSeconds(777) };
        using var stop = new CancellationTokenSource();
        var settings = new OutboxSettings { Watch = TimeSpan.FromMilliseconds(20), Poll = TimeSpan.FromMilliseconds(20) };

        var running = new OutboxWorker(database.Log, [new OutboxHandler(Kind, DeliverAsync)], clock, settings, null, _ => { }).RunAsync(stop.Token);

        await Waits.UntilAsync(() =>
        {
            listener.RecordObservableInstruments();
            return Task.FromResult(counted.Count == 3 && seen.Contains(("es.outbox.pending", 2)) && seen.Contains(("es.outbox.dead_letters", 1)) && seen.Contains(("es.outbox.oldest", 777)));
        }, "the gauges tell of two that wait, one dead letter and the age");
        await stop.CancelAsync();
        await running;
        counted.OrderBy(one => one.Key).Select(one => $"{one.Key} {one.Value}").ShouldBe(["es.outbox.dead 1", "es.outbox.delivered 1", "es.outbox.failed 1"]);
    }

    static Task DeliverAsync(OutboundMessage message, CancellationToken ct)
    {
        var text = System.Text.Json.JsonDocument.Parse(message.Body).RootElement.GetProperty("text").GetString();
        return text switch
        {
            "good" => Task.CompletedTask,
            "late" => Task.FromException(new IOException()),
            _ => Task.FromException(new UndeliverableException("no")),
        };
    }
}
