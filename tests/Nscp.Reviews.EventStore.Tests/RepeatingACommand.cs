using NodaTime;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Promise 2: a repeat returns what was recorded then; another request under the same key is refused; nothing is dropped silently.</summary>
public class RepeatingACommand(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    [Fact]
    public Task Returns_what_was_recorded_and_stores_nothing() => CheckRepeatAsync(database.Store.AppendAsync);

    [Fact]
    public async Task Catches_a_store_that_calls_a_repeat_a_conflict() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckRepeatAsync(new NaiveStores(database.Application).WithoutTransactionAsync));

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public async Task Stores_it_once_when_repeats_race(int repeats)
    {
        for (var round = 0; round < Soak.Rounds(10, times: 10); round++)
            await CheckRaceAsync(database.Store.AppendAsync, repeats);
    }

    [Fact]
    public async Task Catches_a_store_that_looks_up_and_then_appends() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckRaceAsync(new NaiveStores(database.Application).LookUpThenAppendAsync, 2));

    [Fact]
    public Task Is_refused_with_another_request() => CheckReusedAsync(database.Store.AppendAsync);

    [Fact]
    public async Task Catches_a_store_that_ignores_the_digest() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckReusedAsync(new NaiveStores(database.Application).LookUpThenAppendAsync));

    [Fact]
    public async Task Is_seen_before_the_conflict_that_a_later_state_would_be()
    {
        var (tenant, stream) = Fresh();
        var request = Tickets.Open(tenant, stream, "1", Tickets.Command(stream, 1, 1));
        await database.Store.AppendAsync(request, StoreDatabase.Ct);
        await database.Store.AppendAsync(Tickets.Appending(tenant, stream, request.Events, [Tickets.Noted("later")]), StoreDatabase.Ct);

        (await database.Store.AppendAsync(request, StoreDatabase.Ct)).ShouldBeOfType<AppendOutcome.AlreadyRecorded>().Record.ToVersion.ShouldBe(1);
    }

    [Fact]
    public async Task Is_found_by_its_key_when_reading()
    {
        var (tenant, stream) = Fresh();
        var command = Tickets.Command(stream, 1, 1);
        await database.Store.AppendAsync(Tickets.Open(tenant, stream, "1", command), StoreDatabase.Ct);

        var read = await database.Store.ReadAsync(tenant, new StreamAddress.ById(Guid.CreateVersion7()), command.Key, StoreDatabase.Ct);

        read.StreamId.ShouldBeNull();
        ShouldBeTheSame(read.Command.ShouldNotBeNull(), command);
        (await database.Store.ReadAsync(tenant, new StreamAddress.ById(stream), command.Key with { Caller = "u-8" }, StoreDatabase.Ct)).Command.ShouldBeNull();
        (await database.Store.ReadAsync(tenant, new StreamAddress.ById(stream), command.Key with { Route = "POST /other" }, StoreDatabase.Ct)).Command.ShouldBeNull();
        (await database.Store.ReadAsync("another", new StreamAddress.ById(stream), command.Key, StoreDatabase.Ct)).Command.ShouldBeNull();
    }

    [Fact]
    public async Task Notes_the_key_of_a_command_that_changed_nothing()
    {
        var (tenant, stream) = Fresh();
        var opened = Tickets.Open(tenant, stream, "1");
        await database.Store.AppendAsync(opened, StoreDatabase.Ct);
        var nothing = new Append(tenant, stream, "ticket", Tickets.At(1), [], Tickets.Command(stream, 2, 1), []);

        (await database.Store.AppendAsync(nothing, StoreDatabase.Ct)).ShouldHaveAppended(2, 1);
        (await database.Store.AppendAsync(nothing, StoreDatabase.Ct)).ShouldBeOfType<AppendOutcome.AlreadyRecorded>();
        (await database.Store.ReadAsync(tenant, new StreamAddress.ById(stream), null, StoreDatabase.Ct)).Version.ShouldBe(1);
        (await database.Store.AppendAsync(Tickets.Appending(tenant, stream, opened.Events, [Tickets.Noted("a")]), StoreDatabase.Ct)).ShouldHaveAppended(2, 2);
    }

    [Fact]
    public async Task Is_forgotten_by_operators_only_before_the_instant_given()
    {
        var (tenant, stream) = Fresh();
        var command = Tickets.Command(stream, 1, 1);
        await database.Store.AppendAsync(Tickets.Open(tenant, stream, "1", command), StoreDatabase.Ct);

        await CommandRecord.ForgetBeforeAsync(database.Log, Tickets.Morning, StoreDatabase.Ct);
        (await database.Store.ReadAsync(tenant, new StreamAddress.ById(stream), command.Key, StoreDatabase.Ct)).Command.ShouldNotBeNull();
        await CommandRecord.ForgetBeforeAsync(database.Log, Tickets.Morning + Duration.FromNanoseconds(1000), StoreDatabase.Ct);
        (await database.Store.ReadAsync(tenant, new StreamAddress.ById(stream), command.Key, StoreDatabase.Ct)).Command.ShouldBeNull();
    }

    static (string Tenant, Guid Stream) Fresh() => ($"repeat-{Guid.NewGuid():n}", Guid.CreateVersion7());

    async Task CheckRepeatAsync(Appender appender)
    {
        var (tenant, stream) = Fresh();
        var request = Tickets.Open(tenant, stream, "1", Tickets.Command(stream, 1, 1));
        (await appender(request, StoreDatabase.Ct)).ShouldHaveAppended(1, 1);
        var stored = await database.EverythingAsync(tenant);

        // A repeat is decided anew: its ids and its instant are others.
        var repeat = Tickets.Open(tenant, stream, "1", request.Command! with { RecordedAt = Tickets.Morning + Duration.FromMinutes(5) });
        var told = (await appender(repeat, StoreDatabase.Ct)).ShouldBeOfType<AppendOutcome.AlreadyRecorded>();

        ShouldBeTheSame(told.Record, request.Command);
        (await database.EverythingAsync(tenant)).ShouldBe(stored);
    }

    async Task CheckRaceAsync(Appender appender, int repeats)
    {
        var (tenant, _) = Fresh();
        // Each would open a stream of its own, as a retry by an impatient client does.
        var racing = Enumerable.Range(0, repeats).Select(i => Task.Run(() =>
        {
            var stream = Guid.CreateVersion7();
            return appender(Tickets.Open(tenant, stream, $"{i}", Tickets.Command(stream, 1, 1)), StoreDatabase.Ct);
        }));

        var outcomes = await Task.WhenAll(racing);

        outcomes.OfType<AppendOutcome.Appended>().ShouldHaveSingleItem();
        var streams = await database.TextsAsync($"select stream_id from mt_events where tenant_id = '{tenant}'");
        outcomes.OfType<AppendOutcome.AlreadyRecorded>().Select(outcome => $"{outcome.Record.StreamId}").ShouldBe(Enumerable.Repeat(streams.ShouldHaveSingleItem(), repeats - 1));
        (await database.TextsAsync($"select stream_id from ticket where tenant_id = '{tenant}'")).ShouldBe(streams);
    }

    async Task CheckReusedAsync(Appender appender)
    {
        var (tenant, stream) = Fresh();
        await appender(Tickets.Open(tenant, stream, "1", Tickets.Command(stream, 1, 1, digest: 1)), StoreDatabase.Ct);
        var stored = await database.EverythingAsync(tenant);
        var other = Guid.CreateVersion7();

        (await appender(Tickets.Open(tenant, other, "2", Tickets.Command(other, 1, 1, digest: 2)), StoreDatabase.Ct)).ShouldBe(new AppendOutcome.KeyReused());
        (await database.EverythingAsync(tenant)).ShouldBe(stored);
    }

    static void ShouldBeTheSame(CommandRecord one, CommandRecord other)
    {
        (one with { Digest = default }).ShouldBe(other with { Digest = default });
        one.Digest.ToArray().ShouldBe(other.Digest.ToArray());
    }
}
