using Nscp.Reviews.Tool.Replaying;

namespace Nscp.Reviews.Cluster.Tests.Killing;

/// <summary>The check itself: it finds what a careless store would leave behind.</summary>
public sealed class CheckingAReplay(CheckingAReplay.Replayed replayed) : IClassFixture<CheckingAReplay.Replayed>
{
    const string Last = "(select id from mt_events order by seq_id desc limit 1)";

    const string DoubleTheLast =
        $"""
        insert into mt_events select nextval('mt_events_sequence'), gen_random_uuid(), stream_id, version + 1, data, bdata, type, timestamp, tenant_id,
            mt_dotnet_type, correlation_id, causation_id, headers, user_name, is_archived from mt_events where id = {Last};
        update mt_streams s set version = e.version from mt_events e where e.stream_id = s.id and e.id = {Last}
        """;

    [Theory]
    [InlineData("acknowledged events are lost", $"delete from mt_events where id = {Last}")]
    [InlineData("the events are other than", DoubleTheLast)]
    [InlineData("the events are other than", $$"""update mt_events set headers = headers || '{"happenedOn": "2024-01-01"}' where id = {{Last}}""")]
    [InlineData("gaps or doubles", "update mt_streams set version = version + 1")]
    [InlineData("do not follow", """update mt_doc_case set data = jsonb_set(data, '{listed,stage}', '"closed"')""")]
    [InlineData("do not follow", "delete from mt_doc_clock where id = (select min(id) from mt_doc_clock)")]
    [InlineData("do not follow", "insert into mt_doc_words select (jsonb_populate_record(w, jsonb_build_object('id', gen_random_uuid()))).* from mt_doc_words w limit 1")]
    public async Task Finds_what_was_spoiled(string complaint, string spoiling)
    {
        await using var database = await replayed.CopyAsync();
        var held = new Held(database);
        var undisturbed = await held.EventsAsync();

        await Sql.RunAsync(database.SuperuserConnectionString, $"set session_replication_role = replica; {spoiling}");

        (await Assert.ThrowsAsync<ShouldAssertException>(() => Replays.CheckAsync(held, undisturbed, replayed.Witness))).Message.ShouldContain(complaint);
    }

    [Fact]
    public async Task Finds_nothing_where_nothing_was_spoiled()
    {
        await using var database = await replayed.CopyAsync();
        var held = new Held(database);

        await Replays.CheckAsync(held, await held.EventsAsync(), replayed.Witness);
    }

    /// <summary>A database over which a script was played.</summary>
    public sealed class Replayed : IAsyncLifetime
    {
        TestDatabase _template = null!;

        internal Witness Witness { get; } = new();

        internal async Task<TestDatabase> CopyAsync() => await (await TestCluster.SharedAsync()).CreateDatabaseAsync(_template);

        public async ValueTask InitializeAsync() => _template = await (await TestCluster.SharedAsync()).CreateTemplateAsync(async (database, _) =>
        {
            await using var host = new HostOnTrial(database);
            await host.StartAsync();
            (await host.PlayAsync(Replays.Year2024To25, Witness, Replays.GivesUpAtOnce)).ShouldBe(new Played(Replays.Year2024To25.Steps.Count, 0, null));
        });

        public async ValueTask DisposeAsync()
        {
            Witness.Dispose();
            await _template.DisposeAsync();
        }
    }
}
