using JasperFx.Events.Projections;
using Marten;
using Marten.Services;
using Nscp.Reviews.Domain.Clocks;
using Wolverine;
using Wolverine.Marten;
using Wolverine.Runtime;

namespace Nscp.Reviews.Api.Followers;

/// <summary>A list of bank holidays was accepted: tell the cases that it may concern, a part at a time.</summary>
/// <param name="After">The last clock of the part before; null for the first part.</param>
public sealed record TellCases(int Revision, string? After) : IMessage;

/// <summary>A case may hold due dates that lists up to this one moved.</summary>
public sealed record ReportMoves(string Tenant, Guid Case, int Revision) : IMessage;

/// <summary>From the acceptance of a list to a message for each of its cases. The message that begins it is committed with the follower's place.</summary>
sealed class CalendarMoves : Follower
{
    internal const string Place = "calendar-moves";

    readonly IServiceProvider _services;

    internal CalendarMoves(IServiceProvider services) : base(Place, batchSize: 10)
    {
        _services = services;
        IncludeType<CalendarEvent.RevisionAccepted>();
    }

    protected override async Task<IChangeListener> HandleAsync(EventRange page, IDocumentOperations operations, CancellationToken ct)
    {
        var outbox = new MartenOutbox(_services.GetRequiredService<IWolverineRuntime>(), (IDocumentSession)operations);
        foreach (var accepted in page.Events.Where(one => one.StreamId == CalendarStream.Id).Select(one => one.Data).OfType<CalendarEvent.RevisionAccepted>())
            await outbox.PublishAsync(new TellCases(accepted.Revision, null));
        return new Sending(outbox);
    }

    /// <summary>Hands the messages on once they are committed; nobody else would, before this host ends.</summary>
    sealed class Sending(MartenOutbox outbox) : IChangeListener
    {
        public Task BeforeCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token) => Task.CompletedTask;

        public Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token) => outbox.FlushOutgoingMessagesAsync();
    }
}

/// <summary>Both may be done twice, and in another order than they were sent: what they do is decided by what is stored.</summary>
public static class CalendarMovesHandler
{
    const int AtOnce = 500;

    /// <param name="session">Asked for so that the messages to come are committed together with this one's end.</param>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Style", "IDE0060", Justification = "A handler that asks for a session is given a transaction.")]
    public static async Task HandleAsync(TellCases tell, IDocumentSession session, IMessageContext messages, IServiceProvider services, CancellationToken ct)
    {
        var revisions = await services.GetRequiredService<Worlds>().RevisionsAsync(ct);
        if (ClocksInReach.Days(CalendarDifference.Between(revisions[tell.Revision - 2].List, revisions[tell.Revision - 1].List)) is not { } days) return;
        await using var log = services.GetRequiredService<ILogStore>().QuerySession();
        var (cases, after) = await ClocksInReach.ReadAsync(log, days, tell.After, AtOnce, ct);
        foreach (var one in cases) await messages.PublishAsync(new ReportMoves(one.Tenant, one.Stream, tell.Revision));
        if (after is not null) await messages.PublishAsync(tell with { After = after });
    }

    public static Task HandleAsync(ReportMoves report, IServiceProvider services, CancellationToken ct) =>
        services.GetRequiredService<MoveReports>().ReportAsync(report.Tenant, report.Case, report.Revision, ct);
}
