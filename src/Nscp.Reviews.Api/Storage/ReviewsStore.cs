using JasperFx;
using JasperFx.Events;
using JasperFx.MultiTenancy;
using Marten;
using Marten.Services;
using Nscp.Reviews.Domain.Json;
using Casing = Weasel.Core.Casing;

namespace Nscp.Reviews.Api.Storage;

/// <summary>The second store over the same database: the log of every partnership, by the log role. What follows the log and what rebuilds work on it.</summary>
public interface ILogStore : IDocumentStore;

/// <summary>How Marten keeps the record. Each setting is needed: docs/storage.md says what goes wrong without it.</summary>
static class ReviewsStore
{
    /// <summary>Which partnership's rows a connection sees.</summary>
    internal const string TenantSetting = "es.tenant";

    internal static void Configure(StoreOptions options, NpgsqlDataSource source)
    {
        options.Connection(source);
        options.AutoCreateSchemaObjects = AutoCreate.None;
        options.DisableNpgsqlLogging = true;
        var events = options.Events;
        events.StreamIdentity = StreamIdentity.AsGuid;
        events.TenancyStyle = TenancyStyle.Conjoined;
        // Numbers are taken in the transaction that inserts them; in spite of the name the timestamps are ours.
        events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        events.UseExclusiveLockOnConcurrentAppends = true;
        // So that every host, and an operator, can tell how a follower does.
        events.EnableExtendedProgressionTracking = true;
        events.MetadataConfig.CorrelationIdEnabled = true;
        events.MetadataConfig.CausationIdEnabled = true;
        events.MetadataConfig.HeadersEnabled = true;
        events.MetadataConfig.UserNameEnabled = true;
        Map(events, EventCatalogue.Facts);
        Map(events, PartnershipCatalogue.Facts);
        Map(events, CalendarCatalogue.Facts);
        options.Serializer(Json());
        options.MapDocuments();
        CommandRecord.Map(options);
    }

    static void Map<TFact>(Marten.Events.IEventStoreOptions events, FactNames<TFact> names) where TFact : class
    {
        foreach (var name in names.All) events.MapEventType(names.TypeOf(name), name);
    }

    /// <summary>No event is stored without a hash, nor by an append that names no version: whatever session it comes by.</summary>
    internal sealed class Hashed : DocumentSessionListenerBase
    {
        public override Task BeforeSaveChangesAsync(IDocumentSession session, CancellationToken token)
        {
            foreach (var stream in session.PendingChanges.Streams())
                if (!(stream is { ActionType: StreamActionType.Start } or { ExpectedVersionOnServer: not null }) || !stream.Events.All(one => one.Headers?.ContainsKey("hash") == true))
                    throw new InvalidOperationException($"An event of stream {stream.Id} comes without its hash: events are recorded by CaseSession alone.");
            return Task.CompletedTask;
        }
    }

    // Setting the casing removes every enum converter: so the casing first, and the converter afterwards.
    internal static SystemTextJsonSerializer Json()
    {
        var json = new SystemTextJsonSerializer(new System.Text.Json.JsonSerializerOptions(DomainJson.Stored)) { Casing = Casing.CamelCase };
        json.Configure(options => options.Converters.Insert(0, Converters.Words));
        return json;
    }
}
