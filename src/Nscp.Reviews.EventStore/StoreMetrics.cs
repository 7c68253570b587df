using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Nscp.Reviews.EventStore;

/// <summary>
/// What can be seen from outside, under the name <see cref="Name"/> as a meter and as a source of activities. Never an id, a tenant or a text.
/// Counters <c>es.appends</c> and <c>es.conflicts</c>, histograms <c>es.append.duration</c> and <c>es.consumer.handling</c> (seconds), and, told by the host
/// that runs a consumer, gauges <c>es.consumer.lag</c> (numbers of the log still to come), <c>es.consumer.position</c> and <c>es.consumer.stopped</c> (1 or 0),
/// tagged <c>consumer</c>. Counters <c>es.sealed</c> (events) and <c>es.sealed.as_found</c> (those of them that do not fit the hash recorded with them),
/// <c>es.verifications</c> (runs that came to their end) and <c>es.verification.findings</c>.
/// </summary>
public static class StoreMetrics
{
    public const string Name = "Nscp.Reviews.EventStore";

    static readonly ActivitySource Activities = new(Name);
    internal static Meter Meter { get; } = new(Name);
    static readonly Counter<long> Appends = Meter.CreateCounter<long>("es.appends", "{append}", "Appends that were stored");
    static readonly Counter<long> Conflicts = Meter.CreateCounter<long>("es.conflicts", "{append}", "Appends that somebody else was faster than");
    static readonly Histogram<double> AppendDuration = Meter.CreateHistogram<double>("es.append.duration", "s", "How long an append took, whatever became of it");
    static readonly Histogram<double> Handling = Meter.CreateHistogram<double>("es.consumer.handling", "s", "How long a handler took for a batch");
    static readonly Counter<long> SealedEvents = Meter.CreateCounter<long>("es.sealed", "{event}", "Events that were sealed");
    static readonly Counter<long> Misfits = Meter.CreateCounter<long>("es.sealed.as_found", "{event}", "Events that were sealed although they do not fit the hash recorded with them");
    static readonly Counter<long> Verifications = Meter.CreateCounter<long>("es.verifications", "{run}", "Verifications of the whole log that came to their end");
    static readonly Counter<long> VerificationFindings = Meter.CreateCounter<long>("es.verification.findings", "{finding}", "What verifications found not to fit");
    static readonly ConcurrentDictionary<object, (string Consumer, Checkpoint.Seen Seen)> Running = new(ReferenceEqualityComparer.Instance);

    static StoreMetrics()
    {
        Meter.CreateObservableGauge("es.consumer.lag", () => Measure(seen => Math.Max(0, seen.LastNumber - seen.Position)), "{event}", "Numbers of the log that a consumer has still to come to");
        Meter.CreateObservableGauge("es.consumer.position", () => Measure(seen => seen.Position), "{event}", "The last number that a consumer has handled");
        Meter.CreateObservableGauge("es.consumer.stopped", () => Measure(seen => seen.State == ConsumerState.Stopped ? 1 : 0), "{consumer}", "Consumers that an event has stopped");
    }

    internal static Activity? BeginAppend() => Activities.StartActivity("append");

    internal static void Appended(AppendOutcome outcome, long begun)
    {
        if (outcome is AppendOutcome.Appended)
            Appends.Add(1);
        else if (outcome is AppendOutcome.Conflict)
            Conflicts.Add(1);
        AppendDuration.Record(Stopwatch.GetElapsedTime(begun).TotalSeconds);
    }

    internal static Activity? BeginBatch(string consumer, LogBatch batch) =>
        Activities.StartActivity("consume")?.SetTag("consumer", consumer).SetTag("events", batch.Events.Count).SetTag("up_to", batch.UpTo);

    internal static void Handled(string consumer, long begun) => Handling.Record(Stopwatch.GetElapsedTime(begun).TotalSeconds, Tag(consumer));

    internal static void Sealed(int events) => SealedEvents.Add(events);

    internal static void Verified(VerificationReport report)
    {
        Verifications.Add(1);
        VerificationFindings.Add(report.Found);
    }

    internal static void SealedAsFound() => Misfits.Add(1);

    internal static void Observe(object runner, string consumer, Checkpoint.Seen seen) => Running[runner] = (consumer, seen);

    /// <summary>Another host may run it from now on, and tells of it.</summary>
    internal static void Forget(object runner) => Running.TryRemove(runner, out _);

    static IEnumerable<Measurement<long>> Measure(Func<Checkpoint.Seen, long> what) => Running.Values.Select(one => new Measurement<long>(what(one.Seen), Tag(one.Consumer)));

    static KeyValuePair<string, object?> Tag(string consumer) => new("consumer", consumer);
}
