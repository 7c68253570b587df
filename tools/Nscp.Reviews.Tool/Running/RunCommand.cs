using NodaTime;

namespace Nscp.Reviews.Tool.Running;

/// <summary>Starts the database and the host, tells where to look, and stops both when it is told to stop.</summary>
static class RunCommand
{
    public static async Task<int> RunAsync(Workplace place, IClock clock, CancellationToken cancellation)
    {
        var begun = clock.GetCurrentInstant();
        var progress = new Lines();
        Directory.CreateDirectory(place.DataFolder);
        using var alone = RunLock.Take(place);
        await HostProcess.StopOrphanAsync(place, progress);
        Readiness.RefuseTakenPort(place.Address);
        place.Key();
        await using var database = await Database.OpenAsync(place, progress, cancellation);
        await using var host = HostProcess.Start(place, database);
        using var client = new HttpClient { BaseAddress = place.Address, Timeout = TimeSpan.FromSeconds(30) };
        await Readiness.WaitAsync(client, host, HostProcess.LogFile(place), clock, cancellation);
        var ready = clock.GetCurrentInstant() - begun;
        if (InDevelopment())
            await new Samples(place, client, clock).LoadIfEmptyAsync(cancellation);
        Welcome.Say(place, database, ready.TotalSeconds);
        return await WaitForTheEndAsync(place, host, cancellation);
    }

    static async Task<int> WaitForTheEndAsync(Workplace place, HostProcess host, CancellationToken cancellation)
    {
        try
        {
            await host.EndedAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Stopping ...");
            return 0;
        }
        throw new ToolException($"The host ended by itself. Its last words:\n{Readiness.LastLines(HostProcess.LogFile(place))}");
    }

    static bool InDevelopment() =>
        Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") is null or "" or "Development";
}
