using Nscp.Reviews.Tool;
using Nscp.Reviews.Tool.Maintaining;

namespace Nscp.Reviews.Cluster.Tests.Tools;

/// <summary><c>./build.sh migrate</c>, then <c>./build.sh followers</c>.</summary>
public sealed class ListingFollowers
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Says_how_each_does_how_far_it_has_come_and_why_it_has_stopped()
    {
        using var own = new OwnCluster();
        await using var cluster = await own.StartAsync();
        var place = new Workplace(Repository.Find()!, own.Options(), new Uri("http://localhost"));
        (await Should.ThrowAsync<ToolException>(() => SaidAsync(place))).Message.ShouldBe("The database has no schema yet: run ./build.sh migrate.");
        (await MigrateCommand.RunAsync(place, TextWriter.Null, Ct)).ShouldBe(0);
        (await SaidAsync(place)).ShouldBe("No host has followed the log yet.\n");

        await Sql.RunAsync(cluster.LogConnectionString,
            """
            insert into mt_event_progression (name, last_seq_id, agent_status, pause_reason) values
                ('HighWaterMark', 1234, null, null), ('HighWaterAllocationFence', 1234, null, null), ('documents:All', 500, 'Running', null),
                ('sealer:All', 1234, 'Running', 'An older fault.'), ('calendar-moves:All', 1227, 'Paused', E'Npgsql.PostgresException 42501\n   at Somewhere()')
            """);

        (await SaidAsync(place)).ShouldBe(
            """
            Follower        Status   Position  Behind  Why
            calendar-moves  paused      1,227       7  Npgsql.PostgresException 42501
            sealer          running     1,234       0

            One that has stopped is tried again every few seconds by the host that runs it; nothing is passed over. Put right what it says, and it goes on.

            """);
    }

    static async Task<string> SaidAsync(Workplace place)
    {
        await using var told = new StringWriter { NewLine = "\n" };
        (await FollowersCommand.RunAsync(place, told, Ct)).ShouldBe(0);
        return told.ToString();
    }
}
