using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>What a host may write to its log. Never a text of a message, nor of an exception.</summary>
public abstract record OutboxNews
{
    OutboxNews() { }

    /// <summary>The outbox itself could not be reached or read; it is tried again after a wait.</summary>
    /// <param name="Fault">The exception's type, and the database's code if it has one.</param>
    public sealed record Faulted(string Fault, TimeSpan Wait) : OutboxNews;

    /// <summary>A delivery failed, and is tried again later.</summary>
    /// <param name="Fault">As the row keeps it.</param>
    public sealed record Failed(Guid Id, string Kind, int Attempt, string Fault) : OutboxNews;

    /// <summary>The alarm: no further attempt is made, and its stream's later messages wait, until an operator retries or drops it.</summary>
    /// <param name="Fault">As the row keeps it.</param>
    public sealed record Dead(Guid Id, string Kind, int Attempt, string Fault) : OutboxNews;

    /// <summary>Its host was held up for longer than its lease: what became of this attempt was not noted, and the message may have been delivered twice.</summary>
    public sealed record Lost(Guid Id, string Kind, int Attempt) : OutboxNews;

    internal static Faulted Of(Exception fault, TimeSpan wait) =>
        new(fault is PostgresException database ? $"{fault.GetType().FullName} {database.SqlState}" : fault.GetType().FullName!, wait);
}
