using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Promise 3: events, command record and projection rows are stored together or not at all.</summary>
public class AppendingAllOrNothing(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    NaiveStores Naive => new(database.Application);

    [Fact]
    public Task Stores_nothing_when_a_projection_s_unique_key_is_taken() => CheckClashAsync(database.Store.AppendAsync);

    [Fact]
    public async Task Catches_a_store_without_a_transaction_when_a_key_is_taken() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckClashAsync(Naive.WithoutTransactionAsync));

    [Fact]
    public Task Stores_nothing_when_a_projection_s_row_is_broken() => CheckBrokenRowAsync(database.Store.AppendAsync);

    [Fact]
    public async Task Catches_a_store_without_a_transaction_when_a_row_is_broken() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckBrokenRowAsync(Naive.WithoutTransactionAsync));

    [Fact]
    public Task Stores_nothing_when_the_backend_is_killed_half_way() => CheckKilledAsync(database.Store.AppendAsync);

    [Fact]
    public async Task Catches_a_store_without_a_transaction_when_the_backend_is_killed() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckKilledAsync(Naive.WithoutTransactionAsync));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Stores_nothing_when_the_database_refuses_the_last_of_several_events(bool atAnyVersion)
    {
        await database.ExecuteAsync("alter table mt_events drop constraint if exists no_poison; alter table mt_events add constraint no_poison check (type <> 'poison')");
        var (tenant, stream) = Fresh();
        NewEvent[] events = [Tickets.Opened("1"), Tickets.Event("poison", "")];
        var broken = atAnyVersion
            ? new Append(tenant, stream, "ticket", new ExpectedVersion.Any(), events, null, [])
            : Tickets.Open(tenant, stream, "1", Tickets.Command(stream, 1, 2)) with { Events = events };

        (await Should.ThrowAsync<PostgresException>(() => database.Store.AppendAsync(broken, StoreDatabase.Ct))).SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
        (await database.EverythingAsync(tenant)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Stores_nothing_when_it_is_cancelled_half_way()
    {
        var (tenant, stream) = Fresh();
        await using var held = await HoldNumberAsync(tenant);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(StoreDatabase.Ct);

        var appending = database.Store.AppendAsync(Tickets.Open(tenant, stream, "held", Tickets.Command(stream, 1, 1)), cancel.Token);
        await database.WaitForBlockedAsync(1);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => appending);
        // Closing rolls its transaction back.
        await held.CloseAsync();
        (await database.EverythingAsync(tenant)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Updates_and_deletes_and_inserts_the_rows_that_changed()
    {
        var (tenant, stream) = Fresh();
        NewEvent[] before = [Tickets.Opened("1"), Tickets.Noted("a"), Tickets.Noted("b")];
        await database.Store.AppendAsync(Tickets.Appending(tenant, stream, [], before), StoreDatabase.Ct);
        (await database.Store.AppendAsync(Tickets.Appending(tenant, stream, before, [Tickets.StruckOut("a"), Tickets.Renumbered("2")]), StoreDatabase.Ct))
            .ShouldHaveAppended(4, 5);

        (await database.TextsAsync($"select concat_ws('|', number, opened_on, changed_at at time zone 'utc', notes) from ticket where tenant_id = '{tenant}'"))
            .ShouldBe(["2|2026-03-02|2026-03-02 09:30:00|1"]);
        (await database.TextsAsync($"select concat_ws('|', position, body) from ticket_note where tenant_id = '{tenant}'")).ShouldBe(["0|b"]);
    }

    [Fact]
    public async Task Is_a_conflict_when_two_appends_exchange_unique_keys()
    {
        var (tenant, first) = Fresh();
        var second = Guid.CreateVersion7();
        var opened = (Tickets.Open(tenant, first, "1"), Tickets.Open(tenant, second, "2"));
        await database.Store.AppendAsync(opened.Item1, StoreDatabase.Ct);
        await database.Store.AppendAsync(opened.Item2, StoreDatabase.Ct);
        // Only a superuser may wait longer than the append does before it looks for a ring.
        await using var holder = await database.Super.OpenConnectionAsync(StoreDatabase.Ct);
        await using var held = await holder.BeginTransactionAsync(StoreDatabase.Ct);
        await RunAsync(holder, $"set local deadlock_timeout = '1min'; update ticket set number = '3' where stream_id = '{second}'");

        var appending = database.Store.AppendAsync(Tickets.Appending(tenant, first, opened.Item1.Events, [Tickets.Renumbered("2")]), StoreDatabase.Ct);
        await database.WaitForBlockedAsync(1);
        // The ring is broken by rolling the append back, and so its old number is taken again.
        (await Should.ThrowAsync<PostgresException>(() => RunAsync(holder, $"update ticket set number = '1' where stream_id = '{second}'")))
            .SqlState.ShouldBe(PostgresErrorCodes.UniqueViolation);

        (await appending).ShouldBe(new AppendOutcome.Conflict());
    }

    static (string Tenant, Guid Stream) Fresh() => ($"all-{Guid.NewGuid():n}", Guid.CreateVersion7());

    static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(StoreDatabase.Ct);
    }

    async Task CheckClashAsync(Appender appender)
    {
        var (tenant, stream) = Fresh();
        await appender(Tickets.Open(tenant, Guid.CreateVersion7(), "1"), StoreDatabase.Ct);
        var stored = await database.EverythingAsync(tenant);

        (await appender(Tickets.Open(tenant, stream, "1", Tickets.Command(stream, 1, 1)), StoreDatabase.Ct)).ShouldBe(new AppendOutcome.Clash("ticket_number"));
        (await database.EverythingAsync(tenant)).ShouldBe(stored);
    }

    async Task CheckBrokenRowAsync(Appender appender)
    {
        var (tenant, stream) = Fresh();
        var fault = await Should.ThrowAsync<PostgresException>(() => appender(Tickets.Open(tenant, stream, "forbidden", Tickets.Command(stream, 1, 1)), StoreDatabase.Ct));
        fault.SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
        (await database.EverythingAsync(tenant)).ShouldBeEmpty();
    }

    // The append has written everything but its row when it waits for the number that another transaction holds.
    async Task CheckKilledAsync(Appender appender)
    {
        var (tenant, stream) = Fresh();
        await using var held = await HoldNumberAsync(tenant);
        var appending = appender(Tickets.Open(tenant, stream, "held", Tickets.Command(stream, 1, 1)), StoreDatabase.Ct);
        await database.WaitForBlockedAsync(1);
        await StoreDatabase.TextsAsync(database.Super, "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");

        await Should.ThrowAsync<NpgsqlException>(() => appending);
        // Closing rolls its transaction back.
        await held.CloseAsync();
        (await database.EverythingAsync(tenant)).ShouldBeEmpty();
    }

    async Task<NpgsqlConnection> HoldNumberAsync(string tenant)
    {
        var holder = await database.Super.OpenConnectionAsync(StoreDatabase.Ct);
        await holder.BeginTransactionAsync(StoreDatabase.Ct);
        await using var insert = new NpgsqlCommand($"insert into ticket values ('{tenant}', gen_random_uuid(), 'held', '2026-01-01', now(), 0)", holder);
        await insert.ExecuteNonQueryAsync(StoreDatabase.Ct);
        return holder;
    }
}
