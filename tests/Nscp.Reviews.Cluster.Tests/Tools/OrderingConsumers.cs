using Nscp.Reviews.Tool;
using Nscp.Reviews.Tool.Maintaining;

namespace Nscp.Reviews.Cluster.Tests.Tools;

/// <summary><c>./build.sh consumers</c>.</summary>
public sealed class OrderingConsumers
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_holds_resumes_and_rewinds_them()
    {
        using var own = new OwnCluster();
        await using var cluster = await own.StartAsync();
        var place = new Workplace(Repository.Find()!, own.Options(), new Uri("http://localhost"));
        await MigrateCommand.RunAsync(place, acceptsDrift: false, Ct);
        (await SaidAsync(place)).ShouldBe("No consumer has run yet.\n");
        await Sql.RunAsync(cluster.LogConnectionString, "insert into es_consumer (name, position, state, stopped_at, stopped_event, fault, failures) values ('one', 7, 'running', null, null, null, 0), "
            + "('two', 3, 'stopped', 4, '00000000-0000-0000-0000-000000000004', 'System.FormatException', 3)");

        (await SaidAsync(place)).ShouldBe(
            "one: running, position 7, 0 behind\ntwo: stopped, position 3, 0 behind, stopped at 4 (event 00000000-0000-0000-0000-000000000004), failed 3 times: System.FormatException\n");
        (await SaidAsync(place, "pause", "one")).ShouldStartWith("one: paused, position 7");
        (await SaidAsync(place, "rewind", "one", "5")).ShouldStartWith("one: paused, position 5");
        (await SaidAsync(place, "resume", "one")).ShouldStartWith("one: running, position 5");
        (await SaidAsync(place, "resume", "two")).ShouldEndWith("two: running, position 3, 0 behind\n");
        (await Should.ThrowAsync<ToolException>(() => SaidAsync(place, "pause", "three"))).Message.ShouldBe("No consumer named three has ever run.");
        (await Should.ThrowAsync<ToolException>(() => SaidAsync(place, "rewind", "one", "6"))).Message.ShouldContain("never ahead");
        await Should.ThrowAsync<UsageException>(() => SaidAsync(place, "rewind", "one"));
    }

    static async Task<string> SaidAsync(Workplace place, params string[] arguments)
    {
        await using var told = new StringWriter { NewLine = "\n" };
        (await ConsumersCommand.RunAsync(place, arguments, told, Ct)).ShouldBe(0);
        return told.ToString();
    }
}
