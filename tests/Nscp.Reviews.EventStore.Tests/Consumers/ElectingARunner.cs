namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Promise 5: one active runner over several hosts; the election only saves work, the comparison of the checkpoint makes it safe.</summary>
public sealed class ElectingARunner(StoreDatabase database) : IClassFixture<StoreDatabase>, IAsyncLifetime
{
    readonly Consumed _consumed = new(database);

    public async ValueTask InitializeAsync() => await _consumed.PrepareAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    Task RealAsync(Consumer consumer, CancellationToken ct) =>
        new ConsumerHost(database.LogConnectionString, [consumer], Consumed.Brisk, null, _ => { }).RunAsync(ct);

    [Fact]
    public async Task Lets_one_host_work_and_another_take_over_when_its_backend_dies()
    {
        await using var hosts = new Hosts(database, _consumed, 3);
        await Log.AppendAsync(database, 20);
        await _consumed.CaughtUpAsync();
        (await WorkersAsync()).Count.ShouldBe(1);

        (await ExecuteOnRunnerAsync("select pg_terminate_backend(pid, 5000)")).ShouldBe(1);
        await Log.AppendAsync(database, 20);
        await _consumed.CaughtUpAsync();
        await _consumed.ShouldBeTheLogAsync();
    }

    [Fact]
    public async Task Lets_another_take_over_when_a_host_ends()
    {
        await using var hosts = new Hosts(database, _consumed, 3);
        await Log.AppendAsync(database, 20);
        await _consumed.CaughtUpAsync();
        await hosts.EndAsync((await WorkersAsync()).ShouldHaveSingleItem());
        await Log.AppendAsync(database, 20);
        await _consumed.CaughtUpAsync();
        (await WorkersAsync()).Count.ShouldBe(2);
        await _consumed.ShouldBeTheLogAsync();
    }

    [Fact]
    public Task Stores_nothing_twice_when_the_election_is_lost_in_the_middle_of_a_batch() => CheckLostElectionAsync(RealAsync);

    [Fact]
    public async Task Catches_a_runner_that_trusts_its_election() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckLostElectionAsync(new NaiveConsumers(database.Log).WithoutComparingAsync));

    [Fact]
    public async Task Loses_doubles_skips_and_reorders_nothing_while_eight_write_three_consume_and_some_are_killed()
    {
        await using var hosts = new Hosts(database, _consumed, 3);
        var writing = Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() => WriteAsync(writer, Soak.Rounds(30)))));
        for (var ended = false; !writing.IsCompleted; await Task.WhenAny(writing, Task.Delay(250, StoreDatabase.Ct)))
        {
            if (!ended && await WorkersAsync() is [var host, ..])
            {
                await hosts.EndAsync(host);
                ended = true;
            }
            else
            {
                await ExecuteOnRunnerAsync("select pg_terminate_backend(pid, 5000)");
            }
        }
        await writing;
        await _consumed.CaughtUpAsync();
        await _consumed.ShouldBeTheLogAsync();
    }

    // What a pooler of transactions does, or a handler that unlocks everything: the lock is gone while its holder is still at work.
    async Task CheckLostElectionAsync(Running running)
    {
        await Log.AppendAsync(database, 25);
        var (inside, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var first = Host.Start(ct => running(_consumed.Consumer(host: "first", after: async batch =>
        {
            if (inside.Task.IsCompleted)
                return;
            await using var unlock = batch.Connection.Command("select pg_advisory_unlock_all()");
            await unlock.ExecuteNonQueryAsync(StoreDatabase.Ct);
            inside.SetResult();
            await goOn.Task;
        }), ct));
        await inside.Task;
        await using var second = Host.Start(ct => running(_consumed.Consumer(host: "second"), ct));
        // Either it stands behind the first one's checkpoint, or it has gone ahead.
        await Waits.UntilAsync(async () => await BlockedAsync() || await _consumed.CountAsync() > 0);
        goOn.SetResult();

        await _consumed.CaughtUpAsync();
        await Waits.UntilAsync(async () => !await BlockedAsync() && (await _consumed.CountAsync()) >= (await Log.SequencesAsync(database)).Count);
        await _consumed.ShouldBeTheLogAsync();
    }

    async Task<bool> BlockedAsync() => (await database.TextsAsync("select 1 from pg_stat_activity where datname = current_database() and usename = 'reviews_log' and wait_event_type = 'Lock'")).Count > 0;

    Task<IReadOnlyList<string>> WorkersAsync() => database.TextsAsync($"select host from consumed where consumer = '{_consumed.Name}' group by host order by min(n)");

    // On the holder of this consumer's lock: a pooled connection that another test gave back keeps its own locks until it is used again.
    async Task<int> ExecuteOnRunnerAsync(string sql) => (await database.TextsAsync(
        $"""
        {sql} from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())
        and ((classid::bigint << 32) | objid::bigint) = hashtextextended('es_consumer {_consumed.Name}', 0)
        """)).Count;

    async Task WriteAsync(int writer, int appends)
    {
        var (tenant, shared) = ($"tenant-{writer % 3}", new Guid(writer % 2, 7, 7, 8, 8, 8, 8, 8, 8, 8, 8));
        for (var i = 0; i < appends; i++)
        {
            // Many on a few streams, some on their own, and some that take long or never come.
            await database.Store.AppendAsync(new Append(tenant, shared, "ticket", new ExpectedVersion.Any(), [Tickets.Noted("a"), Tickets.Noted("b")], null, []), StoreDatabase.Ct);
            if ((i + writer) % 5 != 0)
                continue;
            await using var held = await Log.HoldAsync(database);
            await Task.Delay((i + writer) % 11, StoreDatabase.Ct);
            await held.RunAsync(i % 2 == 0 ? "commit" : "rollback");
        }
    }

    sealed class Hosts(StoreDatabase database, Consumed consumed, int count) : IAsyncDisposable
    {
        readonly Dictionary<string, Host> _all = Enumerable.Range(0, count).ToDictionary(i => $"{i}", i => Host.Start(database, consumed.Consumer(host: $"{i}")));

        internal async Task EndAsync(string host)
        {
            _all.Remove(host, out var ended);
            await ended!.DisposeAsync();
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var host in _all.Values)
                await host.DisposeAsync();
        }
    }
}
