namespace Nscp.Reviews.Api.Evidence;

/// <summary>Seals the log, in a host that has a key and the log role's connection.</summary>
sealed class Seals
{
    readonly SealKeys _keys;
    readonly Anchoring _anchoring;
    readonly IConfiguration _settings;
    readonly ILogger _logger;

    public Seals(SealKeys keys, Anchoring anchoring, HostClock clock, ILoggerFactory loggers, IConfiguration settings, [FromKeyedServices(Database.Log)] NpgsqlDataSource? log = null)
    {
        (_keys, _anchoring, _settings, _logger) = (keys, anchoring, settings, loggers.CreateLogger("Nscp.Reviews.Seals"));
        Sealer = keys.Current is { } key && log is not null ? new Sealer(log, key, clock, anchoring.Files, Tell) : null;
    }

    /// <summary>Null in a host that seals nothing.</summary>
    internal Sealer? Sealer { get; }

    /// <summary>Why seals are not as they should be, a sentence each; empty when they are.</summary>
    internal IReadOnlyList<string> Reasons()
    {
        if (Database.LogConnection(_settings) is null) return [];
        var noKey = _keys.Current is null ? "This host has no key to seal the log by: set Reviews__SealKeyFile (docs/operations.md, Seals)." : null;
        return [.. new[] { noKey, _anchoring.Reason }.OfType<string>()];
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
