using NodaTime;

namespace Nscp.Reviews.EventStore;

public enum ConsumerState
{
    /// <summary>Goes on by itself.</summary>
    Running,

    /// <summary>An operator holds it.</summary>
    Paused,

    /// <summary>An event could not be handled; an operator must look.</summary>
    Stopped,
}

static class ConsumerStates
{
    internal static ConsumerState Parse(string stored) => stored switch
    {
        "running" => ConsumerState.Running,
        "paused" => ConsumerState.Paused,
        "stopped" => ConsumerState.Stopped,
        _ => throw new InvalidOperationException("The table es_consumer holds a state that this program does not know."),
    };
}

/// <summary>How a consumer stands.</summary>
/// <param name="Position">Everything up to here (inclusive) was handled.</param>
/// <param name="Behind">How many numbers of the log are still to come, 0 or more; burnt ones and those not yet committed count.</param>
/// <param name="StoppedAt">The number of the event that stopped it; null unless it is stopped.</param>
/// <param name="StoppedEvent">That event's id.</param>
/// <param name="Fault">The last failure's exception type and code; null when the last batch went well.</param>
/// <param name="Failures">In a row, at this position.</param>
/// <param name="UpdatedAt">When it last moved or was at the end of the log (noted every 20 seconds), by the database's clock.</param>
/// <param name="Quiet">How long ago that was.</param>
public sealed record ConsumerStatus(
    string Name, ConsumerState State, long Position, long Behind, long? StoppedAt, Guid? StoppedEvent, string? Fault, int Failures, Instant UpdatedAt, Duration Quiet);
