using Npgsql;
using Nscp.Reviews.EventStore;
using Nscp.Reviews.Projections;
using Nscp.Reviews.Tool.Running;

namespace Nscp.Reviews.Tool.Maintaining;

/// <summary>Brings the schema up to date with the owner's connection, for those who keep that away from the host.</summary>
static class MigrateCommand
{
    public static async Task<int> RunAsync(Workplace place, CancellationToken cancellation)
    {
        await using var database = await Database.OpenAsync(place, new Lines(), cancellation);
        var all = Migration.OfTheStore.Concat(ReviewsTables.Migrations).ToList();
        var application = new NpgsqlConnectionStringBuilder(database.AppConnectionString).Username ?? throw new ToolException("ConnectionStrings__Reviews names no user.");
        await using var owner = NpgsqlDataSource.Create(database.Owner());
        try
        {
            await Migrations.ApplyAsync(owner, application, all, cancellation);
        }
        catch (MigrationException unfit)
        {
            throw new ToolException(unfit.Message);
        }

        Console.WriteLine($"The schema of {database.Told} is up to date ({all.Count} migrations).");
        return 0;
    }
}
