using Nscp.Reviews.Cluster.Tests.Killing;
using Nscp.Reviews.Tool.Maintaining;

namespace Nscp.Reviews.Cluster.Tests.Tools;

/// <summary>The host's own command, as <c>./build.sh migrate</c> starts it.</summary>
public sealed class MigratingByCommand
{
    [Fact]
    public async Task Is_refused_in_one_sentence_where_the_database_is_newer()
    {
        await using var database = await (await TestCluster.SharedAsync()).CreateDatabaseAsync();
        (await MigrateAsync(database)).ShouldBe((0, ""));
        (await MigrateAsync(database)).ShouldBe((0, ""), "again: nothing to do");
        await Sql.RunAsync(database.OwnerConnectionString, "update es_release set number = 99");

        var (code, said) = await MigrateAsync(database);

        code.ShouldBe(1);
        said.ShouldStartWith("The database is newer than this program: it has release 99 of the schema");
        said.ShouldNotContain("\n");
    }

    static async Task<(int Code, string Said)> MigrateAsync(TestDatabase database)
    {
        var (said, ct) = (new List<string>(), TestContext.Current.CancellationToken);
        using var place = new TemporaryPlace();
        var given = Tool.Running.Database.Given(database.AppConnectionString, database.OwnerConnectionString, database.LogConnectionString);
        var code = await HostCommand.HearAsync(place.Workplace, given, ["migrate"], said.Add, ct);
        return (code, string.Join('\n', said));
    }
}
