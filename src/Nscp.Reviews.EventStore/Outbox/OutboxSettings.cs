using NodaTime;

namespace Nscp.Reviews.EventStore;

/// <summary>How patient the delivery is.</summary>
public sealed record OutboxSettings
{
    const int Growth = 3;

    /// <summary>How many messages this host delivers at a time, each of another stream: 1 or more.</summary>
    public int Lanes { get; init; } = 2;

    /// <summary>After so many a message is a dead letter: 1 or more. Ten take about eight hours.</summary>
    public int MostAttempts { get; init; } = 10;

    /// <summary>The time that a handler has. Shorter than <see cref="Lease"/>.</summary>
    public TimeSpan DeliveryTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After so long, by the database's clock, a message whose host has not said what became of it is another host's.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often to look for messages of other hosts, and for those whose wait is over.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often to count what waits, for the metrics.</summary>
    public TimeSpan Watch { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Before the second attempt, at the longest; each further wait is three times as long.</summary>
    public Duration FirstWait { get; init; } = Duration.FromSeconds(10);

    public Duration LongestWait { get; init; } = Duration.FromHours(2);

    /// <summary>How this host signs its claims.</summary>
    public string Host { get; init; } = Environment.MachineName;

    /// <param name="attempt">The one that failed, from 1.</param>
    /// <param name="chance">0 to 1: from half of the wait to all of it, so that hosts and streams that failed together do not come back together.</param>
    internal Duration Wait(int attempt, double chance)
    {
        var whole = FirstWait;
        for (var i = 1; i < attempt && whole < LongestWait; i++)
            whole *= Growth;
        return Duration.Min(whole, LongestWait) * (0.5 + (chance / 2));
    }

    internal OutboxSettings Checked() =>
        Lanes < 1 || MostAttempts < 1 || Poll <= TimeSpan.Zero || Watch <= TimeSpan.Zero || FirstWait <= Duration.Zero || DeliveryTime <= TimeSpan.Zero ? throw new ArgumentException("A number or time of the outbox is not above zero.")
        : DeliveryTime >= Lease ? throw new ArgumentException("A delivery must have ended before its lease does: else another host delivers the message beside it.")
        : this;
}
