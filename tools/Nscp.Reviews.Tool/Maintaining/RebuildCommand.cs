using Npgsql;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.EventStore;
using Nscp.Reviews.Projections;
using Nscp.Reviews.Tool.Running;
using Spectre.Console;

namespace Nscp.Reviews.Tool.Maintaining;

/// <summary>Makes every projection again from the events. Writers wait until it ends; readers see the old rows until then.</summary>
static class RebuildCommand
{
    public static async Task<int> RunAsync(Workplace place, CancellationToken cancellation)
    {
        await using var database = await Database.OpenAsync(place, new Lines(), cancellation);
        await using var log = NpgsqlDataSource.Create(database.Log());
        var done = await AnsiConsole.Status().StartAsync("Making the projections again ...", status => ReviewsRebuild.RunAsync(
            log, tenant => World.Shipped(OrganisationCode.Parse(tenant)), new Told(status), cancellation));
        Console.WriteLine($"The projections are made again: {done.Streams} streams, {done.Events} events, {done.Rows} rows.");
        return 0;
    }

    sealed class Told(StatusContext status) : IProgress<RebuildProgress>
    {
        const int Step = 100;

        public void Report(RebuildProgress value)
        {
            if (value.Streams % Step == 0) status.Status($"Making the projections again: {value.Streams} streams, {value.Events} events ...");
        }
    }
}
