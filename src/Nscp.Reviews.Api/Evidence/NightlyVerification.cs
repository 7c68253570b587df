namespace Nscp.Reviews.Api.Evidence;

/// <summary>Verifies the whole log each night, after two o'clock in London, in one of the hosts that have the keys and the log role's connection.</summary>
sealed class NightlyVerification(
    SealKeys keys, Anchoring anchoring, HostClock clock, ILoggerFactory loggers, [FromKeyedServices(Database.Log)] NpgsqlDataSource log)
{
    const int Looked = 20;

    static readonly Duration AfterMidnight = Duration.FromHours(2);
    static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    /// <summary>A run that began longer ago and has no end was broken off.</summary>
    static readonly Duration Longest = Duration.FromHours(6);

    readonly ILogger _logger = loggers.CreateLogger("Nscp.Reviews.Seals");

    internal async Task RunAsync(CancellationToken ct)
    {
        using var pauses = new PeriodicTimer(Pause);
        do
        {
            try
            {
                if (IsDue(await VerificationOffice.ListAsync(log, Looked, ct), clock.Now)) await VerifyAsync(ct);
            }
            catch (NpgsqlException fault)
            {
                _logger.LogWarning("The log was not verified to its end, and is tried again: {Fault}", fault.GetType().Name);
            }
        }
        while (await pauses.WaitForNextTickAsync(ct));
    }

    /// <summary>Once a night, whoever began it; at once where none ever came to its end since.</summary>
    internal static bool IsDue(IEnumerable<VerificationRun> runs, Instant now)
    {
        var night = NightBefore(now);
        return !runs.Any(run => run.StartedAt >= night && (run.FinishedAt is not null || now - run.StartedAt < Longest));
    }

    static Instant NightBefore(Instant now)
    {
        var today = London.DateOf(now);
        return Night(today) <= now ? Night(today) : Night(today.PlusDays(-1));
    }

    static Instant Night(LocalDate day) => London.EndOf(day.PlusDays(-1)) + AfterMidnight;

    async Task VerifyAsync(CancellationToken ct)
    {
        var report = await new Verification(log, keys.All, anchoring.Files, clock).RunAsync(VerificationCause.Scheduled, progress: null, ct);
        if (report.IsClean) _logger.LogInformation("The log was verified: {Events} events, nothing altered", report.Events);
        else _logger.LogCritical("The log was verified: {Found} things do not fit; see ./build.sh verify", report.Found);
    }
}
