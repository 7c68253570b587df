using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;

namespace Nscp.Reviews.Api.Followers;

/// <summary>What stopped a follower, by kind. Of anything else its message may quote an event, and this one is logged and kept in the database.</summary>
sealed class FollowerFaultException(Exception fault) : Exception(KindOf(fault))
{
    // Sentences of ours, which name numbers, streams and types, and quote nothing.
    static string KindOf(Exception fault) => fault is UnreadableEventException or UnreadableRowException or RolledBackException or LogReaderException
        ? fault.Message : fault is Npgsql.PostgresException database ? $"{fault.GetType().FullName} {database.SqlState}" : fault.GetType().FullName!;
}

/// <summary>
/// Follows the log of every partnership, on whichever host is elected for it: Marten's daemon hands it a page of the log after the other and keeps its place. A page
/// that fails stops it there; the daemon then tries again every few seconds, and readiness says so.
/// </summary>
abstract class Follower : SubscriptionBase
{
    /// <param name="name">Its place is kept under it for ever.</param>
    protected Follower(string name, int batchSize)
    {
        Name = name;
        IncludeArchivedEvents = true;
        Options.BatchSize = batchSize;
    }

    public sealed override async Task<IChangeListener> ProcessEventsAsync(EventRange page, ISubscriptionController controller, IDocumentOperations operations, CancellationToken cancellationToken)
    {
        try
        {
            return await HandleAsync(page, operations, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            throw new FollowerFaultException(fault);
        }
    }

    /// <param name="page">May hold no event that concerns it.</param>
    /// <param name="operations">Committed with its place.</param>
    protected abstract Task<IChangeListener> HandleAsync(EventRange page, IDocumentOperations operations, CancellationToken ct);
}
