using JasperFx.Events;
using Npgsql;

namespace Nscp.Reviews.Record.Tests;

/// <summary>Marten as one would use it who has not thought of races: what these do, the tests must catch.</summary>
sealed class Naive : IAsyncDisposable
{
    readonly NpgsqlDataSource _source;
    readonly DocumentStore _store;

    /// <param name="application">A connection string of the application's role; the tenant is named when a connection starts, as the product does it.</param>
    internal Naive(string application, string tenant, EventAppendMode mode = EventAppendMode.QuickWithServerTimestamps, Action<StoreOptions>? change = null)
    {
        _source = TenantSources.Create(application, tenant);
        _store = DocumentStore.For(options =>
        {
            ReviewsStore.Configure(options, _source);
            options.Events.AppendMode = mode;
            change?.Invoke(options);
        });
    }

    internal IDocumentSession Session(string tenant) => _store.LightweightSession(tenant);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _source.DisposeAsync();
    }
}
