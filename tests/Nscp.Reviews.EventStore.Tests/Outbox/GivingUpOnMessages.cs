using NodaTime;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>A delivery that fails is tried again after a growing wait; in the end it is a dead letter, for an operator to retry or to drop.</summary>
public class GivingUpOnMessages(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    readonly MovedClock _clock = new();
    readonly List<OutboxNews> _news = [];

    [Fact]
    public async Task Comes_after_ten_attempts_with_growing_waits()
    {
        await Letters.OnlyAsync(database, Letters.Letter());
        var settings = new OutboxSettings();
        var worker = Failing(new IOException("Dear Mrs Example ..."));
        for (var attempt = 1; attempt < 10; attempt++)
        {
            (await worker.DeliverNextAsync(default)).ShouldBeTrue($"attempt {attempt}");
            var next = SqlTime.ToInstant(long.Parse((await database.TextsAsync("select (extract(epoch from next_attempt_at - '2000-01-01Z') * 1000000)::bigint from es_outbox"))[0]));
            (next - _clock.Now).ShouldBeInRange(settings.Wait(attempt, 0), settings.Wait(attempt, 1));
            _clock.Now = next - Duration.FromMilliseconds(1);
            (await worker.DeliverNextAsync(default)).ShouldBeFalse("its wait is not over");
            _clock.Now = next;
        }
        (await worker.DeliverNextAsync(default)).ShouldBeTrue();
        _clock.Now += Duration.FromDays(30);
        (await worker.DeliverNextAsync(default)).ShouldBeFalse();

        var letter = (await OutboxOffice.DeadLettersAsync(database.Log, 10, StoreDatabase.Ct)).ShouldHaveSingleItem();
        (letter.Attempts, letter.Since, letter.Fault).ShouldBe((10, _clock.Now - Duration.FromDays(30), "System.IO.IOException: the delivery failed."));
        _news.Select(one => one.GetType()).ShouldBe([.. Enumerable.Repeat(typeof(OutboxNews.Failed), 9), typeof(OutboxNews.Dead)]);
        _news.ShouldAllBe(one => !one.ToString().Contains("Example"));
    }

    [Fact]
    public void Waits_three_times_as_long_each_time_up_to_a_bound_and_never_all_together()
    {
        var settings = new OutboxSettings { FirstWait = Duration.FromSeconds(10), LongestWait = Duration.FromHours(2) };

        Enumerable.Range(1, 8).Select(attempt => settings.Wait(attempt, 1).TotalSeconds).ShouldBe([10, 30, 90, 270, 810, 2_430, 7_200, 7_200]);
        settings.Wait(1_000_000, 1).ShouldBe(Duration.FromHours(2));
        settings.Wait(2, 0).ShouldBe(Duration.FromSeconds(15));
    }

    [Fact]
    public async Task Comes_at_once_when_the_handler_says_that_it_is_hopeless()
    {
        await Letters.OnlyAsync(database, Letters.Letter());

        await Failing(new UndeliverableException("the receiver is gone for good")).DeliverNextAsync(default);

        (await DeadAsync()).Fault.ShouldBe("UndeliverableException: the receiver is gone for good");
    }

    [Fact]
    public async Task Comes_at_once_when_nobody_knows_the_kind()
    {
        await Letters.OnlyAsync(database, Letters.Letter(kind: "pigeon"));

        await Failing(new IOException()).DeliverNextAsync(default);

        var dead = await DeadAsync();
        (dead.Kind, dead.Fault).ShouldBe(("pigeon", "This program has no handler for its kind."));
    }

    [Fact]
    public async Task Counts_attempts_that_ended_with_their_host()
    {
        await Letters.OnlyAsync(database, Letters.Letter());
        await database.ExecuteAsync("update es_outbox set attempts = 10, claimed_by = 'killed', claimed_until = now()");

        await Letters.Worker(database.Log, (_, _) => throw new InvalidOperationException("It kills its host."), _clock).DeliverNextAsync(default);

        (await DeadAsync()).Fault.ShouldBe("It was begun 10 times, and its host did not live to see the end.");
    }

    [Fact]
    public async Task Counts_a_delivery_that_takes_too_long_as_a_failure()
    {
        await Letters.OnlyAsync(database, Letters.Letter());
        var settings = new OutboxSettings { DeliveryTime = TimeSpan.FromMilliseconds(50) };

        // Without the limit it would never end.
        await Letters.Worker(database.Log, (_, ct) => Task.Delay(Timeout.Infinite, ct), _clock, settings).DeliverNextAsync(default).WaitAsync(TimeSpan.FromMinutes(1), StoreDatabase.Ct);

        (await database.TextsAsync("select concat_ws(' ', state, attempts, claimed_by, fault) from es_outbox")).ShouldBe(["pending 1 It was not delivered within 0.1 s."]);
    }

    [Fact]
    public async Task Holds_up_its_own_stream_and_no_other()
    {
        var stream = await Letters.OnlyAsync(database, Letters.Letter("1", "pigeon"), Letters.Letter("2"), Letters.Letter("3"));
        var other = await Letters.AlsoAsync(database, Letters.Letter());
        var (delivered, worker) = Recording();

        while (await worker.DeliverNextAsync(default)) { }

        delivered.ShouldBe([(other, 1)]);
        (await DeadAsync()).Behind.ShouldBe(2);
        (await OutboxOffice.CountAsync(database.Log, StoreDatabase.Ct)).ShouldBe(new OutboxCounts(2, 1, Tickets.Morning));

        (await OutboxOffice.DropAsync(database.Log, (await DeadAsync()).Id, "Told by telephone.", _clock.Now, StoreDatabase.Ct)).ShouldBeTrue();
        while (await worker.DeliverNextAsync(default)) { }

        delivered.ShouldBe([(other, 1), (stream, 2), (stream, 3)]);
        (await database.TextsAsync("select concat_ws(' ', kind, dropped_because, settled_at at time zone 'UTC') from es_outbox where state = 'dropped'"))
            .ShouldBe(["pigeon Told by telephone. 2026-03-02 09:30:00"]);
    }

    [Fact]
    public async Task Ends_when_an_operator_retries_one()
    {
        var stream = await Letters.OnlyAsync(database, Letters.Letter());
        await Failing(new UndeliverableException("no")).DeliverNextAsync(default);
        var (delivered, worker) = Recording();

        (await OutboxOffice.RetryAsync(database.Log, (await DeadAsync()).Id, StoreDatabase.Ct)).ShouldBeTrue();
        (await worker.DeliverNextAsync(default)).ShouldBeTrue();

        delivered.ShouldBe([(stream, 1)]);
        (await database.TextsAsync("select concat_ws(' ', state, attempts) from es_outbox")).ShouldBe(["delivered 1"]);
    }

    [Fact]
    public async Task Ends_when_an_operator_retries_all()
    {
        await Letters.OnlyAsync(database, Letters.Letter());
        await Letters.AlsoAsync(database, Letters.Letter());
        var failing = Failing(new UndeliverableException("no"));
        while (await failing.DeliverNextAsync(default)) { }

        (await OutboxOffice.RetryAllAsync(database.Log, StoreDatabase.Ct)).ShouldBe(2);

        (await OutboxOffice.CountAsync(database.Log, StoreDatabase.Ct)).ShouldBe(new OutboxCounts(2, 0, Tickets.Morning));
    }

    [Fact]
    public async Task Lets_an_operator_touch_nothing_but_dead_letters()
    {
        var (waiting, sent) = (Letters.Letter(), Letters.Letter());
        await Letters.OnlyAsync(database, sent);
        await Recording().Worker.DeliverNextAsync(default);
        await Letters.AlsoAsync(database, waiting);
        var before = await database.TextsAsync("select t::text from es_outbox t order by 1");

        foreach (var id in (Guid[])[waiting.Id, sent.Id, Guid.NewGuid()])
        {
            (await OutboxOffice.RetryAsync(database.Log, id, StoreDatabase.Ct)).ShouldBeFalse();
            (await OutboxOffice.DropAsync(database.Log, id, "why", _clock.Now, StoreDatabase.Ct)).ShouldBeFalse();
        }
        await Should.ThrowAsync<ArgumentException>(() => OutboxOffice.DropAsync(database.Log, sent.Id, " ", _clock.Now, StoreDatabase.Ct));

        (await database.TextsAsync("select t::text from es_outbox t order by 1")).ShouldBe(before);
    }

    [Fact]
    public async Task Forgets_after_a_time_what_was_delivered_and_nothing_else()
    {
        await Letters.OnlyAsync(database, Letters.Letter(), Letters.Letter(kind: "pigeon"), Letters.Letter());
        await Letters.AlsoAsync(database, Letters.Letter(kind: "pigeon"));
        var worker = Recording().Worker;
        while (await worker.DeliverNextAsync(default)) { }
        await OutboxOffice.DropAsync(database.Log, (await OutboxOffice.DeadLettersAsync(database.Log, 1, StoreDatabase.Ct))[0].Id, "why", _clock.Now, StoreDatabase.Ct);

        (await OutboxOffice.ForgetDeliveredBeforeAsync(database.Log, _clock.Now, StoreDatabase.Ct)).ShouldBe(0);
        (await OutboxOffice.ForgetDeliveredBeforeAsync(database.Log, _clock.Now + Duration.FromMilliseconds(1), StoreDatabase.Ct)).ShouldBe(1);

        (await database.TextsAsync("select state from es_outbox order by 1")).ShouldBe(["dead", "dropped", "pending"]);
    }

    OutboxWorker Failing(Exception fault) => Letters.Worker(database.Log, (_, _) => Task.FromException(fault), _clock, tell: _news.Add);

    (List<(Guid Stream, int Number)> Delivered, OutboxWorker Worker) Recording()
    {
        var delivered = new List<(Guid, int)>();
        return (delivered, Letters.Worker(database.Log, (message, _) => { delivered.Add((message.StreamId, message.Number)); return Task.CompletedTask; }, _clock));
    }

    async Task<DeadLetter> DeadAsync() => (await OutboxOffice.DeadLettersAsync(database.Log, 10, StoreDatabase.Ct)).ShouldHaveSingleItem();
}
