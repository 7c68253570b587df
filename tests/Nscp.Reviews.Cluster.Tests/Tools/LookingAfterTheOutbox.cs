using NodaTime;
using Npgsql;
using Nscp.Reviews.EventStore;
using Nscp.Reviews.Tool;
using Nscp.Reviews.Tool.Maintaining;

namespace Nscp.Reviews.Cluster.Tests.Tools;

/// <summary><c>./build.sh outbox</c>, over the same data folder as a host that runs.</summary>
public sealed class LookingAfterTheOutbox
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static readonly Workplace Nowhere = new(
        Repository.Find()!, new ClusterOptions { DataFolder = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}"), BinariesFolder = Path.GetTempPath() }, new Uri("http://localhost"));

    [Theory]
    [InlineData("retry")]
    [InlineData("retry", "everything")]
    [InlineData("retry", "all", "--reason", "because")]
    [InlineData("drop", "0198c5a2-0000-7000-8000-000000000001")]
    [InlineData("drop", "0198c5a2-0000-7000-8000-000000000001", "--reason", " ")]
    [InlineData("drop", "all", "--reason", "because")]
    [InlineData("empty")]
    public async Task Is_refused_when_the_order_is_not_understood(params string[] order) =>
        (await Should.ThrowAsync<UsageException>(() => OutboxCommand.RunAsync(Nowhere, SystemClock.Instance, order, Ct))).Message.ShouldContain("./build.sh outbox drop");

    [Fact]
    public async Task Lists_retries_and_drops()
    {
        using var own = new OwnCluster();
        await using var cluster = await own.StartAsync();
        var place = new Workplace(Repository.Find()!, own.Options(), new Uri("http://localhost"));
        (await MigrateCommand.RunAsync(place, acceptsDrift: false, Ct)).ShouldBe(0);
        await using var log = NpgsqlDataSource.Create(cluster.LogConnectionString);
        Guid[] ids = [await DeadAsync(cluster.AppConnectionString, log), await DeadAsync(cluster.AppConnectionString, log)];

        await RunAsync("retry", $"{ids[0]}");
        (await OutboxOffice.DeadLettersAsync(log, 9, Ct)).ShouldHaveSingleItem().Id.ShouldBe(ids[1]);
        await RunAsync();
        await RunAsync("drop", $"{ids[1]}", "--reason", "Told by telephone.");
        (await OutboxOffice.CountAsync(log, Ct)).ShouldSatisfyAllConditions(counts => counts.Dead.ShouldBe(0), counts => counts.Pending.ShouldBe(1));
        await RunAsync("retry", "all");
        (await Should.ThrowAsync<ToolException>(() => RunAsync("retry", $"{ids[1]}"))).Message.ShouldContain("no dead letter");

        async Task RunAsync(params string[] order) => (await OutboxCommand.RunAsync(place, SystemClock.Instance, order, Ct)).ShouldBe(0);
    }

    static async Task<Guid> DeadAsync(string application, NpgsqlDataSource log)
    {
        var id = Guid.CreateVersion7();
        await Sql.RunAsync(application,
            $"""
            select set_config('es.tenant', 'NSCP', true); insert into es_outbox (tenant_id, stream_id, version, number, id, kind, body, recorded_at)
            values ('NSCP', gen_random_uuid(), 1, 1, '{id}', 'letter', '{"{}"}', now())
            """);
        await using var command = log.CreateCommand($"update es_outbox set state = 'dead', settled_at = now(), fault = 'A fault.' where id = '{id}'");
        await command.ExecuteNonQueryAsync(Ct);
        return id;
    }
}
