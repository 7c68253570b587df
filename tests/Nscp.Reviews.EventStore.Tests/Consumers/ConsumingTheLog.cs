namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Promise 5: rows and checkpoint are stored together or not at all, faults that pass are lived through, and a poison event is never skipped.</summary>
public sealed class ConsumingTheLog(StoreDatabase database) : IClassFixture<StoreDatabase>, IAsyncLifetime
{
    readonly Consumed _consumed = new(database);

    NaiveConsumers Naive => new(database.Log);

    public async ValueTask InitializeAsync() => await _consumed.PrepareAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    Task RealAsync(Consumer consumer, CancellationToken ct) =>
        new ConsumerHost(database.LogConnectionString, [consumer], Consumed.Brisk, null, _ => { }).RunAsync(ct);

    [Fact]
    public async Task Gives_every_event_of_every_tenant_once_and_in_order()
    {
        await Log.AppendAsync(database, 25);
        await Log.BurnAsync(database, 5);
        await using var host = Host.Start(database, _consumed.Consumer());
        await _consumed.CaughtUpAsync();
        await Log.AppendAsync(database, 5);
        await _consumed.CaughtUpAsync();
        await _consumed.ShouldBeTheLogAsync();
    }

    /// <summary>Beside one that looks at each append.</summary>
    [Fact]
    public async Task Leaves_what_was_appended_for_its_next_look_when_it_may_wait()
    {
        var eager = new Consumed(database);
        await eager.PrepareAsync();
        await Log.AppendAsync(database, 1);
        await using var host = Host.Start(database, Consumed.Brisk, database.Store.Signal, eager.Consumer(), _consumed.Consumer() with { Patience = TimeSpan.FromHours(1) });
        await _consumed.CaughtUpAsync();
        var seen = (await _consumed.StatusAsync())!.Position;
        for (var i = 0; i < 10; i++)
        {
            await Log.AppendAsync(database, 1);
            await eager.CaughtUpAsync();
        }
        (await _consumed.StatusAsync())!.Position.ShouldBe(seen);
    }

    [Fact]
    public Task Stores_nothing_twice_when_its_backend_is_killed_between_rows_and_checkpoint() => CheckKilledAsync(RealAsync);

    [Fact]
    public async Task Catches_a_runner_whose_checkpoint_is_in_another_transaction() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckKilledAsync(Naive.CheckpointApartAsync));

    [Fact]
    public Task Stops_at_an_event_that_cannot_be_handled_with_those_before_it_done() => CheckPoisonAsync(RealAsync);

    [Fact]
    public async Task Catches_a_runner_that_skips_such_an_event() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckPoisonAsync(Naive.SkippingPoisonAsync));

    [Fact]
    public async Task Says_which_event_stopped_it_and_never_with_its_words()
    {
        await Log.AppendAsync(database, 15);
        var poison = (await Log.SequencesAsync(database))[^8];
        await using var host = Host.Start(database, _consumed.Consumer(batch => ThrowAt(batch, poison)));
        await _consumed.UntilAsync(ConsumerState.Stopped);

        var status = (await _consumed.StatusAsync()).ShouldNotBeNull();
        (status.StoppedAt, status.Failures, status.Fault).ShouldBe((poison, 3, "System.InvalidOperationException"));
        $"{status.StoppedEvent}".ShouldBe((await database.TextsAsync($"select id from mt_events where seq_id = {poison}"))[0]);
        (await database.TextsAsync($"select t::text from es_consumer t where name = '{_consumed.Name}'"))[0].ShouldNotContain("family");
        await Waits.UntilAsync(() => Task.FromResult(Stops(host) == 1));
        string.Concat(host.News).ShouldNotContain("family");
    }

    [Fact]
    public async Task Goes_on_from_that_event_when_it_is_mended_and_resumed()
    {
        await Log.AppendAsync(database, 15);
        var poison = (await Log.SequencesAsync(database))[^8];
        var mended = false;
        await using var host = Host.Start(database, _consumed.Consumer(batch => mended ? Task.CompletedTask : ThrowAt(batch, poison)));
        await _consumed.UntilAsync(ConsumerState.Stopped);
        await Log.AppendAsync(database, 5);
        mended = true;
        (await ConsumerOffice.ResumeAsync(database.Log, _consumed.Name, StoreDatabase.Ct)).ShouldBe(OrderOutcome.Done);
        await _consumed.CaughtUpAsync();
        await _consumed.ShouldBeTheLogAsync();
    }

    [Fact]
    public async Task Stops_at_a_row_that_is_no_event()
    {
        await using var fresh = new StoreDatabase();
        await fresh.InitializeAsync();
        var consumed = new Consumed(fresh);
        await consumed.PrepareAsync();
        await Log.AppendAsync(fresh, 15);
        await fresh.ExecuteAsync("set session_replication_role = replica; update mt_events set timestamp = 'infinity' where seq_id = 8");
        await using var host = Host.Start(fresh, consumed.Consumer());
        await consumed.UntilAsync(ConsumerState.Stopped);
        (await consumed.StatusAsync())!.StoppedAt.ShouldBe(8);
        await consumed.ShouldBeTheLogAsync(upTo: 7);
    }

    [Fact]
    public async Task Lets_the_others_go_on_when_one_is_stopped()
    {
        await Log.AppendAsync(database, 5);
        var other = new Consumed(database);
        await using var host = Host.Start(database, _consumed.Consumer(_ => throw new InvalidOperationException()), other.Consumer());
        await _consumed.UntilAsync(ConsumerState.Stopped);
        await Log.AppendAsync(database, 5);
        await other.CaughtUpAsync();
        await other.ShouldBeTheLogAsync();
        (await _consumed.CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("40001")]
    [InlineData("40P01")]
    [InlineData("53100")]
    [InlineData("57P03")]
    [InlineData("timeout")]
    [InlineData("connection")]
    [InlineData("cancelled")]
    [InlineData("storage")]
    [InlineData("permission")]
    public async Task Tries_again_for_ever_when_a_fault_may_pass(string fault)
    {
        await Log.AppendAsync(database, 5);
        var left = 8;
        await using var host = Host.Start(database, _consumed.Consumer(after: batch => left-- > 0 ? FaultAsync(batch, fault) : Task.CompletedTask));
        await _consumed.CaughtUpAsync();
        await _consumed.ShouldBeTheLogAsync();
        Stops(host).ShouldBe(0);
    }

    /// <summary>An event's own data may end too early: that no waiting cures, though it is a fault of input too.</summary>
    [Fact]
    public async Task Stops_at_data_that_end_too_early()
    {
        await Log.AppendAsync(database, 3);
        await using var host = Host.Start(database, _consumed.Consumer(_ => throw new EndOfStreamException()));
        await _consumed.UntilAsync(ConsumerState.Stopped);
        (await _consumed.StatusAsync())!.Fault.ShouldBe("System.IO.EndOfStreamException");
    }

    [Fact]
    public async Task Is_not_deceived_by_a_handler_that_hides_an_error_of_the_database()
    {
        await Log.AppendAsync(database, 3);
        await using var host = Host.Start(database, _consumed.Consumer(after: async batch => await FaultAsync(batch, "22012").ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing)));
        await _consumed.UntilAsync(ConsumerState.Stopped);
        (await _consumed.StatusAsync())!.Fault.ShouldBe("Npgsql.PostgresException 25P02");
        (await _consumed.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Sees_an_append_of_its_own_process_without_polling()
    {
        var never = Consumed.Brisk with { Poll = TimeSpan.FromHours(1) };
        await using var host = Host.Start(database, never, database.Store.Signal, _consumed.Consumer());
        await Waits.UntilAsync(async () => await _consumed.StatusAsync() is { Behind: 0 });
        await Log.AppendAsync(database, 1);
        await _consumed.CaughtUpAsync();
        await _consumed.ShouldBeTheLogAsync();
    }

    [Fact]
    public async Task Notes_that_it_is_at_the_end_of_the_log_however_long_nothing_comes()
    {
        await using var host = Host.Start(database, _consumed.Consumer());
        await _consumed.CaughtUpAsync();
        await database.ExecuteAsync($"update es_consumer set updated_at = now() - interval '1 hour' where name = '{_consumed.Name}'");
        await Waits.UntilAsync(async () => (await _consumed.StatusAsync())!.Quiet < NodaTime.Duration.FromMinutes(30));
    }

    [Fact]
    public void Refuses_two_consumers_of_one_name() =>
        Should.Throw<ArgumentException>(() => new ConsumerHost(database.LogConnectionString, [_consumed.Consumer(), _consumed.Consumer()], null, null, _ => { }));

    static int Stops(Host host)
    {
        lock (host.News) return host.News.OfType<ConsumerNews.Stopped>().Count();
    }

    static Task ThrowAt(ConsumedBatch batch, long poison) =>
        batch.Events.Any(one => one.Event.Sequence == poison) ? throw new InvalidOperationException("a family's words") : Task.CompletedTask;

    static async Task FaultAsync(ConsumedBatch batch, string fault)
    {
        switch (fault)
        {
            case "timeout": throw new InvalidOperationException("wrapped", new TimeoutException());
            case "cancelled": throw new TaskCanceledException();
            case "storage": throw new DirectoryNotFoundException();
            case "permission": throw new UnauthorizedAccessException();
            case "connection": await batch.Connection.CloseAsync(); throw new InvalidOperationException("The connection is closed.");
            default:
                await using (var raise = batch.Connection.Command($"do $$ begin raise exception 'x' using errcode = '{fault}'; end $$"))
                    await raise.ExecuteNonQueryAsync(StoreDatabase.Ct);
                break;
        }
    }

    async Task CheckKilledAsync(Running running)
    {
        await Log.AppendAsync(database, 25);
        var left = 2;
        await using var host = Host.Start(ct => running(_consumed.Consumer(after: batch => left-- > 0 ? KillAtCheckpointAsync(batch.Connection.ProcessID) : Task.CompletedTask), ct));
        await _consumed.CaughtUpAsync();
        await _consumed.ShouldBeTheLogAsync();
    }

    // At once when the runner holds its checkpoint's row already; otherwise when it comes to it, its rows being stored by then.
    async Task KillAtCheckpointAsync(int backend)
    {
        var holder = await database.Super.OpenConnectionAsync(StoreDatabase.Ct);
        await holder.BeginTransactionAsync(StoreDatabase.Ct);
        await using var hold = holder.Command("select 1 from es_consumer where name = $1 for update skip locked", Sql.Varchar(_consumed.Name));
        if (await hold.ExecuteScalarAsync(StoreDatabase.Ct) is null)
            await KillAsync();
        else
            _ = KillWhenBlockedAsync();

        async Task KillWhenBlockedAsync()
        {
            await Waits.UntilAsync(async () => (await database.TextsAsync($"select 1 from pg_stat_activity where pid = {backend} and wait_event_type = 'Lock'")).Count > 0);
            await KillAsync();
        }

        async Task KillAsync()
        {
            await database.ExecuteAsync($"select pg_terminate_backend({backend}, 5000)");
            await holder.DisposeAsync();
        }
    }

    async Task CheckPoisonAsync(Running running)
    {
        await Log.AppendAsync(database, 15);
        var all = await Log.SequencesAsync(database);
        var poison = all[^8];
        await using var host = Host.Start(ct => running(_consumed.Consumer(batch => ThrowAt(batch, poison)), ct));
        await Waits.UntilAsync(async () => await _consumed.StatusAsync() is { Behind: 0 } or { State: ConsumerState.Stopped });
        await _consumed.ShouldBeTheLogAsync(upTo: all[^9]);
    }
}
