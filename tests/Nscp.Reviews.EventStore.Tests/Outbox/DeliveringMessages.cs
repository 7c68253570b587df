using System.Collections.Concurrent;
using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>At least once, each stream's messages in order, whoever delivers them.</summary>
public class DeliveringMessages(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    const int Streams = 4, MessagesPerAppend = 2;

    static readonly OutboxSettings Quick = new() { Lanes = NaiveDelivery.Lanes, Poll = TimeSpan.FromMilliseconds(5), Lease = TimeSpan.FromMinutes(10) };

    static readonly DeliveringHost Ours = (log, name, deliver, ct) =>
        Letters.Worker(log, deliver, settings: Quick with { Host = name }).RunAsync(ct);

    static int Appends => Soak.Rounds(5);

    [Fact]
    public Task Is_in_order_and_leaves_none_out_when_one_of_three_hosts_is_killed() => CheckKilledAsync(Ours);

    [Fact]
    public async Task Catches_hosts_that_take_any_message_of_a_stream() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckKilledAsync(NaiveDelivery.AnyMessage));

    [Fact]
    public async Task Catches_hosts_that_note_the_delivery_before_it() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckKilledAsync(NaiveDelivery.NotedFirst));

    [Fact]
    public Task Is_once_where_nothing_goes_wrong() => CheckOnceAsync(Ours);

    [Fact]
    public async Task Catches_hosts_that_do_not_claim_what_they_deliver() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckOnceAsync(NaiveDelivery.Unclaimed));

    [Fact]
    public async Task Gives_the_handler_all_that_the_receiver_needs()
    {
        var letter = Letters.Letter("hello");
        var stream = await Letters.OnlyAsync(database, letter);
        OutboundMessage? given = null;

        (await Letters.Worker(database.Log, (message, _) => { given = message; return Task.CompletedTask; }).DeliverNextAsync(default)).ShouldBeTrue();

        given.ShouldNotBeNull();
        (given.Tenant, given.StreamId, given.Version, given.Number, given.Id, given.Kind, given.RecordedAt, given.Attempt)
            .ShouldBe(("letters", stream, 1L, 1, letter.Id, Letters.Kind, Tickets.Morning, 1));
        System.Text.Json.JsonDocument.Parse(given.Body).RootElement.GetProperty("text").GetString().ShouldBe("hello");
    }

    [Fact]
    public async Task Begins_at_the_store_s_signal_without_waiting_for_the_next_poll()
    {
        await database.ExecuteAsync("delete from es_outbox");
        using var stop = new CancellationTokenSource();
        var worker = Letters.Worker(
            database.Log, (_, _) => Task.CompletedTask, settings: new OutboxSettings { Poll = TimeSpan.FromDays(1) }, signal: database.Store.MessagesRecorded);
        var running = worker.RunAsync(stop.Token);

        for (var i = 0; i < 3; i++)
        {
            // By then it has looked, found nothing and begun to wait; where not, the round proves nothing and does no harm.
            await Task.Delay(100);
            await Letters.AlsoAsync(database, Letters.Letter());
            await Letters.UntilNoneIsPendingAsync(database);
        }
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Is_signalled_by_an_append_with_messages_only()
    {
        var next = database.Store.MessagesRecorded.Next();
        await Letters.AlsoAsync(database);
        next.IsCompleted.ShouldBeFalse();
        await Letters.AlsoAsync(database, Letters.Letter());
        next.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public Task Is_not_repeated_by_a_rebuild() => CheckRebuildAsync((project, _) => project);

    [Fact]
    public async Task Catches_a_rebuild_that_sends_what_the_events_sent_then() =>
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckRebuildAsync((project, send) => stream => { send(); return project(stream); }));

    async Task CheckRebuildAsync(Func<Func<StreamHistory, IReadOnlyList<ProjectionRow>>, Action, Func<StreamHistory, IReadOnlyList<ProjectionRow>>> rebuilt)
    {
        await Letters.OnlyAsync(database, Letters.Letter(), Letters.Letter());
        var sent = 0;
        var worker = Letters.Worker(database.Log, (_, _) => { sent++; return Task.CompletedTask; });
        while (await worker.DeliverNextAsync(default)) { }
        sent.ShouldBe(2);

        await Rebuild.RunAsync(database.Log, new RebuildRequest([Tickets.Ticket, Tickets.Note], rebuilt(Tickets.Rows, () => sent++), "1"), null, StoreDatabase.Ct);

        while (await worker.DeliverNextAsync(default)) { }
        sent.ShouldBe(2);
    }

    async Task CheckKilledAsync(DeliveringHost host)
    {
        await database.ExecuteAsync("delete from es_outbox");
        var received = new ConcurrentQueue<(Guid Stream, long Version, int Number)>();
        using var stop = new CancellationTokenSource();
        await using var doomed = Source();
        var begun = 0;
        var killed = host(doomed, "doomed", async (message, _) =>
        {
            if (Interlocked.Increment(ref begun) == 6)
            {
                // Nothing that it knows reaches the database from here on.
                await doomed.DisposeAsync();
                throw new InvalidOperationException("Killed.");
            }
            await ReceiveAsync(received, message);
        }, stop.Token);
        await using var source = Source();
        var others = Enumerable.Range(0, 2).Select(i => host(source, $"host{i}", (message, _) => ReceiveAsync(received, message), stop.Token)).ToList();

        var expected = await RecordAsync();
        await Should.ThrowAsync<Exception>(() => killed);
        await database.ExecuteAsync("update es_outbox set claimed_until = now() where claimed_by like 'doomed/%'");
        await Letters.UntilNoneIsPendingAsync(database);
        await stop.CancelAsync();
        await Task.WhenAll(others);

        foreach (var stream in expected.GroupBy(one => one.Stream))
        {
            var inOrder = received.Where(one => one.Stream == stream.Key).ToList();
            inOrder.Distinct().ShouldBe(stream, "none is left out, none comes before an earlier one");
            inOrder.ShouldBe([.. inOrder.Order()], "a repeat comes before later ones");
        }
        (received.Count - expected.Count).ShouldBeLessThan(NaiveDelivery.Lanes, "only what the killed host held is repeated");
    }

    async Task CheckOnceAsync(DeliveringHost host)
    {
        await database.ExecuteAsync("delete from es_outbox");
        var received = new ConcurrentQueue<(Guid Stream, long Version, int Number)>();
        using var stop = new CancellationTokenSource();
        await using var source = Source();
        var hosts = Enumerable.Range(0, 3).Select(i => host(source, $"host{i}", (message, _) => ReceiveAsync(received, message), stop.Token)).ToList();

        var expected = await RecordAsync();
        await Letters.UntilNoneIsPendingAsync(database);
        await stop.CancelAsync();
        await Task.WhenAll(hosts);

        received.Order().ShouldBe(expected.Order());
    }

    NpgsqlDataSource Source() => NpgsqlDataSource.Create(database.LogConnectionString);

    // Later ones are quicker, so that whoever does not wait for the earlier ones is seen.
    static async Task ReceiveAsync(ConcurrentQueue<(Guid, long, int)> received, OutboundMessage message)
    {
        await Task.Delay(message.Number == 1 ? 8 : 1);
        received.Enqueue((message.StreamId, message.Version, message.Number));
    }

    /// <summary>Several writers at once, while the hosts deliver.</summary>
    async Task<IReadOnlyList<(Guid Stream, long Version, int Number)>> RecordAsync()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, Streams).Select(async _ =>
        {
            var stream = Guid.CreateVersion7();
            ExpectedVersion expected = new ExpectedVersion.MustNotExist();
            for (var i = 0; i < Appends; i++)
                expected = ((AppendOutcome.Appended)await database.Store.AppendAsync(Letters.Noting("letters", stream, expected, Letters.Letter(), Letters.Letter()), StoreDatabase.Ct)).Next;
            return Enumerable.Range(1, Appends).SelectMany(version => Enumerable.Range(1, MessagesPerAppend).Select(number => (stream, (long)version, number)));
        }));
        return [.. all.SelectMany(one => one)];
    }
}
