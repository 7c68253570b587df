using Marten.Services;
using Wolverine.Marten;
using Wolverine.Runtime;

namespace Nscp.Reviews.Followers.Tests.Hosts;

/// <summary>A follower that adds a row for each event it is handed, in the transaction that moves its place.</summary>
sealed class Noting : Follower
{
    readonly string _name, _host;
    readonly Func<EventRange, Task> _before;

    /// <param name="before">Called with each page, before its rows are added; null for nothing.</param>
    /// <param name="only">The one kind of event that it follows; null for all.</param>
    internal Noting(string name, int batchSize, string host = "", Func<EventRange, Task>? before = null, Type? only = null) : base(name, batchSize)
    {
        (_name, _host, _before) = (name, host, before ?? (_ => Task.CompletedTask));
        if (only is not null) IncludeType(only);
    }

    protected override async Task<IChangeListener> HandleAsync(EventRange page, IDocumentOperations operations, CancellationToken ct)
    {
        await _before(page);
        foreach (var one in page.Events)
            operations.QueueSqlCommand("insert into noted (follower, seq_id, tenant_id, stream_id, version, host) values (?, ?, ?, ?, ?, ?)", _name, one.Sequence, one.TenantId, one.StreamId, one.Version, _host);
        return NullChangeListener.Instance;
    }
}

/// <summary>Sends as the product's follower does, and is killed between the commit and the sending.</summary>
sealed class DyingBeforeItSends : Follower
{
    internal DyingBeforeItSends() : base("dying", 10) => IncludeType<Domain.Events.CalendarEvent.RevisionAccepted>();

    internal static IServiceProvider Services { get; set; } = null!;

    protected override async Task<IChangeListener> HandleAsync(EventRange page, IDocumentOperations operations, CancellationToken ct)
    {
        var outbox = new MartenOutbox(Services.GetRequiredService<IWolverineRuntime>(), (IDocumentSession)operations);
        foreach (var accepted in page.Events.Select(one => one.Data).OfType<Domain.Events.CalendarEvent.RevisionAccepted>()) await outbox.PublishAsync(new TellCases(accepted.Revision, null));
        return new Dying();
    }

    sealed class Dying : IChangeListener
    {
        public Task BeforeCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token) => Task.CompletedTask;

        public Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
        {
            using var self = System.Diagnostics.Process.GetCurrentProcess();
            self.Kill();
            return Task.CompletedTask;
        }
    }
}
