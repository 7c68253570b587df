using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using NodaTime;

namespace Nscp.Reviews.EventStore;

/// <summary>
/// The outbox seen from outside: counters <c>es.outbox.delivered</c>, <c>es.outbox.failed</c>, <c>es.outbox.dead</c> and <c>es.outbox.lost</c>, tagged <c>kind</c>; and, told by
/// every host that delivers, gauges of the whole outbox <c>es.outbox.pending</c>, <c>es.outbox.dead_letters</c> and <c>es.outbox.oldest</c> (seconds since the oldest pending
/// message was recorded; 0 when there is none).
/// </summary>
static class OutboxMetrics
{
    static readonly Meter Meter = StoreMetrics.Meter;
    static readonly Counter<long> Delivered = Meter.CreateCounter<long>("es.outbox.delivered", "{message}", "Messages that were delivered");
    static readonly Counter<long> Failed = Meter.CreateCounter<long>("es.outbox.failed", "{attempt}", "Deliveries that failed and are tried again");
    static readonly Counter<long> Dead = Meter.CreateCounter<long>("es.outbox.dead", "{message}", "Messages that became dead letters");
    static readonly Counter<long> Lost = Meter.CreateCounter<long>("es.outbox.lost", "{attempt}", "Attempts that outlived their lease");
    static readonly ConcurrentDictionary<object, (OutboxCounts Counts, IClock Clock)> Running = new(ReferenceEqualityComparer.Instance);

    static OutboxMetrics()
    {
        Meter.CreateObservableGauge("es.outbox.pending", () => Running.Values.Select(one => new Measurement<long>(one.Counts.Pending)), "{message}", "Messages to be delivered");
        Meter.CreateObservableGauge("es.outbox.dead_letters", () => Running.Values.Select(one => new Measurement<long>(one.Counts.Dead)), "{message}", "Dead letters");
        Meter.CreateObservableGauge("es.outbox.oldest", () => Running.Values.Select(one => new Measurement<double>(Age(one.Counts, one.Clock))), "s", "Since the oldest pending message was recorded");
    }

    internal static void Noted(OutboundMessage message, OutboxNews? news, bool isDelivered)
    {
        var counter = news switch
        {
            OutboxNews.Failed => Failed,
            OutboxNews.Dead => Dead,
            OutboxNews.Lost => Lost,
            _ => isDelivered ? Delivered : null,
        };
        counter?.Add(1, new KeyValuePair<string, object?>("kind", message.Kind));
    }

    internal static void Observe(object worker, OutboxCounts counts, IClock clock) => Running[worker] = (counts, clock);

    internal static void Forget(object worker) => Running.TryRemove(worker, out _);

    static double Age(OutboxCounts counts, IClock clock) => counts.OldestPending is { } oldest ? Math.Max(0, (clock.GetCurrentInstant() - oldest).TotalSeconds) : 0;
}
