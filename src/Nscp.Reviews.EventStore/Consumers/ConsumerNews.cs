namespace Nscp.Reviews.EventStore;

/// <summary>What a host may write to its log. Never a text of an event, nor of an exception.</summary>
/// <param name="Consumer">Its name.</param>
public abstract record ConsumerNews(string Consumer)
{
    /// <summary>This host runs it from now on.</summary>
    public sealed record Elected(string Consumer) : ConsumerNews(Consumer);

    /// <summary>Something went wrong, and is tried again after a wait.</summary>
    /// <param name="Fault">The exception's type, and the database's code if it has one.</param>
    public sealed record Faulted(string Consumer, string Fault, TimeSpan Wait) : ConsumerNews(Consumer);

    /// <summary>The alarm: an event cannot be handled, and nothing after it will be until an operator resumes.</summary>
    /// <param name="Position">The event's number in the log.</param>
    /// <param name="Fault">As in <see cref="Faulted"/>.</param>
    public sealed record Stopped(string Consumer, long Position, Guid? EventId, string Fault) : ConsumerNews(Consumer);
}
