using Nscp.Reviews.EventStore;

namespace Nscp.Reviews.Api.Evidence;

/// <summary>Seals the log, in a host that has a key and the log reader's connection.</summary>
sealed class Seals(SealKeys keys, Anchoring anchoring, HostClock clock, ILoggerFactory loggers, IConfiguration settings)
{
    readonly ILogger _logger = loggers.CreateLogger("Nscp.Reviews.Seals");

    /// <summary>One, or none without a key.</summary>
    internal IReadOnlyList<Consumer> Consumers => keys.Current is { } key ? [new Sealing(key, clock, anchoring.Files, Tell).Consumer()] : [];

    /// <summary>Why seals are not as they should be, a sentence each; empty when they are.</summary>
    internal IReadOnlyList<string> Reasons()
    {
        if (settings.GetConnectionString(Database.LogReader) is not { Length: > 0 }) return [];
        var noKey = keys.Current is null ? "This host has no key to seal the log by: set Reviews__SealKeyFile (docs/operations.md, Seals)." : null;
        return [.. new[] { noKey, anchoring.Reason }.OfType<string>()];
    }

    void Tell(SealNews news)
    {
        switch (news)
        {
            case SealNews.DoesNotFit one:
                _logger.LogCritical("Event {Event} at {Position} does not fit the hash that was recorded with it; it was sealed as it stands", one.EventId, one.Sequence);
                break;
            default:
                throw new InvalidOperationException($"{news.GetType()} is not told.");
        }
    }
}
