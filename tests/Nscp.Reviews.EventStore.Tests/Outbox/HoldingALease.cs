using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>A message is one host's for the time of a lease, and no longer.</summary>
public class HoldingALease(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    static readonly Func<OutboundMessage, CancellationToken, Task> Nothing = (_, _) => Task.CompletedTask;

    [Fact]
    public Task Notes_nothing_over_another_host_that_took_the_message_since() =>
        CheckPausedAsync((log, deliver) => Letters.Worker(log, deliver).DeliverNextAsync(default));

    [Fact]
    public async Task Catches_a_host_that_notes_whatever_it_once_held() => await Assert.ThrowsAsync<ShouldAssertException>(() => CheckPausedAsync(async (log, deliver) =>
    {
        var claim = (await OutboxRows.ClaimAsync(log, "naive", TimeSpan.FromMinutes(1), Tickets.Morning, default))!;
        await Should.ThrowAsync<UndeliverableException>(() => deliver(claim.Message, default));
        await using var note = log.CreateCommand(
            $"update es_outbox set state = 'dead', settled_at = now(), claimed_by = null, claimed_until = null where id = '{claim.Message.Id}'");
        return await note.ExecuteNonQueryAsync() > 0;
    }));

    [Fact]
    public async Task Tells_of_a_delivery_that_outlived_it()
    {
        var news = new List<OutboxNews>();
        await Letters.OnlyAsync(database, Letters.Letter());
        var paused = Letters.Worker(database.Log, async (_, _) =>
        {
            await ExpireAsync();
            await Letters.Worker(database.Log, Nothing).DeliverNextAsync(default);
        }, tell: news.Add);

        await paused.DeliverNextAsync(default);

        news.ShouldHaveSingleItem().ShouldBeOfType<OutboxNews.Lost>().Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task Keeps_other_hosts_from_the_message_and_from_all_behind_it()
    {
        await Letters.OnlyAsync(database, Letters.Letter(), Letters.Letter());
        var claim = (await OutboxRows.ClaimAsync(database.Log, "one", TimeSpan.FromMinutes(1), Tickets.Morning, StoreDatabase.Ct))!;

        (await Letters.Worker(database.Log, Nothing).DeliverNextAsync(default)).ShouldBeFalse();
        await ExpireAsync();
        (await OutboxRows.ClaimAsync(database.Log, "two", TimeSpan.FromMinutes(1), Tickets.Morning, StoreDatabase.Ct))!.Message.ShouldSatisfyAllConditions(
            again => again.Id.ShouldBe(claim.Message.Id), again => again.Attempt.ShouldBe(2));
    }

    [Fact]
    public async Task Passes_over_a_row_that_another_host_is_taking_just_now()
    {
        var first = await Letters.OnlyAsync(database, Letters.Letter());
        var second = await Letters.AlsoAsync(database, Letters.Letter());
        await database.ExecuteAsync($"update es_outbox set next_attempt_at = '2001-01-01' where stream_id = '{second}'");
        await using var taking = await database.Log.OpenConnectionAsync(StoreDatabase.Ct);
        await using var open = await taking.BeginTransactionAsync(StoreDatabase.Ct);
        await NaiveOutbox.RunAsync(taking, $"update es_outbox set attempts = 1 where stream_id = '{first}'");

        (await OutboxRows.ClaimAsync(database.Log, "one", TimeSpan.FromMinutes(1), Tickets.Morning, StoreDatabase.Ct))!.Message.StreamId.ShouldBe(second);
    }

    [Fact]
    public async Task Is_given_up_at_once_by_a_host_that_stops()
    {
        await Letters.OnlyAsync(database, Letters.Letter());
        using var stop = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var running = Letters.Worker(database.Log, (_, ct) => { begun.SetResult(); return Task.Delay(Timeout.Infinite, ct); }).RunAsync(stop.Token);
        await begun.Task;

        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromMinutes(1), StoreDatabase.Ct);

        (await StateAsync()).ShouldBe("pending 0 free");
        (await Letters.Worker(database.Log, Nothing).DeliverNextAsync(default)).ShouldBeTrue();
        (await StateAsync()).ShouldBe("delivered 1 free");
    }

    [Fact]
    public async Task Goes_on_when_the_database_is_back()
    {
        await Letters.OnlyAsync(database, Letters.Letter());
        var (news, delivered) = (new TaskCompletionSource<OutboxNews>(), new TaskCompletionSource());
        using var stop = new CancellationTokenSource();
        await database.ExecuteAsync("alter table es_outbox rename to es_outbox_away");
        var running = Letters.Worker(database.Log, (_, _) => { delivered.TrySetResult(); return Task.CompletedTask; }, tell: one => news.TrySetResult(one)).RunAsync(stop.Token);

        (await news.Task.WaitAsync(TimeSpan.FromMinutes(1), StoreDatabase.Ct)).ShouldBeOfType<OutboxNews.Faulted>().Fault.ShouldBe("Npgsql.PostgresException 42P01");
        await database.ExecuteAsync("alter table es_outbox_away rename to es_outbox");
        await delivered.Task.WaitAsync(TimeSpan.FromMinutes(1), StoreDatabase.Ct);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public void Is_refused_when_it_would_end_before_the_delivery() => Should.Throw<ArgumentException>(() =>
        Letters.Worker(database.Log, Nothing, settings: new OutboxSettings { Lease = TimeSpan.FromSeconds(30), DeliveryTime = TimeSpan.FromSeconds(30) }));

    // A host is held up in its handler until its lease is over and another host has delivered; then its own delivery fails.
    async Task CheckPausedAsync(Func<NpgsqlDataSource, Func<OutboundMessage, CancellationToken, Task>, Task<bool>> host)
    {
        await Letters.OnlyAsync(database, Letters.Letter());

        await host(database.Log, async (_, _) =>
        {
            await ExpireAsync();
            (await Letters.Worker(database.Log, Nothing).DeliverNextAsync(default)).ShouldBeTrue();
            throw new UndeliverableException("the line went dead");
        });

        (await StateAsync()).ShouldBe("delivered 2 free");
    }

    Task ExpireAsync() => database.ExecuteAsync("update es_outbox set claimed_until = now() where claimed_until is not null");

    async Task<string> StateAsync() => (await database.TextsAsync("select concat_ws(' ', state, attempts, coalesce(claimed_by, 'free')) from es_outbox")).Single();
}
