using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Promise 6: a rebuild that ends in between has changed nothing, and the next one goes on from there.</summary>
public class RebuildingAgainAfterAKill(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    const string EndBackends = "select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = 'reviews_log' and datname = current_database()";

    public static TheoryData<RebuildPhase> Phases => [RebuildPhase.Building, RebuildPhase.CatchingUp, RebuildPhase.Comparing, RebuildPhase.Swapping];

    [Theory]
    [MemberData(nameof(Phases))]
    public Task Leaves_the_live_rows_when_its_connections_end_at(RebuildPhase phase) =>
        CheckAsync<NpgsqlException>(phase, () => database.ExecuteAsync(EndBackends));

    [Theory]
    [MemberData(nameof(Phases))]
    public Task Leaves_the_live_rows_when_it_fails_at(RebuildPhase phase) => CheckAsync<InvalidOperationException>(phase, Fail);

    [Fact]
    public async Task Leaves_the_live_rows_when_one_breaks_a_rule_of_its_table()
    {
        await SpoiledAsync();
        var live = await database.LiveRowsAsync();
        await database.ExecuteAsync("alter table ticket_note add constraint none check (body <> 'b') not valid");
        await Should.ThrowAsync<PostgresException>(() => database.RebuildAsync(Rebuilders.Nothing));
        (await database.LiveRowsAsync()).ShouldBe(live);

        await database.ExecuteAsync("alter table ticket_note drop constraint none");
        await database.RebuildAsync(Rebuilders.Nothing);
        await database.ShouldBeRightAsync();
    }

    [Fact]
    public async Task Needs_nothing_more_when_it_ends_after_the_swap()
    {
        await SpoiledAsync();
        await Should.ThrowAsync<InvalidOperationException>(() => database.RebuildAsync(Rebuilders.Once(RebuildPhase.Done, Fail)));
        await database.ShouldBeRightAsync();
        await database.RebuildAsync(Rebuilders.Nothing);
        await database.ShouldBeRightAsync();
        (await ShadowsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Folds_no_stream_again_that_has_not_changed()
    {
        await SpoiledAsync();
        await EndedAtAsync(RebuildPhase.CatchingUp, "1");
        var since = await database.OpenTicketAsync("kill", Tickets.Noted("since"));

        (await FoldedAsync("1")).ShouldBe([since]);

        await database.ShouldBeRightAsync();
    }

    [Fact]
    public async Task Goes_on_in_the_middle_of_building()
    {
        await database.ExecuteAsync(
            """
            insert into mt_streams (tenant_id, id, type, version) select 'many', ('00000000-0000-7000-8000-' || lpad(s::text, 12, '0'))::uuid, 'ticket', 8 from generate_series(1, 3000) s;
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id)
            select nextval('mt_events_sequence'), gen_random_uuid(), ('00000000-0000-7000-8000-' || lpad(s::text, 12, '0'))::uuid, v, jsonb_build_object('value', s || '-' || v),
                case v when 1 then 'ticket_opened' else 'ticket_noted' end, now(), 'many' from generate_series(1, 3000) s, generate_series(1, 8) v;
            """);
        var first = new StoppedAfterOneBatch();
        await Should.ThrowAsync<InvalidOperationException>(() => Rebuild.RunAsync(database.Log, new RebuildRequest(Rebuilders.Tables, Tickets.Rows, "middle"), first, StoreDatabase.Ct));
        var folded = await FoldedAsync("middle");

        folded.Count.ShouldBe((int)(first.Last.OfStreams - first.Last.Streams));
        folded.Distinct().Count().ShouldBe(folded.Count);
        await database.ShouldBeRightAsync();
    }

    [Fact]
    public async Task Begins_anew_for_another_version_of_the_program()
    {
        await SpoiledAsync();
        await EndedAtAsync(RebuildPhase.Comparing, "1");
        (await FoldedAsync("2")).Count.ShouldBe(await StreamsAsync());
        (await ShadowsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Begins_anew_for_another_layout_of_a_table()
    {
        await SpoiledAsync();
        await EndedAtAsync(RebuildPhase.Comparing, "1");
        await database.ExecuteAsync("alter table ticket alter column number type text");
        (await FoldedAsync("1")).Count.ShouldBe(await StreamsAsync());
        (await ShadowsAsync()).ShouldBeEmpty();
        await database.ShouldBeRightAsync();
    }

    [Fact]
    public async Task Begins_anew_for_other_tables_and_leaves_those_that_were_not_named()
    {
        await SpoiledAsync();
        await EndedAtAsync(RebuildPhase.Comparing, "1");
        var notes = await database.TextsAsync("select n::text from ticket_note n order by 1");

        await database.RebuildAsync(Rebuilders.Nothing, tables: [Tickets.Ticket]);

        (await database.TextsAsync("select n::text from ticket_note n order by 1")).ShouldBe(notes);
        (await database.TextsAsync("select count(*) from ticket where notes = 99")).ShouldBe(["0"]);
        (await ShadowsAsync()).ShouldBeEmpty();
        await database.RebuildAsync(Rebuilders.Nothing);
        await database.ShouldBeRightAsync();
    }

    async Task CheckAsync<TException>(RebuildPhase phase, Func<Task> end) where TException : Exception
    {
        await SpoiledAsync();
        var live = await database.LiveRowsAsync();
        await Should.ThrowAsync<TException>(() => database.RebuildAsync(Rebuilders.Once(phase, end)));
        (await database.LiveRowsAsync()).ShouldBe(live);

        await database.RebuildAsync(Rebuilders.Nothing);

        await database.ShouldBeRightAsync();
        (await ShadowsAsync()).ShouldBeEmpty();
    }

    static Task Fail() => throw new InvalidOperationException("ended");

    Task EndedAtAsync(RebuildPhase phase, string version) => Should.ThrowAsync<InvalidOperationException>(() => database.RebuildAsync(Rebuilders.Once(phase, Fail), version));

    async Task<List<Guid>> FoldedAsync(string version)
    {
        var folded = new List<Guid>();
        var request = new RebuildRequest(Rebuilders.Tables, project, version);
        await Rebuild.RunAsync(database.Log, request, null, StoreDatabase.Ct);
        return folded;

        IReadOnlyList<ProjectionRow> project(StreamHistory stream)
        {
            folded.Add(stream.StreamId);
            return Tickets.Rows(stream);
        }
    }

    async Task SpoiledAsync()
    {
        for (var i = 0; i < 3; i++)
            await database.OpenTicketAsync("kill", Tickets.Noted("a"), Tickets.Noted("b"));
        await database.ExecuteAsync("update ticket set notes = 99; delete from ticket_note where position = 1");
    }

    async Task<int> StreamsAsync() => int.Parse((await database.TextsAsync("select count(*) from mt_streams"))[0]);

    Task<IReadOnlyList<string>> ShadowsAsync() => database.TextsAsync("select relname from pg_class where relnamespace = 'es_shadow'::regnamespace");

    sealed class StoppedAfterOneBatch : IProgress<RebuildProgress>
    {
        internal RebuildProgress Last { get; private set; } = null!;

        public void Report(RebuildProgress value)
        {
            Last = value;
            if (value.Phase is not RebuildPhase.Building)
                throw new InvalidOperationException("There was but one batch.");
            if (value.Streams > 0)
                throw new InvalidOperationException("ended");
        }
    }
}
