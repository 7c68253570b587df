namespace Nscp.Reviews.Api.Followers;

/// <summary>What the host does besides answering requests.</summary>
/// <param name="Name">For the log.</param>
/// <param name="RunAsync">Until it is cancelled.</param>
sealed record BackgroundWork(string Name, Func<CancellationToken, Task> RunAsync);

/// <summary>Runs every piece of background work. None takes the host or another one down: one that breaks is told and begun again.</summary>
sealed class BackgroundWorker(IEnumerable<BackgroundWork> all, ILoggerFactory loggers) : BackgroundService
{
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    readonly ILogger _logger = loggers.CreateLogger("Nscp.Reviews.Background");

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(all.Select(work => KeepAsync(work, stoppingToken)));

    async Task KeepAsync(BackgroundWork work, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                // Off the thread that starts the host.
                await Task.Run(() => work.RunAsync(ct), ct);
            }
            catch (Exception) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // Its type only: a message may quote a row.
                _logger.LogCritical("{Work} broke: {Fault}", work.Name, fault.GetType().FullName);
                await Task.Delay(Pause, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
