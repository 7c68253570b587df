using JasperFx;
using JasperFx.Events.Projections;
using JasperFx.MultiTenancy;
using Marten;
using Npgsql;
using Nscp.Reviews.Api.Storage;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Projections;

namespace Nscp.Reviews.Bench.Stock;

/// <summary>What a user of Marten would write, in a schema of its own: Marten's defaults, and row security as Marten gives it.</summary>
static class StockStore
{
    public const string Schema = "stock";

    public static async Task MakeAsync(BenchPlace place)
    {
        await place.RunAsync($"create schema {Schema}");
        await using (var store = Open(place.Superuser, AutoCreate.CreateOrUpdate))
            await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        await place.RunAsync(
            $"""
            create index words_searched on {Schema}.mt_doc_words
                using gin ((to_tsvector('pg_catalog.english', left(data ->> 'words', 100000)) || array_to_tsvector(array['=' || tenant_id]))) with (fastupdate = off);
            grant usage on schema {Schema} to reviews_app;
            grant all on all tables in schema {Schema} to reviews_app;
            grant all on all sequences in schema {Schema} to reviews_app;
            """);
    }

    public static DocumentStore Open(string connection, AutoCreate autoCreate = AutoCreate.None) => DocumentStore.For(options =>
    {
        var source = new NpgsqlDataSourceBuilder(connection);
        source.UseNodaTime();
        options.Connection(source.Build());
        options.DatabaseSchemaName = Schema;
        options.AutoCreateSchemaObjects = autoCreate;
        options.DisableNpgsqlLogging = true;
        options.UseRowLevelSecurity(ReviewsStore.TenantSetting);
        options.Events.TenancyStyle = TenancyStyle.Conjoined;
        var metadata = options.Events.MetadataConfig;
        metadata.CorrelationIdEnabled = metadata.CausationIdEnabled = metadata.HeadersEnabled = metadata.UserNameEnabled = true;
        foreach (var name in EventCatalogue.Names) options.Events.MapEventType(EventCatalogue.TypeOf(name), name);
        options.Serializer(ReviewsStore.Json());
        options.MapDocuments();
        CommandRecord.Map(options);
        options.Projections.Add(new StockCases(), ProjectionLifecycle.Live);
        options.Projections.Add(new StockDocuments(), ProjectionLifecycle.Inline, "documents");
        options.Projections.Add(new StockSnapshots(), ProjectionLifecycle.Async);
    });

    /// <summary>The product's streams too, so that both read the same rows.</summary>
    public static Task CopyAsync(BenchPlace place) => place.RunAsync(
        $"""
        insert into {Schema}.mt_streams (tenant_id, id, type, version, timestamp, created, is_archived) select tenant_id, id, type, version, timestamp, created, false from public.mt_streams;
        insert into {Schema}.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, correlation_id, causation_id, headers, user_name, is_archived)
        select seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, correlation_id, causation_id, headers, user_name, false from public.mt_events order by seq_id;
        select setval('{Schema}.mt_events_sequence', (select max(seq_id) from public.mt_events));
        analyze {Schema}.mt_streams, {Schema}.mt_events;
        """);
}
