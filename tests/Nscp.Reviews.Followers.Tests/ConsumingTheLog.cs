using Nscp.Reviews.Domain.Events;

namespace Nscp.Reviews.Followers.Tests;

/// <summary>Promise 5: an event that cannot be handled stops its follower, exactly there; it is never skipped, it is told without its words, and mended it goes on by itself.</summary>
public sealed class ConsumingTheLog : IAsyncLifetime
{
    /// <summary>Stands in the data of the event, or in what a follower says of it; nowhere else may it be.</summary>
    const string Words = "a family's own words";

    readonly ReviewsDatabase _database = new();

    /// <summary>A log of one event, which the follower has noted.</summary>
    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        await _database.AppendAsync(1);
        await using var host = await Host.StartAsync(_database, () => new Noting("stopped", 10));
        await _database.CaughtUpAsync("stopped");
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task Stops_at_an_event_that_a_follower_cannot_handle(int batchSize)
    {
        var mended = false;
        await _database.AppendAsync(15);
        var poison = (await _database.SequencesAsync())[7];
        await CheckAsync(
            poison, batchSize, () => mended = true,
            () => new Noting("stopped", batchSize, before: page => !mended && page.Events.Any(one => one.Sequence == poison) ? throw new InvalidOperationException(Words) : Task.CompletedTask));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task Stops_at_an_event_whose_data_cannot_be_read(int batchSize)
    {
        var poison = await UnreadableAsync();
        await CheckAsync(
            poison, batchSize, () => _database.SpoilAsync($$"""update mt_events set data = '{"hold": 1}', type = 'hold_lifted' where seq_id = {{poison}}""").GetAwaiter().GetResult(),
            () => new Noting("stopped", batchSize, only: typeof(CaseEvent.DueDateMoved)), "due_date_moved");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task Stops_at_an_event_of_a_kind_that_nobody_knows(int batchSize)
    {
        await _database.AppendAsync(15);
        var poison = (await _database.SequencesAsync())[7];
        await _database.SpoilAsync($$"""update mt_events set type = 'of_a_later_release', data = '{"told": "{{Words.Replace("'", "''")}}"}' where seq_id = {{poison}}""");
        await CheckAsync(
            poison, batchSize, () => _database.SpoilAsync($$"""update mt_events set data = '{"hold": 1}', type = 'hold_lifted' where seq_id = {{poison}}""").GetAwaiter().GetResult(),
            () => new Noting("stopped", batchSize));
    }

    /// <summary>The daemon has no place to tell it yet.</summary>
    [Fact]
    public async Task Is_told_also_when_it_stops_before_it_has_done_anything()
    {
        await using var host = await Host.StartAsync(_database, () => new Noting("new", 10, before: _ => throw new InvalidOperationException(Words)));
        await UntilTellsAsync(host, "The follower new has done nothing yet, with 1 events before it");
        await Waits.UntilAsync(() => Task.FromResult(host.Logged.Contains("FollowerFaultException: System.InvalidOperationException", StringComparison.Ordinal)), "the log says why");
        host.Logged.ShouldNotContain(Words);
    }

    [Fact]
    public async Task Catches_a_daemon_that_passes_such_events_over()
    {
        var poison = await UnreadableAsync();
        await using var host = await Host.StartAsync(
            _database, _database.LogConnectionString, options => options.Projections.Errors.SkipSerializationErrors = true, () => new Noting("stopped", 10, only: typeof(CaseEvent.DueDateMoved)));
        await _database.CaughtUpAsync("stopped");
        (await _database.PlaceAsync("stopped")).ShouldBeGreaterThan(poison, "this is the default that must not be left");
    }

    /// <summary>A fault of the transaction that would note how far it has come: not the follower's own.</summary>
    [Fact]
    public async Task Goes_on_by_itself_after_a_fault_of_the_database_at_the_commit()
    {
        await using var host = await Host.StartAsync(_database, () => new Noting("stopped", 10));
        await _database.AppendAsync(5);
        await _database.CaughtUpAsync("stopped");
        await _database.ExecuteAsync("revoke insert on noted from public");
        await _database.AppendAsync(5);
        await UntilTellsAsync(host, "The follower stopped has stopped");
        await _database.ExecuteAsync("grant insert on noted to public");
        await _database.CaughtUpAsync("stopped");
        await _database.ShouldBeTheLogAsync("stopped");
        await UntilTellsNotAsync(host, "The follower stopped");
    }

    [Fact]
    public async Task Gives_every_event_of_every_partnership_once_and_in_order()
    {
        await _database.AppendAsync(25);
        await _database.AppendAsync(25, "NCSCP");
        await using var host = await Host.StartAsync(_database, () => new Noting("noting", 10));
        await _database.CaughtUpAsync("noting");
        await _database.AppendAsync(5);
        await _database.CaughtUpAsync("noting");
        await _database.ShouldBeTheLogAsync("noting");
    }

    /// <summary>Fifteen moved due dates, of which the eighth has a text where a date should be.</summary>
    async Task<long> UnreadableAsync()
    {
        await _database.AppendAsync(15);
        var poison = (await _database.SequencesAsync())[7];
        await _database.SpoilAsync(
            $$"""
            update mt_events set type = 'due_date_moved', data = '{"clock": "R1", "from": "2024-03-04", "to": "2024-03-04", "fromRevision": 1, "toRevision": 1, "why": "it"}';
            update mt_events set data = jsonb_set(data, '{from}', '"{{Words.Replace("'", "''")}}"') where seq_id = {{poison}}
            """);
        return poison;
    }

    async Task CheckAsync(long poison, int batchSize, Action mend, Func<Follower> follower, string? type = null)
    {
        await using var host = await Host.StartAsync(_database, follower, () => new Noting("other", 10, only: typeof(CaseEvent.CaseClosed)));
        await using var elsewhere = await Host.StartAsync(_database, log: null, also: null);
        await UntilTellsAsync(elsewhere, "The follower stopped has stopped");
        // One at a time, the seven before it are done (those that were read already when it stopped, at its next try); a page is done whole or not at all.
        if (batchSize == 1) await Waits.UntilAsync(async () => await _database.PlaceAsync("stopped") == poison - 1, "all before it are done");
        await _database.ShouldBeTheLogAsync("stopped", upTo: batchSize == 1 ? poison - 1 : 1, type);
        await _database.AppendAsync(5);
        await _database.CaughtUpAsync("other");
        (await _database.PlaceAsync("stopped")).ShouldBeLessThan(poison);

        (await elsewhere.Client.ReadinessAsync()).ShouldNotContain(Words);
        (await _database.TextsAsync("select p::text from mt_event_progression p")).ShouldAllBe(row => !row.Contains(Words));
        (await _database.TextsAsync("select d::text from mt_doc_deadletterevent d")).ShouldBeEmpty();
        host.Logged.ShouldNotContain(Words);

        mend();
        await _database.CaughtUpAsync("stopped");
        await _database.ShouldBeTheLogAsync("stopped", type: type);
        await UntilTellsNotAsync(elsewhere, "The follower stopped");
    }

    static Task UntilTellsAsync(Host host, string what) => Waits.UntilAsync(async () => (await host.Client.ReadinessAsync()).Contains(what, StringComparison.Ordinal), what);

    static Task UntilTellsNotAsync(Host host, string what) => Waits.UntilAsync(async () => !(await host.Client.ReadinessAsync()).Contains(what, StringComparison.Ordinal), $"not any more: {what}");
}
