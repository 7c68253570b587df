using System.Text;
using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

public class ReadingAStore(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    [Fact]
    public async Task Finds_a_stream_by_what_it_is_known_by()
    {
        var (tenant, stream) = Fresh();
        await database.Store.AppendAsync(Tickets.Open(tenant, stream, "T-1"), StoreDatabase.Ct);

        var read = await database.Store.ReadAsync(tenant, new StreamAddress.ByLookup(Tickets.ByNumber, "T-1"), null, StoreDatabase.Ct);

        (read.StreamId, read.Version, read.Events.Count).ShouldBe((stream, 1, 1));
    }

    [Fact]
    public async Task Finds_nothing_where_there_is_nothing()
    {
        var (tenant, stream) = Fresh();
        foreach (var address in (StreamAddress[])[new StreamAddress.ById(stream), new StreamAddress.ByLookup(Tickets.ByNumber, "T-0")])
        {
            var read = await database.Store.ReadAsync(tenant, address, new CommandKey("u-7", "POST /tickets", "k-0"), StoreDatabase.Ct);
            (read.StreamId, read.Version, read.Events.Count, read.Command).ShouldBe((null, 0, 0, null));
        }
    }

    [Fact]
    public async Task Finds_nothing_of_another_tenant()
    {
        var (tenant, stream) = Fresh();
        await database.Store.AppendAsync(Tickets.Open(tenant, stream, "T-2"), StoreDatabase.Ct);
        var (other, _) = Fresh();

        (await database.Store.ReadAsync(other, new StreamAddress.ById(stream), null, StoreDatabase.Ct)).StreamId.ShouldBeNull();
        (await database.Store.ReadAsync(other, new StreamAddress.ByLookup(Tickets.ByNumber, "T-2"), null, StoreDatabase.Ct)).StreamId.ShouldBeNull();
        (await AllAsync(other)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Leaves_no_tenant_behind_on_the_pooled_connection()
    {
        var (tenant, stream) = Fresh();
        await database.Store.AppendAsync(Tickets.Open(tenant, stream, "T-3"), StoreDatabase.Ct);
        await database.Store.ReadAsync(tenant, new StreamAddress.ById(stream), null, StoreDatabase.Ct);

        (await StoreDatabase.TextsAsync(database.Application, "select coalesce(nullif(current_setting('es.tenant', true), ''), 'none')")).ShouldBe(["none"]);
    }

    [Fact]
    public async Task Gives_every_stream_of_a_tenant_whole_and_one_after_the_other()
    {
        var (tenant, _) = Fresh();
        var streams = Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7()).Order().ToList();
        foreach (var stream in streams)
            await database.Store.AppendAsync(Tickets.Open(tenant, stream, $"{stream}"), StoreDatabase.Ct);
        foreach (var stream in streams)
            await database.Store.AppendAsync(new Append(tenant, stream, "ticket", Tickets.At(1), [Tickets.Noted("a"), Tickets.Noted("b")], null, []), StoreDatabase.Ct);

        var all = await AllAsync(tenant);

        all.Select(stream => stream.StreamId).ShouldBe(streams);
        foreach (var stream in all)
        {
            (stream.Tenant, stream.StreamType).ShouldBe((tenant, "ticket"));
            stream.Events.Select(one => one.Version).ShouldBe([1, 2, 3]);
        }
    }

    /// <summary>What is the same in the headers of events that follow each other is not read again: so each must differ in one thing, also in what looks like a hash and is none.</summary>
    [Fact]
    public async Task Tells_the_metadata_of_each_event_apart_however_alike_they_are()
    {
        var (tenant, stream) = Fresh();
        EventMetadata[] all =
        [
            Tickets.Metadata(), Tickets.Metadata(), Tickets.Metadata() with { KnownOn = new(2024, 2, 29) }, Tickets.Metadata() with { RecorderName = "Jos\u00e9 \"Pepe\" \u017b" }, Tickets.Metadata() with { CalendarRevision = 2 },
            Tickets.Metadata() with { Reason = new string('r', 300) }, Tickets.Metadata() with { HappenedOn = new(1066, 10, 14) }, Tickets.Metadata() with { Despite = ["late"] }, Tickets.Metadata(),
        ];
        await database.Store.AppendAsync(new Append(tenant, stream, "ticket", new ExpectedVersion.MustNotExist(), [.. all.Select(metadata => Tickets.Noted("same") with { Metadata = metadata })], null, []), StoreDatabase.Ct);
        // The hash of the second is short, and its reason reaches as far as the hash of others.
        await database.ExecuteAsync(
            $"""
            set session_replication_role = replica;
            update mt_events set headers = jsonb_set(jsonb_set(headers, '{"{hash}"}', '"f"'), '{"{reason}"}', to_jsonb(repeat('x', 64 - length('f", "reason": "')))) where tenant_id = '{tenant}' and version = 2
            """);

        var read = await database.Store.ReadAsync(tenant, new StreamAddress.ById(stream), null, StoreDatabase.Ct);

        all[1] = all[1] with { Reason = new string('x', 49) };
        read.Events.Select(one => one.Metadata).ShouldBe(all);
    }

    [Fact]
    public async Task Gives_what_is_made_of_each_event_in_its_order_and_of_no_tombstone()
    {
        var (tenant, stream) = Fresh();
        await database.Store.AppendAsync(Tickets.Open(tenant, stream, "T-9"), StoreDatabase.Ct);
        await InsertAsync(tenant, stream, 2, "tombstone", "null");
        await InsertAsync(tenant, stream, 3, "made_elsewhere", "null");

        var (read, made) = await database.Store.ReadAsync(tenant, new StreamAddress.ById(stream), null, stored => $"{stored.Version} {stored.Type}", StoreDatabase.Ct);

        made.ShouldBe(["1 ticket_opened", "3 made_elsewhere"]);
        read.Version.ShouldBe(3);
        await Should.ThrowAsync<FormatException>(() => database.Store.ReadAsync<int>(tenant, new StreamAddress.ById(stream), null, _ => throw new FormatException(), StoreDatabase.Ct));
        (await database.Store.ReadAsync(tenant, new StreamAddress.ById(stream), null, StoreDatabase.Ct)).Version.ShouldBe(3, "the connection is as good as before");
    }

    [Fact]
    public async Task Begins_again_with_the_first_event_when_the_connection_had_gone()
    {
        var (tenant, stream) = Fresh();
        await using var store = new Store(new NpgsqlConnectionStringBuilder(database.ApplicationConnectionString) { MaxPoolSize = 1, ApplicationName = "gone" }.ConnectionString);
        await store.AppendAsync(Tickets.Open(tenant, stream, "T-8"), StoreDatabase.Ct);
        await database.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'gone'");

        var (_, made) = await store.ReadAsync(tenant, new StreamAddress.ById(stream), null, stored => stored.Version, StoreDatabase.Ct);

        made.ShouldBe([1]);
    }

    [Fact]
    public async Task Reads_rows_of_other_software_and_says_that_they_have_no_metadata()
    {
        var (tenant, stream) = Fresh();
        await database.ExecuteAsync($"insert into mt_streams (tenant_id, id, version) values ('{tenant}', '{stream}', 6)");
        string[] headers =
        [
            "null",
            "'{}'",
            """'{"recorderName": "A", "unknown": {"deep": [1, {"x": 2}]}}'""",
            """'{"recorderName": 7, "recorderRole": ["r"], "recorderOrganisation": {"howKnown": "x"}, "actorOrganisation": null, "howKnown": true, "happenedOn": "soon", "knownOn": 1, "calendarRevision": "one"}'""",
            "'[1, 2]'",
            "'7'",
        ];
        for (var i = 0; i < headers.Length; i++)
            await InsertAsync(tenant, stream, i + 1, "made_elsewhere", headers[i]);

        var read = await database.Store.ReadAsync(tenant, new StreamAddress.ById(stream), null, StoreDatabase.Ct);

        read.Events.Count.ShouldBe(6);
        read.Events.ShouldAllBe(one => one.Metadata == null && one.Type == "made_elsewhere");
        Encoding.UTF8.GetString(read.Events[0].Data.Span).ShouldBe("""{"value": "x"}""");
    }

    [Fact]
    public async Task Reads_our_metadata_among_properties_that_it_does_not_know()
    {
        var (tenant, stream) = Fresh();
        await database.Store.AppendAsync(Tickets.Open(tenant, stream, "T-4"), StoreDatabase.Ct);
        await database.ExecuteAsync($$"""set session_replication_role = replica; update mt_events set headers = headers || '{"aaa": {"howKnown": 1}, "zzz": [1], "hash": "00"}' where tenant_id = '{{tenant}}'""");

        (await database.Store.ReadAsync(tenant, new StreamAddress.ById(stream), null, StoreDatabase.Ct)).Events.ShouldHaveSingleItem().Metadata.ShouldBe(Tickets.Metadata());
    }

    [Fact]
    public async Task Skips_tombstones_but_counts_their_versions()
    {
        var (tenant, stream) = Fresh();
        await database.ExecuteAsync($"insert into mt_streams (tenant_id, id, version) values ('{tenant}', '{stream}', 2)");
        await InsertAsync(tenant, stream, 1, "made_elsewhere", "null");
        await InsertAsync(tenant, stream, 2, "tombstone", "null");

        var read = await database.Store.ReadAsync(tenant, new StreamAddress.ById(stream), null, StoreDatabase.Ct);

        (read.Version, read.Events.Count).ShouldBe((2, 1));
        (await AllAsync(tenant)).ShouldHaveSingleItem().Events.Count.ShouldBe(1);
    }

    static (string Tenant, Guid Stream) Fresh() => ($"read-{Guid.NewGuid():n}", Guid.CreateVersion7());

    Task InsertAsync(string tenant, Guid stream, int version, string type, string headers) => database.ExecuteAsync(
        $$"""
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, headers, user_name, correlation_id, is_archived)
        values (nextval('mt_events_sequence'), gen_random_uuid(), '{{stream}}', {{version}}, '{"value": "x"}', '{{type}}', now(), '{{tenant}}', null, {{headers}}, 'someone', 'c', false)
        """);

    async Task<List<StreamHistory>> AllAsync(string tenant)
    {
        var all = new List<StreamHistory>();
        await foreach (var stream in database.Store.ReadAllStreamsAsync(tenant, StoreDatabase.Ct))
            all.Add(stream);
        return all;
    }
}
