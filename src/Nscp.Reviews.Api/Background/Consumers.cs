using Npgsql;
using Nscp.Reviews.Api.Calendar;
using Nscp.Reviews.Api.Evidence;
using Nscp.Reviews.EventStore;

namespace Nscp.Reviews.Api.Background;

/// <summary>Consumers of the whole log: run by whichever host over the database is elected.</summary>
static class Consumers
{
    const int MostBehind = 1_000;

    static readonly Duration Patience = Duration.FromMinutes(1);

    /// <summary>A consumer's name is its checkpoint's for ever.</summary>
    static IReadOnlyList<Consumer> OfTheProduct(IServiceProvider services) => [services.GetRequiredService<MoveReports>().Consumer, .. services.GetRequiredService<Seals>().Consumers];

    /// <summary>Runs them when the host is given the log reader's connection; without it another host does.</summary>
    /// <param name="given">Those of the product when null.</param>
    internal static void AddConsumers(this WebApplicationBuilder builder, IReadOnlyList<Consumer>? given)
    {
        builder.Services.AddSingleton(services => given ?? OfTheProduct(services));
        builder.Services.AddHostedService<BackgroundWorker>();
        if (given is { Count: 0 } || builder.Configuration.GetConnectionString(Database.LogReader) is not { Length: > 0 } log)
            return;
        builder.Services.AddSingleton(services =>
        {
            var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Nscp.Reviews.Consumers");
            return new BackgroundWork("consumers", new ConsumerHost(log, services.GetRequiredService<IReadOnlyList<Consumer>>(), null, services.GetRequiredService<Store>().Signal, news => Tell(logger, news)).RunAsync);
        });
    }

    /// <summary>Why they are not as they should be, a sentence each; empty when they are.</summary>
    internal static async Task<IReadOnlyList<string>> ReasonsAsync(IReadOnlyList<Consumer> consumers, NpgsqlDataSource application, CancellationToken ct)
    {
        if (consumers.Count == 0) return [];
        var known = (await ConsumerOffice.ListAsync(application, ct)).ToDictionary(status => status.Name);
        return [.. consumers.Select(consumer => Reason(consumer.Name, known.GetValueOrDefault(consumer.Name))).OfType<string>()];
    }

    static string? Reason(string name, ConsumerStatus? status) => status switch
    {
        null => $"The consumer {name} has never run: no host has the log reader's connection yet.",
        { State: ConsumerState.Stopped } => $"The consumer {name} has stopped at event {status.StoppedAt}, which it cannot handle: see ./build.sh consumers.",
        { State: ConsumerState.Paused } => $"The consumer {name} is paused: ./build.sh consumers resume {name} lets it go on.",
        { Behind: > MostBehind } => $"The consumer {name} is {status.Behind} events behind.",
        { Behind: > 0 } when status.Quiet > Patience => $"The consumer {name} is {status.Behind} events behind and has not moved for a minute.",
        _ => null,
    };

    static void Tell(ILogger logger, ConsumerNews news)
    {
        switch (news)
        {
            case ConsumerNews.Elected:
                logger.LogInformation("Consumer {Consumer} is run by this host", news.Consumer);
                break;
            case ConsumerNews.Faulted faulted:
                logger.LogWarning("Consumer {Consumer} met {Fault} and tries again in {Milliseconds}", news.Consumer, faulted.Fault, Math.Round(faulted.Wait.TotalMilliseconds));
                break;
            case ConsumerNews.Stopped stopped:
                logger.LogCritical("Consumer {Consumer} has stopped at {Position}, event {Event}: {Fault}", news.Consumer, stopped.Position, stopped.EventId, stopped.Fault);
                break;
            default:
                throw new InvalidOperationException($"{news.GetType()} is not told.");
        }
    }
}
