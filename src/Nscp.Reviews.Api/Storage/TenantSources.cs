using System.Collections.Concurrent;

namespace Nscp.Reviews.Api.Storage;

/// <summary>
/// One source of connections for each partnership, which says whose rows it sees when a connection starts: so no request pays a round trip for it, and a
/// connection that goes back into the pool and is reset has the same partnership again.
/// </summary>
sealed class TenantSources(string application) : IAsyncDisposable
{
    const int Most = 16;

    readonly ConcurrentDictionary<string, Lazy<NpgsqlDataSource>> _sources = new(StringComparer.Ordinal);

    /// <param name="tenant">An organisation's code, or Marten's name for what belongs to none.</param>
    internal NpgsqlDataSource Of(string tenant) => _sources.GetOrAdd(tenant, one => new(() => Create(application, one))).Value;

    /// <param name="tenant">Null for none: such a connection sees no partnership's rows.</param>
    internal static NpgsqlDataSource Create(string connectionString, string? tenant)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { MaxAutoPrepare = 200, AutoPrepareMinUsages = 2, Enlist = false };
        if (!settings.ShouldSerialize("Maximum Pool Size")) settings.MaxPoolSize = Most;
        if (tenant is not null) settings.Options = $"{settings.Options} -c {ReviewsStore.TenantSetting}={tenant}".Trim();
        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        source.UseNodaTime();
        return source.Build();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in _sources.Values.Where(one => one.IsValueCreated)) await source.Value.DisposeAsync();
    }
}
