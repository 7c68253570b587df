using Npgsql;

namespace Nscp.Reviews.Evidence.Tests;

/// <summary>Promise 4: a reader of the whole log never moves past an event that is still being committed.</summary>
public class ReadingTheWholeLog(LogDatabase database) : IClassFixture<LogDatabase>
{
    // How long a reader is watched that should wait; and one that is to go wrong, which it cannot while it has not been scheduled, or while a transaction in another database is older.
    static readonly TimeSpan Waiting = TimeSpan.FromMilliseconds(300), GoingWrong = TimeSpan.FromSeconds(30);

    static CancellationToken Ct => LogDatabase.Ct;

    NaiveReaders Naive => new(database.Log);

    Task<LogBatch> Safely(long after, int most, CancellationToken ct) => SafelyAsync(database, after, most, ct);

    // As the sealer does it: the mark first, and the rows in statements that begin after it.
    static async Task<LogBatch> SafelyAsync(LogDatabase database, long after, int most, CancellationToken ct)
    {
        await using var connection = await database.Log.OpenConnectionAsync(ct);
        return await LogRows.ReadAsync(connection, after, await SafeMark.WaitAsync(connection, ct), most, ct);
    }

    static async Task<long> SafeMarkAsync(LogDatabase database)
    {
        await using var connection = await database.Log.OpenConnectionAsync(Ct);
        return await SafeMark.WaitAsync(connection, Ct);
    }

    static async Task CheckAsync(NpgsqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync(Ct);
        await LogRows.CheckAsync(connection, Ct);
    }

    [Fact]
    public Task Waits_for_an_event_that_is_still_being_committed_and_gives_it_in_its_place() => CheckHeldAsync(Safely, Waiting);

    [Fact]
    public async Task Catches_a_reader_that_takes_everything_it_can_see() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckHeldAsync(Naive.UpToTheHighestAsync, GoingWrong));

    [Fact]
    public Task Is_not_deceived_by_a_transaction_that_began_first_and_took_its_number_last() => CheckOlderAsync(Safely, Waiting);

    [Fact]
    public async Task Catches_a_reader_that_takes_everything_it_can_see_when_transactions_overtake() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckOlderAsync(Naive.UpToTheHighestAsync, GoingWrong));

    [Fact]
    public async Task Catches_a_reader_that_compares_transactions() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckOlderAsync(Naive.BelowTheOldestOpenTransactionAsync, GoingWrong));

    [Fact]
    public Task Gives_everything_once_and_in_order_while_others_write() => CheckUnderLoadAsync(Safely, Soak.Rounds(150));

    [Fact]
    public async Task Catches_a_reader_that_takes_everything_it_can_see_while_others_write() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckUnderLoadAsync(Naive.UpToTheHighestAsync, 150));

    [Fact]
    public async Task Never_makes_a_writer_wait_however_long_it_waits_itself()
    {
        var before = await Log.LastNumberAsync(database);
        await using var held = await Log.HoldAsync(database);
        var mark = SafeMarkAsync(database);

        await Log.AppendAsync(database, 10);

        mark.IsCompleted.ShouldBeFalse();
        await held.CommitAsync();
        // Of those who came after it began, it waited for nobody.
        (await mark).ShouldBeInRange(before + 1, before + 11);
    }

    [Fact]
    public async Task Is_not_stalled_by_numbers_that_were_burnt()
    {
        var before = await Log.LastNumberAsync(database);
        await Log.BurnAsync(database, 50);
        await using (var undone = await Log.HoldAsync(database))
            await undone.RunAsync("rollback");
        await Log.AppendAsync(database, 2);
        await Log.BurnAsync(database, 50);

        var batch = await Safely(before, 100, Ct);

        batch.Events.Select(one => one.Event.Sequence).ShouldBe(await Log.SequencesAsync(database, before));
        batch.UpTo.ShouldBe(await Log.LastNumberAsync(database));
    }

    [Fact]
    public async Task Begins_at_nought_while_no_number_was_ever_taken()
    {
        await using var fresh = new FreshLog();
        await fresh.Database.InitializeAsync();
        (await SafeMarkAsync(fresh.Database)).ShouldBe(0);
        await Log.AppendAsync(fresh.Database, 1);
        (await SafeMarkAsync(fresh.Database)).ShouldBe(1);
    }

    [Fact]
    public async Task Gives_the_events_of_every_tenant_in_batches_and_leaves_out_tombstones()
    {
        await Log.AppendAsync(database, 3);
        await database.ExecuteAsync(
            """
            insert into mt_streams (id, type, version) values ('00000000-0000-0000-0000-000000000001', 'tombstone', 0) on conflict do nothing;
            insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp) select s, gen_random_uuid(), '00000000-0000-0000-0000-000000000001', s, '{}', 'tombstone', now() from nextval('mt_events_sequence') s
            """);
        await Log.AppendAsync(database, 2);
        await using var connection = await database.Log.OpenConnectionAsync(Ct);
        var mark = await SafeMark.WaitAsync(connection, Ct);

        var (read, position) = (new List<LogEvent>(), 0L);
        while (position < mark)
        {
            var batch = await LogRows.ReadAsync(connection, position, mark, 2, Ct);
            batch.Events.Count.ShouldBeLessThanOrEqualTo(2);
            read.AddRange(batch.Events);
            position = batch.UpTo;
        }

        position.ShouldBe(mark);
        read.Select(one => $"{one.Event.Sequence} {one.Tenant} {one.Event.Id}").ShouldBe(
            await database.TextsAsync($"select concat_ws(' ', seq_id, tenant_id, id) from mt_events where type <> 'tombstone' and seq_id <= {mark} order by seq_id"));
    }

    [Fact]
    public async Task Gives_what_stands_before_an_event_that_cannot_be_read_and_then_names_it()
    {
        await using var fresh = new FreshLog();
        await fresh.Database.InitializeAsync();
        await Log.AppendAsync(fresh.Database, 3);
        await fresh.Database.ExecuteAsync("set session_replication_role = replica; update mt_events set timestamp = 'infinity' where seq_id = 2");

        var batch = await SafelyAsync(fresh.Database, 0, 10, Ct);
        (batch.Events.ShouldHaveSingleItem().Event.Sequence, batch.UpTo).ShouldBe((1, 1));
        var fault = await Should.ThrowAsync<UnreadableRowException>(() => SafelyAsync(fresh.Database, 1, 10, Ct));

        fault.Position.ShouldBe(2);
        fault.EventId.ShouldBe(Guid.Parse((await fresh.Database.TextsAsync("select id from mt_events where seq_id = 2"))[0]));
    }

    [Fact]
    public async Task Refuses_a_sequence_with_a_cache()
    {
        await Should.NotThrowAsync(() => CheckAsync(database.Log));
        await database.ExecuteAsync("alter sequence mt_events_sequence cache 10");
        (await Should.ThrowAsync<LogReaderException>(() => CheckAsync(database.Log))).Message.ShouldContain("cache of 10");
        await database.ExecuteAsync("alter sequence mt_events_sequence cache 1");
        await Should.NotThrowAsync(() => CheckAsync(database.Log));
    }

    [Fact]
    public async Task Refuses_a_role_that_row_security_binds() =>
        (await Should.ThrowAsync<LogReaderException>(() => CheckAsync(database.Application))).Message.ShouldContain("BYPASSRLS");

    // No standby here: a function of the same name stands before PostgreSQL's own.
    [Fact]
    public async Task Refuses_a_standby()
    {
        await database.ExecuteAsync("create schema standby; grant usage on schema standby to public; create function standby.pg_is_in_recovery() returns bool language sql as 'select true'");
        await using var standby = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.LogConnectionString) { SearchPath = "standby,pg_catalog,public" });
        (await Should.ThrowAsync<LogReaderException>(() => CheckAsync(standby))).Message.ShouldContain("standby");
    }

    async Task CheckHeldAsync(Reading reading, TimeSpan watched)
    {
        var before = await Log.LastNumberAsync(database);
        await using var held = await Log.HoldAsync(database);
        await Log.AppendAsync(database, 3);

        var read = ReadPastAsync(reading, before, before + 4);
        await Task.WhenAny(read, Task.Delay(watched, Ct));
        await held.CommitAsync();

        (await read).ShouldBe(await Log.SequencesAsync(database, before));
    }

    async Task CheckOlderAsync(Reading reading, TimeSpan watched)
    {
        var before = await Log.LastNumberAsync(database);
        await using var older = await Log.HoldAsync(database, olderThanOthers: true);
        await using var held = await Log.HoldAsync(database);
        await older.InsertAsync();
        await older.CommitAsync();

        var read = ReadPastAsync(reading, before, before + 2);
        await Task.WhenAny(read, Task.Delay(watched, Ct));
        await held.CommitAsync();

        (await read).ShouldBe(await Log.SequencesAsync(database, before));
    }

    async Task CheckUnderLoadAsync(Reading reading, int appends)
    {
        var before = await Log.LastNumberAsync(database);
        var writing = Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() => Log.WriteAsync(database, writer, appends / 8))));
        var read = Task.Run(async () =>
        {
            var (all, position) = (new List<long>(), before);
            // One look more, after the writers have ended.
            for (var ended = false; ;)
            {
                var batch = await reading(position, 50, Ct);
                all.AddRange(batch.Events.Select(one => one.Event.Sequence));
                if (ended && batch.Events.Count == 0)
                    return all;
                (position, ended) = (batch.UpTo, writing.IsCompleted);
            }
        });
        await writing;
        (await read).ShouldBe(await Log.SequencesAsync(database, before));
    }

    static async Task<IReadOnlyList<long>> ReadPastAsync(Reading reading, long after, long last)
    {
        var (all, position) = (new List<long>(), after);
        while (position < last)
        {
            var batch = await reading(position, 100, Ct);
            all.AddRange(batch.Events.Select(one => one.Event.Sequence));
            position = batch.UpTo;
        }
        return all;
    }

    sealed class FreshLog : IAsyncDisposable
    {
        internal LogDatabase Database { get; } = new();

        public ValueTask DisposeAsync() => Database.DisposeAsync();
    }
}
