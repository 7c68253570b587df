using System.Text;

namespace Nscp.Reviews.Evidence.Tests;

/// <summary>Promise 11, at the append: every event is chained to the one before it, so that what is altered, taken out or moved in a stream shows.</summary>
public class ChainingEvents(LogDatabase database) : IClassFixture<LogDatabase>
{
    [Fact]
    public async Task Stores_the_hash_that_its_columns_and_the_event_before_give()
    {
        var (tenant, stream) = Fresh();
        await AppendAsync(tenant, stream, Tickets.Opened("1"), Tickets.Noted("ä \u007f \u2028 😀 \" \\ \n \u0001"));
        await AppendAsync(tenant, stream, Tickets.Noted("b") with { Data = """{"zz": 9007199254740991, "value": "b", "é": [true, null, {"b": -1, "a": ""}], "￼": 1, "😀": 2}"""u8.ToArray() });

        await CheckAsync(tenant, stream);
    }

    [Theory]
    [InlineData("update mt_events set data = '{\"value\": \"other\"}' where version = 2")]
    [InlineData("update mt_events set headers = headers || '{\"happenedOn\": \"2020-01-01\"}' where version = 2")]
    [InlineData("update mt_events set headers = headers - 'hash' where version = 2")]
    [InlineData("update mt_events set timestamp = timestamp + interval '1 microsecond' where version = 1")]
    [InlineData("update mt_events set user_name = 'someone' where version = 3")]
    [InlineData("update mt_events set type = 'ticket_opened' where version = 3")]
    [InlineData("update mt_events set causation_id = '' where version = 3")]
    [InlineData("update mt_events set mt_dotnet_type = '' where version = 3")]
    [InlineData("update mt_events set bdata = '' where version = 3")]
    [InlineData("update mt_events set is_archived = true where version = 1")]
    [InlineData("update mt_events set version = 4 - version where version <> 2")]
    [InlineData("delete from mt_events where version = 1")]
    public Task Shows_what_was_done_to_the_stream(string tampering) => CheckShowsAsync(SecondReading.Ours, (_, stream) => TamperAsync(stream, tampering));

    [Fact]
    public Task Shows_an_event_that_was_altered_by_somebody_who_knows_how_it_is_hashed() =>
        CheckShowsAsync(SecondReading.Ours, (tenant, stream) => AlterAndHashAnewAsync(tenant, stream, SecondReading.Ours));

    [Fact]
    public async Task Catches_hashes_that_leave_out_the_event_before() => (await Assert.ThrowsAsync<ShouldAssertException>(() => CheckShowsAsync(
        SecondReading.WithoutTheEventBefore, (tenant, stream) => AlterAndHashAnewAsync(tenant, stream, SecondReading.WithoutTheEventBefore)))).Message.ShouldContain("nothing shows");

    [Theory]
    [InlineData("update mt_events set headers = headers || '{\"happenedOn\": \"2020-01-01\"}' where version = 2")]
    [InlineData("update mt_events set user_name = 'someone' where version = 3")]
    public async Task Catches_hashes_that_leave_out_who_and_when(string tampering) => (await Assert.ThrowsAsync<ShouldAssertException>(() => CheckShowsAsync(
        SecondReading.WithoutMetadata, (_, stream) => TamperAsync(stream, tampering)))).Message.ShouldContain("nothing shows");

    [Fact]
    public async Task Covers_an_event_of_other_software_by_the_next_of_ours()
    {
        var (tenant, stream) = Fresh();
        await AppendAsync(tenant, stream, Tickets.Opened("1"));
        await database.ExecuteAsync(
            $$"""
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived)
            select nextval('mt_events_sequence'), gen_random_uuid(), '{{stream}}', v, '{"value": 1.50, "large": 1e20}', 'made_elsewhere', now(), '{{tenant}}', 'Some.Type, Some', false from generate_series(2, 3) v;
            update mt_streams set version = 3 where id = '{{stream}}';
            """);
        await AppendAsync(tenant, stream, Tickets.Noted("ours again"));

        await CheckAsync(tenant, stream);
        await database.ExecuteAsync($$"""set session_replication_role = replica; update mt_events set data = '{"value": 1.5, "large": 1e20}' where stream_id = '{{stream}}' and version = 2""");
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckAsync(tenant, stream));
    }

    [Theory]
    [InlineData("""{"value": 1.5}""")]
    [InlineData("""{"value": 1e2}""")]
    [InlineData("""{"value": -0}""")]
    [InlineData("""{"value": 9007199254740992}""")]
    [InlineData("""{"value": 1, "value": 1}""")]
    [InlineData("""{"value": "\u0000"}""")]
    [InlineData("""{"value": "\ud800"}""")]
    [InlineData("""{"\ud800": 1}""")]
    [InlineData("""["value"]""")]
    [InlineData("""{"value": """)]
    [InlineData("")]
    public void Refuses_what_would_not_come_back_as_it_went(string data)
    {
        var (tenant, stream) = Fresh();
        Should.Throw<ArgumentException>(() => StreamRead.Of(tenant, []).Chain(stream, [Tickets.Opened("1") with { Data = Encoding.UTF8.GetBytes(data) }]));
    }

    [Fact]
    public void Writes_the_canonical_bytes_for_ever_alike()
    {
        // An approved sample: whoever verifies a bundle years from now computes this.
        var chained = EventChain.Chain(
            "NSCP", new Guid("01950000-0000-7000-8000-000000000001"), 0, null,
            [new NewEvent(new Guid("01950000-0000-7000-8000-000000000002"), "ticket_opened", """{"value": "1", "a": [2]}"""u8.ToArray(), Tickets.Metadata())])[0];

        chained.Hash.ToString().ShouldBe("0b0eddfee6ac9a6ca05ef941233be6c1c1990778ad89c4881aa3470f113f55d6");
    }

    static (string Tenant, Guid Stream) Fresh() => ($"chain-{Guid.NewGuid():n}", Guid.CreateVersion7());

    Task AppendAsync(string tenant, Guid stream, params NewEvent[] events) => database.AppendAsync(tenant, stream, events);

    Task CheckAsync(string tenant, Guid stream) => SecondReading.CheckAsync(database, tenant, stream, SecondReading.Ours);

    async Task CheckShowsAsync(Chaining chaining, Func<string, Guid, Task> tamper)
    {
        var (tenant, stream) = Fresh();
        await AppendAsync(tenant, stream, Tickets.Opened("1"), Tickets.Noted("a"), Tickets.Noted("b"));
        if (chaining != SecondReading.Ours)
            await SecondReading.HashAsync(database, tenant, stream, chaining);
        await SecondReading.CheckAsync(database, tenant, stream, chaining);

        await tamper(tenant, stream);

        var told = await Record.ExceptionAsync(() => SecondReading.CheckAsync(database, tenant, stream, chaining));
        told.ShouldBeOfType<ShouldAssertException>("nothing shows");
    }

    // Versions change places, so the index that keeps them apart stands back for a moment.
    Task TamperAsync(Guid stream, string tampering) => database.ExecuteAsync(
        $"""
        set session_replication_role = replica; drop index pk_mt_events_stream_and_version;
        {tampering} and stream_id = '{stream}';
        create unique index pk_mt_events_stream_and_version on mt_events (tenant_id, stream_id, version);
        """);

    async Task AlterAndHashAnewAsync(string tenant, Guid stream, Chaining chaining)
    {
        await TamperAsync(stream, "update mt_events set data = '{\"value\": \"other\"}' where version = 2");
        await SecondReading.HashAsync(database, tenant, stream, chaining, 2);
    }
}
