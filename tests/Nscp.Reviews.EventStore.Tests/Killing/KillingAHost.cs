namespace Nscp.Reviews.EventStore.Tests.Killing;

/// <summary>Hosts as processes: one is killed, or stands still, in the middle of a delivery or of a batch, and another one goes on.</summary>
public sealed class KillingAHost : IAsyncLifetime
{
    readonly StoreDatabase _database = new();
    readonly Consumed _consumed;

    public KillingAHost() => _consumed = new Consumed(_database);

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        await _consumed.PrepareAsync();
        await _database.ExecuteAsync(HostOnTrial.Tables);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public Task In_a_delivery_leaves_every_message_to_another_in_its_order() => CheckDeliveryAsync(Work.Delivery);

    [Fact]
    public async Task Catches_hosts_that_note_a_delivery_before_it() =>
        (await Assert.ThrowsAsync<ShouldAssertException>(() => CheckDeliveryAsync(Work.DeliveryNotedFirst))).Message.ShouldContain("none is left out");

    [Fact]
    public Task In_a_batch_leaves_it_to_another_and_stores_nothing_twice() => CheckBatchAsync(Work.Batch);

    [Fact]
    public async Task Catches_a_handler_that_writes_outside_the_transaction() =>
        (await Assert.ThrowsAsync<ShouldAssertException>(() => CheckBatchAsync(Work.BatchKeptApart))).Message.ShouldContain("doubled");

    [Fact]
    public async Task Is_survived_also_by_one_that_stood_still_and_finds_another_in_its_place()
    {
        await Log.AppendAsync(_database, 25);
        await using var frozen = Start("frozen", Work.Batch);
        await frozen.PausedAsync();
        await frozen.FreezeAsync();
        await using var other = Start("other");
        // What the server does by itself after five minutes in a transaction.
        (await _database.TextsAsync("select pg_terminate_backend(pid, 5000) from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())")).ShouldBe(["True"]);
        await CaughtUpAsync();
        var handled = await HandledByAsync("frozen");

        await frozen.EndPauseAsync();
        await frozen.ContinueAsync();
        await Waits.UntilAsync(async () => (await _database.TextsAsync("select 1 from pg_stat_activity where application_name = 'frozen' and query like '%pg_try_advisory_lock%'")).Count > 0, "it stands for election again");
        await Log.AppendAsync(_database, 10);
        await CaughtUpAsync();
        (await HandledByAsync("frozen")).ShouldBe(handled, "it handles nothing beside the other");

        await other.KillAsync();
        await Log.AppendAsync(_database, 10);
        await CaughtUpAsync();
        (await HandledByAsync("frozen")).ShouldBe(handled + 10, "it takes over in its turn");
    }

    HostProcess Start(string name, Work pausesIn = Work.None) => HostProcess.Start(_database, name, _consumed.Name, pausesIn);

    async Task CheckDeliveryAsync(Work pausesIn)
    {
        await using var doomed = Start("doomed", pausesIn);
        var streams = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RecordAsync()));
        await doomed.PausedAsync();
        await using var other = Start("other");
        await doomed.KillAsync();
        // Its lease is over.
        await _database.ExecuteAsync("update es_outbox set claimed_until = now() where claimed_by like 'doomed/%'");
        await Letters.UntilNoneIsPendingAsync(_database);

        foreach (var stream in streams)
        {
            var received = await _database.TextsAsync($"select concat_ws(' ', version, number) from received where stream_id = '{stream}' order by n");
            received.Distinct().ShouldBe(["1 1", "1 2", "2 1", "2 2", "3 1", "3 2"], "none is left out, none comes before an earlier one");
            received.ShouldBe([.. received.Order()], "a repeat comes before later ones");
        }
        (await _database.TextsAsync("select distinct host from received order by 1")).ShouldBe(["doomed", "other"]);
    }

    async Task CheckBatchAsync(Work pausesIn)
    {
        await Log.AppendAsync(_database, 25);
        await using var doomed = Start("doomed", pausesIn);
        await doomed.PausedAsync();
        await using var other = Start("other");
        await doomed.KillAsync();

        await CaughtUpAsync();

        (await HandledByAsync("doomed")).ShouldBeInRange(1, 24);
    }

    async Task CaughtUpAsync()
    {
        await _consumed.CaughtUpAsync();
        await _consumed.ShouldBeTheLogAsync();
    }

    async Task<int> HandledByAsync(string host) => (await _database.TextsAsync($"select 1 from consumed where host = '{host}'")).Count;

    async Task<Guid> RecordAsync()
    {
        var stream = Guid.CreateVersion7();
        ExpectedVersion expected = new ExpectedVersion.MustNotExist();
        for (var i = 0; i < 3; i++)
            expected = ((AppendOutcome.Appended)await _database.Store.AppendAsync(Letters.Noting("letters", stream, expected, Letters.Letter(), Letters.Letter()), StoreDatabase.Ct)).Next;
        return stream;
    }
}
