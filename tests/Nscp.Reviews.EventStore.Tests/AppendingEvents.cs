namespace Nscp.Reviews.EventStore.Tests;

public class AppendingEvents(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    static readonly Guid Stream = new("01950000-0000-7000-8000-000000000001");

    [Fact]
    public async Task Numbers_the_events_from_one_without_gaps_and_reads_them_back_in_order()
    {
        (await database.Store.AppendAsync(Tickets.Appending("numbers", Stream, [], [Tickets.Opened("1"), Tickets.Noted("a")]), StoreDatabase.Ct))
            .ShouldHaveAppended(1, 2);
        (await database.Store.AppendAsync(new Append("numbers", Stream, "ticket", Tickets.At(2), [Tickets.Noted("b")], null, []), StoreDatabase.Ct))
            .ShouldHaveAppended(3, 3);

        var read = await database.Store.ReadAsync("numbers", new StreamAddress.ById(Stream), null, StoreDatabase.Ct);

        read.Version.ShouldBe(3);
        read.Events.Select(one => one.Version).ShouldBe([1, 2, 3]);
        read.Events.Select(one => one.Type).ShouldBe(["ticket_opened", "ticket_noted", "ticket_noted"]);
        read.Events.Select(one => one.Sequence).ShouldBeInOrder(SortDirection.Ascending);
    }

    [Fact]
    public async Task Writes_the_columns_as_other_software_expects_them()
    {
        await database.Store.AppendAsync(Tickets.Open("columns", Stream, "1"), StoreDatabase.Ct);

        (await database.TextsAsync("select concat_ws('|', type, version, timestamp at time zone 'utc', created at time zone 'utc', is_archived) from mt_streams where tenant_id = 'columns'"))
            .ShouldBe(["ticket|1|2026-03-02 09:30:00|2026-03-02 09:30:00|f"]);
        (await database.TextsAsync("select concat_ws('|', version, type, timestamp at time zone 'utc', correlation_id, user_name, is_archived, jsonb_typeof(headers), (headers ->> 'happenedOn')) from mt_events where tenant_id = 'columns'"))
            .ShouldBe(["1|ticket_opened|2026-03-02 09:30:00|c-1|u-7|f|object|2026-02-27"]);
    }

    [Fact]
    public async Task Gives_back_text_and_numbers_as_they_were_written()
    {
        const string data = """{"text": "Zoë’s 😀 \u2028 line\nand \"quote\"", "number": 9007199254740991, "list": [1, null, true]}""";
        var one = Tickets.Opened("1") with { Data = System.Text.Encoding.UTF8.GetBytes(data) };
        await database.Store.AppendAsync(new Append("text", Stream, "ticket", new ExpectedVersion.MustNotExist(), [one], null, []), StoreDatabase.Ct);

        var read = (await database.Store.ReadAsync("text", new StreamAddress.ById(Stream), null, StoreDatabase.Ct)).Events.ShouldHaveSingleItem();

        read.Id.ShouldBe(one.Id);
        System.Text.Json.JsonElement.DeepEquals(
            System.Text.Json.JsonDocument.Parse(read.Data).RootElement,
            System.Text.Json.JsonDocument.Parse(data).RootElement).ShouldBeTrue();
    }

    [Fact]
    public async Task At_any_version_makes_the_stream_or_goes_on_from_its_end()
    {
        Append Blind(params NewEvent[] events) => new("any", Stream, "ticket", new ExpectedVersion.Any(), events, null, []);
        (await database.Store.AppendAsync(Blind(Tickets.Opened("1"), Tickets.Noted("a")), StoreDatabase.Ct)).ShouldHaveAppended(1, 2);
        (await database.Store.AppendAsync(Blind(Tickets.Noted("b"), Tickets.Noted("c")), StoreDatabase.Ct)).ShouldHaveAppended(3, 4);

        var read = await database.Store.ReadAsync("any", new StreamAddress.ById(Stream), null, StoreDatabase.Ct);

        read.Events.Select(one => one.Version).ShouldBe([1, 2, 3, 4]);
        read.Events.Select(one => one.Sequence).ShouldBeInOrder(SortDirection.Ascending);
        (await database.TextsAsync("select version from mt_streams where tenant_id = 'any'")).ShouldBe(["4"]);
    }

    [Fact]
    public async Task Is_a_conflict_on_a_stream_that_is_not_there()
    {
        var append = new Append("absent", Stream, "ticket", Tickets.At(1), [Tickets.Noted("a")], null, []);
        (await database.Store.AppendAsync(append, StoreDatabase.Ct)).ShouldBe(new AppendOutcome.Conflict());
        (await database.EverythingAsync("absent")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Is_a_conflict_before_and_beyond_the_version_that_the_stream_is_at(int expected)
    {
        var tenant = $"version-{expected}";
        await database.Store.AppendAsync(Tickets.Appending(tenant, Stream, [], [Tickets.Opened("1"), Tickets.Noted("a")]), StoreDatabase.Ct);
        var stored = await database.EverythingAsync(tenant);
        var append = new Append(tenant, Stream, "ticket", Tickets.At(expected), [Tickets.Noted("b")], null, []);
        var onlyTheKey = append with { Events = [], Command = Tickets.Command(Stream, expected + 1, expected) };

        (await database.Store.AppendAsync(append, StoreDatabase.Ct)).ShouldBe(new AppendOutcome.Conflict());
        (await database.Store.AppendAsync(onlyTheKey, StoreDatabase.Ct)).ShouldBe(new AppendOutcome.Conflict());
        (await database.EverythingAsync(tenant)).ShouldBe(stored);
    }

    [Fact]
    public async Task Keeps_the_same_stream_id_of_two_tenants_apart()
    {
        await database.Store.AppendAsync(Tickets.Open("north", Stream, "1"), StoreDatabase.Ct);
        (await database.Store.AppendAsync(Tickets.Open("south", Stream, "1"), StoreDatabase.Ct)).ShouldHaveAppended(1, 1);
        (await database.Store.ReadAsync("north", new StreamAddress.ById(Stream), null, StoreDatabase.Ct)).Events.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Is_refused_as_a_mistake_of_the_program_when_it_contradicts_itself()
    {
        var good = Tickets.Open("mistakes", Stream, "1", Tickets.Command(Stream, 1, 1));
        Append[] mistakes =
        [
            good with { Tenant = " " },
            good with { StreamType = "" },
            good with { Events = [], Command = null },
            good with { Events = [], Command = Tickets.Command(Stream, 1, 0) },
            good with { Expected = Tickets.At(0) },
            good with { Expected = new ExpectedVersion.Any() },
            good with { Expected = new ExpectedVersion.Any(), Command = null },
            good with { Command = Tickets.Command(Stream, 1, 2) },
            good with { Command = Tickets.Command(Guid.CreateVersion7(), 1, 1) },
            good with { Command = good.Command! with { Digest = default } },
            good with { Rows = Tickets.Open("another", Stream, "1").Rows },
            good with { Events = [good.Events[0] with { Type = "" }] },
            good with { Events = [good.Events[0] with { Type = new string('a', 501) }] },
            good with { Events = [good.Events[0] with { Id = Guid.Empty }] },
        ];

        foreach (var mistake in mistakes)
            await Should.ThrowAsync<ArgumentException>(() => database.Store.AppendAsync(mistake, StoreDatabase.Ct), mistake.ToString());

        (await database.EverythingAsync("mistakes")).ShouldBeEmpty();
        (await database.Store.AppendAsync(good, StoreDatabase.Ct)).ShouldHaveAppended(1, 1);
    }
}
