using Nscp.Reviews.EventStore;
using Npgsql;

namespace Nscp.Reviews.Api;

/// <summary>Delivers the messages of the outbox, in a host that has the log reader's connection and an <see cref="OutboxHandler"/> among its services.</summary>
static class Delivery
{
    internal static void AddDelivery(this WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetConnectionString(Database.LogReader) is not { Length: > 0 } log) return;
        builder.Services.AddKeyedSingleton(Database.LogReader, (_, _) => StoreDataSource.Create(log));
        builder.Services.AddHostedService<DeliveryService>();
    }
}

sealed class DeliveryService(
    [FromKeyedServices(Database.LogReader)] NpgsqlDataSource log, Store store, IEnumerable<OutboxHandler> handlers, HostClock clock, ILogger<DeliveryService> logger) : BackgroundService
{
    /// <summary>How long a delivered message answers "was it sent, and when".</summary>
    internal static readonly Duration Kept = Duration.FromDays(90);

    static readonly TimeSpan OnceADay = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var known = handlers.ToList();
        if (known.Count == 0) return;
        var worker = new OutboxWorker(log, known, clock, null, store.MessagesRecorded, Tell);
        await Task.WhenAll(worker.RunAsync(stoppingToken), ForgetAsync(stoppingToken));
    }

    async Task ForgetAsync(CancellationToken stop)
    {
        using var days = new PeriodicTimer(OnceADay);
        do
        {
            try
            {
                await OutboxOffice.ForgetDeliveredBeforeAsync(log, clock.Now - Kept, stop);
            }
            catch (NpgsqlException fault)
            {
                logger.LogWarning("Messages delivered long ago were not deleted, and are tomorrow: {Fault}", fault.GetType().Name);
            }
        }
        while (await days.WaitForNextTickAsync(stop));
    }

    void Tell(OutboxNews news) => logger.Log(news is OutboxNews.Dead ? LogLevel.Error : LogLevel.Warning, "Outbox: {News}", news);
}

static class DeliveryHealth
{
    static readonly Duration Patience = Duration.FromMinutes(15);

    /// <summary>Why the host is degraded; empty when messages go out, and in a host without the log reader's connection, which cannot tell.</summary>
    internal static async Task<IReadOnlyList<string>> ReasonsAsync(IServiceProvider services, CancellationToken ct)
    {
        if (services.GetKeyedService<NpgsqlDataSource>(Database.LogReader) is not { } log) return [];
        try
        {
            return [.. Reasons(await OutboxOffice.CountAsync(log, ct), services.GetRequiredService<HostClock>().Now)];
        }
        catch (NpgsqlException)
        {
            // The application's own way to the database has been tried before: only messages stand still.
            return ["The outbox cannot be read with the log reader's connection."];
        }
    }

    static IEnumerable<string> Reasons(OutboxCounts counts, Instant now)
    {
        if (counts.Dead > 0)
            yield return $"Messages that could not be delivered, and hold up what follows them: {counts.Dead}. See ./build.sh outbox.";
        if (counts.OldestPending is { } oldest && now - oldest > Patience)
            yield return $"A message has waited to be delivered since {oldest}.";
    }
}
