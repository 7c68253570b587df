namespace Nscp.Reviews.EventStore;

/// <summary>Runs consumers in this host, each when no other host does. One may fail without the others.</summary>
/// <param name="logConnectionString">The log reader role's, on the primary and not behind a pooler of transactions. Each consumer keeps one connection.</param>
/// <param name="consumers">Each with a name of its own.</param>
/// <param name="settings">Null for the usual patience.</param>
/// <param name="signal">The store's in the same process; null to poll only.</param>
/// <param name="tell">Called at once, from any thread; must not throw.</param>
public sealed class ConsumerHost(string logConnectionString, IReadOnlyList<Consumer> consumers, ConsumerSettings? settings, LogSignal? signal, Action<ConsumerNews> tell)
{
    readonly IReadOnlyList<Consumer> _consumers = consumers.DistinctBy(consumer => consumer.Name).Count() == consumers.Count
        ? consumers : throw new ArgumentException("Two consumers have the same name.", nameof(consumers));

    /// <summary>Until it is cancelled; what was not committed then is handled again. Faults are told and lived through, never thrown.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await using var source = RunnerSession.Source(logConnectionString);
        await Task.WhenAll(_consumers.Select(consumer =>
            new ConsumerRunner(consumer, source, settings ?? new ConsumerSettings(), signal ?? new LogSignal(), tell).RunAsync(ct)));
    }
}
