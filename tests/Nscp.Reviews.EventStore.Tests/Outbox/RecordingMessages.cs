using System.Text;
using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Promise 3, of messages: recorded with the append or not at all.</summary>
public class RecordingMessages(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    NaiveOutbox Naive => new(database.Store, database.Application);

    [Fact]
    public async Task Keeps_what_they_say_in_the_order_given()
    {
        var (tenant, stream) = Fresh();
        OutboxMessage[] messages = [Letters.Letter("one"), Letters.Letter("two", "parcel")];

        var opened = (AppendOutcome.Appended)await database.Store.AppendAsync(Letters.Opening(tenant, stream, messages), StoreDatabase.Ct);
        await database.Store.AppendAsync(Letters.Noting(tenant, stream, opened.Next, Letters.Letter("three")), StoreDatabase.Ct);

        (await database.TextsAsync($"select concat_ws(' ', version, number, kind, body->>'text', state, attempts) from es_outbox where stream_id = '{stream}' order by version, number"))
            .ShouldBe(["1 1 letter one pending 0", "1 2 parcel two pending 0", "2 1 letter three pending 0"]);
        (await database.TextsAsync($"select id from es_outbox where stream_id = '{stream}' and version = 1 order by number")).ShouldBe(messages.Select(one => $"{one.Id}"));
    }

    [Fact]
    public async Task Takes_no_further_round_trip()
    {
        await using var proxy = new CountingProxy(database.ApplicationConnectionString);
        await using var store = new Store(proxy.ConnectionString);
        await store.ReadAsync("trips", new StreamAddress.ById(Guid.CreateVersion7()), null, StoreDatabase.Ct);
        proxy.Take();

        for (var i = 0; i < 4; i++)
        {
            await store.AppendAsync(Letters.Opening("trips", Guid.CreateVersion7(), Letters.Letter(), Letters.Letter()), StoreDatabase.Ct);
            proxy.Take().ShouldBe(1, $"append {i}");
        }
    }

    [Fact]
    public Task Stores_nothing_when_the_backend_is_killed_at_the_message() => CheckKilledAsync(database.Store.AppendAsync);

    [Fact]
    public async Task Catches_a_store_that_records_messages_after_the_commit() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckKilledAsync(Naive.MessagesAfterAsync));

    [Fact]
    public Task Stores_no_message_of_an_append_that_somebody_was_faster_than() => CheckConflictAsync(database.Store.AppendAsync);

    [Fact]
    public async Task Catches_a_store_that_records_messages_before_the_append() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckConflictAsync(Naive.MessagesBeforeAsync));

    [Fact]
    public async Task Records_a_repeated_command_s_message_once()
    {
        var (tenant, stream) = Fresh();
        var append = Letters.Opening(tenant, stream, Letters.Letter());
        await database.Store.AppendAsync(append, StoreDatabase.Ct);

        (await database.Store.AppendAsync(append with { Messages = [Letters.Letter()] }, StoreDatabase.Ct)).ShouldBeOfType<AppendOutcome.AlreadyRecorded>();

        (await database.TextsAsync($"select count(*) from es_outbox where stream_id = '{stream}'")).ShouldBe(["1"]);
    }

    [Fact]
    public async Task Refuses_what_the_program_must_not_ask_for()
    {
        var (tenant, stream) = Fresh();
        var good = Letters.Letter();
        foreach (var (wrong, why) in ((Append, string)[])
        [
            (With(good, good), "A message has an id of its own"),
            (With(good with { Id = Guid.Empty }), "A message has an id of its own"),
            (With(good with { Kind = " " }), "Kind is mandatory"),
            (With(good with { Kind = new string('k', 201) }), "200"),
            (With(good with { Body = "[]"u8.ToArray() }), "no JSON object"),
            (With(good with { Body = Encoding.UTF8.GetBytes("{\"a\":1.5}") }), "no integer"),
            (With(good) with { Expected = new ExpectedVersion.Any(), Command = null, Rows = [] }, "expect one"),
            (With(good) with { Expected = Tickets.At(1), Events = [], Command = Tickets.Command(stream, 2, 1) }, "there are none"),
        ])
        {
            (await Should.ThrowAsync<ArgumentException>(() => database.Store.AppendAsync(wrong, StoreDatabase.Ct))).Message.ShouldContain(why);
        }
        (await database.EverythingAsync(tenant)).ShouldBeEmpty();

        Append With(params OutboxMessage[] messages) => Letters.Opening(tenant, stream, messages);
    }

    [Fact]
    public async Task Shows_messages_in_the_order_of_versions_to_whoever_looks_while_two_appends_race()
    {
        var (tenant, stream) = Fresh();
        var opened = (AppendOutcome.Appended)await database.Store.AppendAsync(Letters.Opening(tenant, stream, Letters.Letter()), StoreDatabase.Ct);
        // Version 2 has recorded its message and is not committed: it waits for nothing but our hand.
        await using var second = await database.Application.OpenConnectionAsync(StoreDatabase.Ct);
        await using var open = await second.BeginTransactionAsync(StoreDatabase.Ct);
        await NaiveOutbox.RunAsync(second,
            $"""
            select set_config('es.tenant', '{tenant}', true); select es_advance_stream('{tenant}', '{stream}', 1, 1, now());
            insert into es_outbox (tenant_id, stream_id, version, number, id, kind, body, recorded_at) values ('{tenant}', '{stream}', 2, 1, gen_random_uuid(), 'letter', '{"{}"}', now())
            """);

        var ahead = opened.Next with { Version = 2 };
        (await database.Store.AppendAsync(Letters.Noting(tenant, stream, ahead, Letters.Letter()), StoreDatabase.Ct)).ShouldBe(new AppendOutcome.Conflict(), "there is no version 2 to follow yet");
        var rival = database.Store.AppendAsync(Letters.Noting(tenant, stream, opened.Next, Letters.Letter()), StoreDatabase.Ct);
        await database.WaitForBlockedAsync(1);
        (await VersionsAsync()).ShouldBe(["1"], "the rival waits");
        await open.CommitAsync(StoreDatabase.Ct);
        (await rival).ShouldBe(new AppendOutcome.Conflict());
        (await VersionsAsync()).ShouldBe(["1", "2"]);
        (await database.Store.AppendAsync(Letters.Noting(tenant, stream, ahead, Letters.Letter()), StoreDatabase.Ct)).ShouldHaveAppended(3, 3);
        (await VersionsAsync()).ShouldBe(["1", "2", "3"]);

        Task<IReadOnlyList<string>> VersionsAsync() => database.TextsAsync($"select version from es_outbox where stream_id = '{stream}' order by 1");
    }

    static (string Tenant, Guid Stream) Fresh() => ($"letters-{Guid.NewGuid():n}", Guid.CreateVersion7());

    // The append has written everything but its message when it waits for the id that another transaction holds.
    async Task CheckKilledAsync(Appender appender)
    {
        var (tenant, stream) = Fresh();
        var message = Letters.Letter();
        await using var holder = await database.Super.OpenConnectionAsync(StoreDatabase.Ct);
        await using var held = await holder.BeginTransactionAsync(StoreDatabase.Ct);
        await NaiveOutbox.RunAsync(holder,
            $"insert into es_outbox (tenant_id, stream_id, version, number, id, kind, body, recorded_at) values ('{tenant}', gen_random_uuid(), 1, 1, '{message.Id}', 'letter', '{"{}"}', now())");
        var appending = appender(Letters.Opening(tenant, stream, message), StoreDatabase.Ct);
        await database.WaitForBlockedAsync(1);
        await database.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");

        await Should.ThrowAsync<NpgsqlException>(() => appending);
        await held.RollbackAsync(StoreDatabase.Ct);
        (await database.EverythingAsync(tenant)).ShouldBeEmpty();
    }

    async Task CheckConflictAsync(Appender appender)
    {
        var (tenant, stream) = Fresh();
        await database.Store.AppendAsync(Letters.Opening(tenant, stream), StoreDatabase.Ct);
        var stored = await database.EverythingAsync(tenant);

        (await appender(Letters.Opening(tenant, stream, Letters.Letter()) with { Command = null, Rows = [] }, StoreDatabase.Ct)).ShouldBe(new AppendOutcome.Conflict());

        (await database.EverythingAsync(tenant)).ShouldBe(stored);
    }
}
