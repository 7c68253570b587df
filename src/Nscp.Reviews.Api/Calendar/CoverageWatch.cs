using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Api.Calendar;

/// <summary>Says in readiness and in the log when the list of bank holidays comes to its end. Each partnership is told of its own clocks with its deadlines.</summary>
sealed class CoverageWatch(Worlds worlds, HostClock clock, ILoggerFactory loggers, ILogStore? log = null)
{
    static readonly TimeSpan OnceADay = TimeSpan.FromDays(1);

    readonly ILogger _logger = loggers.CreateLogger("Nscp.Reviews.Calendar");

    /// <summary>A host without the log role's connection sees no clocks across partnerships, and tells of the list alone.</summary>
    internal async Task<IReadOnlyList<string>> WarningsAsync(CancellationToken ct)
    {
        var coverage = (await worlds.CalendarsAsync(ct)).InForce.Coverage;
        return CoverageWarnings.Of(coverage, clock.Today, await AtTheEdgeAsync(coverage, ct));
    }

    async Task<ClocksAtTheEdge> AtTheEdgeAsync(CoveredYears coverage, CancellationToken ct)
    {
        if (log is null) return default;
        try
        {
            await using var session = log.QuerySession();
            return await DeadlineList.AtTheEdgeAsync(session, coverage, ct);
        }
        catch (Exception fault) when (Breakage.IsOutOfReach(fault) || fault is Marten.Exceptions.MartenCommandException)
        {
            // Readiness tells elsewhere that the log role is shut out; the list itself can still be told of.
            _logger.LogWarning("Clocks near the end of the bank-holiday calendar could not be counted: {Fault}", fault.GetType().Name);
            return default;
        }
    }

    internal async Task RunAsync(CancellationToken ct)
    {
        using var days = new PeriodicTimer(OnceADay);
        do
        {
            try
            {
                foreach (var warning in await WarningsAsync(ct)) _logger.LogWarning("{Warning}", warning);
            }
            catch (Exception fault) when (Breakage.IsOutOfReach(fault))
            {
                _logger.LogWarning("What the bank-holiday calendar covers was not looked at, and is tomorrow: {Fault}", fault.GetType().Name);
            }
        }
        while (await days.WaitForNextTickAsync(ct));
    }
}
