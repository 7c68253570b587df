using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>Handles a batch: writes its rows by the batch's connection, in the transaction that is open there and that moves the checkpoint.</summary>
/// <remarks>
/// Whatever it does elsewhere may be done again after a fault. It never commits, and sets or locks nothing for the session; a transaction that it leaves
/// idle for five minutes is ended. Faults that pass (connections, deadlocks, serialisation, resources, timeouts) are tried again for ever;
/// any other exception a few times, and then the consumer is stopped.
/// </remarks>
public delegate Task ConsumerHandler(ConsumedBatch batch, CancellationToken ct);

/// <summary>Reads the whole log, of every tenant, from its beginning, and keeps something by it: each event once, in the log's order, however many hosts run it.</summary>
/// <param name="Name">Its checkpoint's name for ever; not blank.</param>
/// <param name="Handler">Called with one event or more.</param>
public sealed record Consumer(string Name, ConsumerHandler Handler)
{
    public string Name { get; } = Text.Mandatory(Name, nameof(Name));

    /// <summary>
    /// How long what was appended may wait, so that one look at the log finds much; zero for a look at each append. For a consumer that most
    /// events do not concern: otherwise each append pays for a look that finds nothing.
    /// </summary>
    public TimeSpan Patience { get; init; }

    /// <summary>The most events that one transaction handles, 1 or more.</summary>
    public int BatchSize { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A batch holds one event or more."); } = 200;
}

/// <summary>An event of whatever tenant.</summary>
public sealed record LogEvent(string Tenant, StoredEvent Event);

/// <summary>A piece of the log.</summary>
/// <param name="Events">In the log's order. May be empty: numbers are burnt, and tombstones of other software say nothing.</param>
/// <param name="UpTo">Inclusive: nothing else will ever appear up to here.</param>
public sealed record LogBatch(IReadOnlyList<LogEvent> Events, long UpTo);

/// <summary>What a handler is given.</summary>
/// <param name="Events">In the log's order, one or more.</param>
/// <param name="Connection">The log reader's, which row security does not bind.</param>
/// <param name="Transaction">Open on it; committed with the checkpoint when the handler returns.</param>
public sealed record ConsumedBatch(IReadOnlyList<LogEvent> Events, NpgsqlConnection Connection, NpgsqlTransaction Transaction);

/// <summary>How patient consumers are.</summary>
public sealed record ConsumerSettings
{
    /// <summary>Between two looks at a log that has nothing new; an append in the same process is seen at once.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Between two tries of a host that is not the runner to become it.</summary>
    public TimeSpan Election { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The wait after the first fault, at most; it doubles with each further one.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest wait after a fault.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a runner at the end of the log notes that it is there.</summary>
    public TimeSpan Touch { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often an event may fail before it stops its consumer.</summary>
    public int Tries { get; init; } = 3;
}
