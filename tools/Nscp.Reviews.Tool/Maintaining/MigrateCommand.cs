using Nscp.Reviews.Tool.Running;

namespace Nscp.Reviews.Tool.Maintaining;

/// <summary>Brings the schema up to date with the owner's connection, for those who keep that away from the host.</summary>
static class MigrateCommand
{
    public static async Task<int> RunAsync(Workplace place, TextWriter told, CancellationToken cancellation)
    {
        await using var database = await Database.OpenAsync(place, new Lines(), cancellation);
        database.Owner();
        database.Log();
        var code = await HostCommand.HearAsync(place, database, ["migrate"], told.WriteLine, cancellation);
        if (code == 0)
            await told.WriteLineAsync($"The schema of {database.Told} is up to date.");
        return code;
    }
}
