using Npgsql;
using Nscp.Reviews.EventStore;
using Nscp.Reviews.Projections;
using Nscp.Reviews.Tool.Running;

namespace Nscp.Reviews.Tool.Maintaining;

/// <summary>Brings the schema up to date with the owner's connection, for those who keep that away from the host.</summary>
static class MigrateCommand
{
    public static async Task<int> RunAsync(Workplace place, bool acceptsDrift, CancellationToken cancellation)
    {
        await using var database = await Database.OpenAsync(place, new Lines(), cancellation);
        var all = Migration.OfTheStore.Concat(ReviewsTables.Migrations).ToList();
        var roles = new DatabaseRoles(UserOf(database.AppConnectionString, "Reviews"), UserOf(database.Log(), "ReviewsLog"));
        await using var owner = NpgsqlDataSource.Create(database.Owner());
        try
        {
            if (acceptsDrift)
                await Migrations.ApplyAndAcceptDriftAsync(owner, roles, all, cancellation);
            else
                await Migrations.ApplyAsync(owner, roles, all, cancellation);
        }
        catch (MigrationException unfit)
        {
            throw new ToolException(unfit.Message);
        }

        Console.WriteLine($"The schema of {database.Told} is up to date ({all.Count} migrations).");
        return 0;
    }

    static string UserOf(string connection, string name) =>
        new NpgsqlConnectionStringBuilder(connection).Username ?? throw new ToolException($"ConnectionStrings__{name} names no user.");
}
