using JasperFx.Events;
using Nscp.Reviews.Domain.Events;

namespace Nscp.Reviews.Followers.Tests.Hosts;

/// <summary>Appends through Marten as it is configured for the product, in whatever mode.</summary>
sealed class Writer : IAsyncDisposable
{
    static readonly object Fact = EventCatalogue.FromJson("hold_lifted", "{\"hold\": 1}"u8);

    readonly DocumentStore _store;
    readonly TenantSources _sources;

    internal Writer(ReviewsDatabase database, EventAppendMode? mode = null)
    {
        _sources = new TenantSources(database.ApplicationConnectionString);
        _store = DocumentStore.For(options =>
        {
            ReviewsStore.Configure(options, _sources.Of("NSCP"));
            options.ConfigureWritePolly(_ => { });
            if (mode is { } other) options.Events.AppendMode = other;
        });
    }

    /// <param name="before">How long the writer takes between its decision to write and the transaction.</param>
    /// <param name="within">How long the transaction stays open once the events are in it.</param>
    /// <param name="rolledBack">Whether it comes to nothing in the end.</param>
    internal async Task AppendAsync(int count, TimeSpan before = default, TimeSpan within = default, bool rolledBack = false)
    {
        await using var session = _store.LightweightSession("NSCP");
        if (before > TimeSpan.Zero) session.Listeners.Add(new Slow(before));
        session.Events.StartStream(typeof(Domain.Cases.Case), Guid.CreateVersion7(), Enumerable.Range(0, count).Select(_ => Event(session)));
        if (within > TimeSpan.Zero || rolledBack) session.QueueSqlCommand("insert into slowness (seconds, fails) values (?, ?)", within.TotalSeconds, rolledBack);
        try
        {
            await session.SaveChangesAsync(ReviewsDatabase.Ct);
            rolledBack.ShouldBeFalse();
        }
        catch (Marten.Exceptions.MartenCommandException) when (rolledBack)
        {
        }
    }

    /// <summary>With a hash that fits nothing: here nobody looks at it.</summary>
    static IEvent Event(IDocumentSession session)
    {
        var one = session.Events.BuildEvent(Fact);
        one.Headers = new Dictionary<string, object> { ["hash"] = "none" };
        return one;
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _sources.DisposeAsync();
    }

    sealed class Slow(TimeSpan wait) : DocumentSessionListenerBase
    {
        public override Task BeforeSaveChangesAsync(IDocumentSession session, CancellationToken token) => Task.Delay(wait, token);
    }
}
