namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Law: rebuilt = live, row for row.</summary>
public class RebuildingProjections(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    static readonly ProjectionTable[] Tables = [Tickets.Ticket, Tickets.Note];
    static readonly RebuildRequest Request = new(Tables, Tickets.Rows, "1");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task Gives_the_rows_that_were_there(int seed) => CheckAsync(seed, changes => changes);

    [Fact]
    public async Task Catches_live_rows_that_are_never_deleted() =>
        await CatchesAsync(4, changes => [.. changes.Where(change => change is not RowChange.Delete)]);

    [Fact]
    public async Task Catches_live_rows_that_are_never_updated() =>
        await CatchesAsync(5, changes => [.. changes.Where(change => change is not RowChange.Update)]);

    [Fact]
    public async Task Mends_rows_that_were_spoiled_by_hand()
    {
        await LiveAsync("mend", 6, changes => changes);
        var live = await RowsAsync();
        await database.ExecuteAsync(
            """
            update ticket set notes = 99 where stream_id in (select stream_id from ticket order by 1 limit 2);
            delete from ticket_note where position = 0;
            insert into ticket_note values ('mend', gen_random_uuid(), 7, 'of no stream');
            """);
        (await RowsAsync()).ShouldNotBe(live);

        await RebuildAsync();

        (await RowsAsync()).ShouldBe(live);
    }

    [Fact]
    public async Task Loses_nothing_that_is_appended_meanwhile()
    {
        await LiveAsync("before", 7, changes => changes);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(StoreDatabase.Ct);
        var writers = Enumerable.Range(0, 2).Select(i => Task.Run(() => WriteUntilAsync($"meanwhile-{i}", stop.Token))).ToList();
        for (var i = 0; i < 5; i++)
            await RebuildAsync();
        await stop.CancelAsync();
        (await Task.WhenAll(writers)).ShouldAllBe(written => written > 0);

        var live = await RowsAsync();
        await RebuildAsync();
        (await RowsAsync()).ShouldBe(live);
    }

    [Fact]
    public async Task Changes_nothing_when_it_fails()
    {
        await LiveAsync("fails", 8, changes => changes);
        var live = await RowsAsync();
        var streams = 0;
        await Should.ThrowAsync<InvalidOperationException>(() => Rebuild.RunAsync(
            database.Log, new RebuildRequest(Tables, stream => ++streams > 3 ? throw new InvalidOperationException("no") : Tickets.Rows(stream), "fails"), null, StoreDatabase.Ct));
        (await RowsAsync()).ShouldBe(live);
    }

    [Fact]
    public async Task Is_refused_for_a_row_of_a_table_that_was_not_named() =>
        await Should.ThrowAsync<ArgumentException>(async () =>
        {
            await LiveAsync("tables", 9, changes => changes);
            await Rebuild.RunAsync(database.Log, new RebuildRequest([Tickets.Ticket], Tickets.Rows, "1"), null, StoreDatabase.Ct);
        });

    [Fact]
    public async Task Reports_what_it_has_read()
    {
        await LiveAsync("reports", 10, changes => changes);
        var seen = new Progress();
        var done = await Rebuild.RunAsync(database.Log, Request, seen, StoreDatabase.Ct);
        seen.Last.ShouldBe(done);
        (await database.TextsAsync("select count(*) from mt_events")).ShouldBe([$"{done.Events}"]);
        (await database.TextsAsync("select count(*) from mt_streams")).ShouldBe([$"{done.Streams}"]);
        (await database.TextsAsync("select (select count(*) from ticket) + (select count(*) from ticket_note)")).ShouldBe([$"{done.Rows}"]);
    }

    sealed class Progress : IProgress<RebuildProgress>
    {
        internal RebuildProgress? Last { get; private set; }

        public void Report(RebuildProgress value) => Last = value;
    }

    async Task CatchesAsync(int seed, Func<IReadOnlyList<RowChange>, IReadOnlyList<RowChange>> spoil)
    {
        await Assert.ThrowsAsync<ShouldAssertException>(() => CheckAsync(seed, spoil));
        // The other tests of this class share the database, and begin with rows that are right.
        await RebuildAsync();
    }

    async Task CheckAsync(int seed, Func<IReadOnlyList<RowChange>, IReadOnlyList<RowChange>> spoil)
    {
        await LiveAsync($"law-{seed}", seed, spoil);
        var live = await RowsAsync();
        await RebuildAsync();
        (await RowsAsync()).ShouldBe(live);
    }

    Task<RebuildProgress> RebuildAsync() => Rebuild.RunAsync(database.Log, Request, null, StoreDatabase.Ct);

    Task<IReadOnlyList<string>> RowsAsync() => database.TextsAsync("select 'ticket ' || t::text from ticket t union all select 'note ' || n::text from ticket_note n order by 1");

    async Task LiveAsync(string tenant, int seed, Func<IReadOnlyList<RowChange>, IReadOnlyList<RowChange>> spoil)
    {
        var random = new Random(seed);
        var histories = Enumerable.Range(0, Soak.Rounds(10, times: 5)).Select(_ => (Stream: Guid.CreateVersion7(), Events: new List<NewEvent>())).ToList();
        for (var step = 0; step < histories.Count * 8; step++)
        {
            var (stream, events) = histories[random.Next(histories.Count)];
            var added = Enumerable.Range(0, random.Next(1, 4)).Select(i => AnyEvent(random, first: events.Count + i == 0, $"{tenant}-{stream}-{step}-{i}")).ToList();
            var request = Tickets.Appending(tenant, stream, events, added);
            (await database.Store.AppendAsync(request with { Rows = spoil(request.Rows) }, StoreDatabase.Ct)).ShouldBeOfType<AppendOutcome.Appended>();
            events.AddRange(added);
        }
    }

    static NewEvent AnyEvent(Random random, bool first, string number)
    {
        var one = first ? Tickets.Opened(number) : random.Next(4) switch
        {
            0 => Tickets.Renumbered(number),
            1 => Tickets.StruckOut($"{random.Next(3)}"),
            _ => Tickets.Noted($"{random.Next(3)}"),
        };
        return one with { Metadata = one.Metadata with { RecordedAt = Tickets.Morning + NodaTime.Duration.FromMilliseconds(random.Next()) } };
    }

    async Task<int> WriteUntilAsync(string tenant, CancellationToken stop)
    {
        var written = 0;
        for (; !stop.IsCancellationRequested; written++)
        {
            var stream = Guid.CreateVersion7();
            await database.Store.AppendAsync(Tickets.Appending(tenant, stream, [], [Tickets.Opened($"{stream}"), Tickets.Noted("a")]), StoreDatabase.Ct);
        }
        return written;
    }
}
