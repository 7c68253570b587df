using Npgsql;
using Nscp.Reviews.EventStore;

namespace Nscp.Reviews.Api.Background;

/// <summary>Delivers the messages of the outbox, in a host that has the log reader's connection and a handler.</summary>
static class Delivery
{
    /// <summary>How long a delivered message answers "was it sent, and when".</summary>
    internal static readonly Duration Kept = Duration.FromDays(90);

    static readonly Duration Patience = Duration.FromMinutes(15);
    static readonly TimeSpan OnceADay = TimeSpan.FromDays(1);

    internal static IReadOnlyList<OutboxHandler> OfTheProduct { get; } = [];

    internal static void AddDelivery(this WebApplicationBuilder builder, IReadOnlyList<OutboxHandler> handlers)
    {
        if (builder.Configuration.GetConnectionString(Database.LogReader) is not { Length: > 0 } log) return;
        builder.Services.AddKeyedSingleton(Database.LogReader, (_, _) => StoreDataSource.Create(log));
        if (handlers.Count > 0)
            builder.Services.AddSingleton(services => new BackgroundWork("outbox", ct => RunAsync(services, handlers, ct)));
    }

    static async Task RunAsync(IServiceProvider services, IReadOnlyList<OutboxHandler> handlers, CancellationToken ct)
    {
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Nscp.Reviews.Outbox");
        var (log, clock) = (services.GetRequiredKeyedService<NpgsqlDataSource>(Database.LogReader), services.GetRequiredService<HostClock>());
        var worker = new OutboxWorker(
            log, handlers, clock, null, services.GetRequiredService<Store>().MessagesRecorded,
            news => logger.Log(news is OutboxNews.Dead ? LogLevel.Error : LogLevel.Warning, "Outbox: {News}", news));
        await Task.WhenAll(worker.RunAsync(ct), ForgetAsync(log, clock, logger, ct));
    }

    static async Task ForgetAsync(NpgsqlDataSource log, HostClock clock, ILogger logger, CancellationToken ct)
    {
        using var days = new PeriodicTimer(OnceADay);
        do
        {
            try
            {
                await OutboxOffice.ForgetDeliveredBeforeAsync(log, clock.Now - Kept, ct);
            }
            catch (NpgsqlException fault)
            {
                logger.LogWarning("Messages delivered long ago were not deleted, and are tomorrow: {Fault}", fault.GetType().Name);
            }
        }
        while (await days.WaitForNextTickAsync(ct));
    }

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
