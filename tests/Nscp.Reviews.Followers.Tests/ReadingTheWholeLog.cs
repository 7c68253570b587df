using JasperFx.Events;

namespace Nscp.Reviews.Followers.Tests;

/// <summary>Promise 4: nobody who follows the log ever passes an event that is still being committed; rolled-back numbers do not stall it; no writer waits for it.</summary>
public sealed class ReadingTheWholeLog : IAsyncLifetime
{
    // Longer than the three seconds after which the daemon takes a number for one that nobody will ever see.
    static readonly TimeSpan Long = TimeSpan.FromSeconds(5);

    readonly ReviewsDatabase _database = new();

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Misses_doubles_and_reorders_none_of_20000_events_by_eight_writers_with_long_and_rolled_back_transactions()
    {
        await using var host = await Host.StartAsync(_database, () => new Noting("noting", 500));
        await using var writer = new Writer(_database);
        var writing = Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => WriteAsync(writer, number))));
        var held = 0L;
        while (!writing.IsCompleted)
        {
            held += await _database.NumberAsync("""
                select count(*) from pg_stat_activity w where usename = 'reviews_app'
                and exists (select from unnest(pg_blocking_pids(w.pid)) b join pg_stat_activity f on f.pid = b where f.usename = 'reviews_log')
                """);
            await Task.Delay(50, ReviewsDatabase.Ct);
        }
        await writing;
        await _database.CaughtUpAsync("noting");

        (await _database.SequencesAsync()).Count.ShouldBe(20_000);
        await _database.ShouldBeTheLogAsync("noting");
        held.ShouldBe(0, "a writer waited for whoever reads");
    }

    [Fact]
    public Task Waits_for_an_event_that_is_still_being_committed() => CheckHeldAsync();

    [Fact]
    public async Task Catches_a_store_that_takes_its_numbers_outside_the_transaction() =>
        (await Assert.ThrowsAsync<ShouldAssertException>(() => CheckHeldAsync(EventAppendMode.Rich))).Message.ShouldContain("lost or skipped");

    [Fact]
    public async Task Catches_a_reader_that_goes_to_the_highest_number()
    {
        List<string> read = [];
        await using (var held = await _database.HoldAsync(FollowedLog.Insert(1)))
        {
            await _database.AppendAsync(1);
            await ReadAsync();
            await held.CommitAsync();
        }
        await ReadAsync();
        read.Count.ShouldBe(1, "of two: this is the way that must not be gone");

        async Task ReadAsync() => read.AddRange(await _database.TextsAsync($"select seq_id from mt_events where seq_id > {(read.Count == 0 ? "0" : read[^1])} order by seq_id"));
    }

    [Fact]
    public async Task Goes_on_past_numbers_that_were_rolled_back()
    {
        await using var host = await Host.StartAsync(_database, () => new Noting("noting", 500));
        await _database.AppendAsync(1);
        await _database.BurnAsync(100);
        await _database.AppendAsync(1);
        await _database.CaughtUpAsync("noting");
        await _database.ShouldBeTheLogAsync("noting");
    }

    static async Task WriteAsync(Writer writer, int number)
    {
        for (var save = 0; save < 166; save++)
        {
            var isLong = save % 80 == 10 * number;
            if (save % 4 == 3) await writer.AppendAsync(15, within: isLong ? TimeSpan.FromSeconds(2) : default, rolledBack: true);
            else await writer.AppendAsync(20, within: isLong ? TimeSpan.FromSeconds(2) : default);
        }
    }

    /// <summary>One writer takes long, before its transaction and in it, while others append.</summary>
    async Task CheckHeldAsync(EventAppendMode? mode = null)
    {
        await using var host = await Host.StartAsync(_database, () => new Noting("noting", 500));
        await using var writer = new Writer(_database, mode);
        await writer.AppendAsync(1);
        await _database.CaughtUpAsync("noting");
        var slow = writer.AppendAsync(1, before: mode is null ? default : Long, within: mode is null ? Long : default);
        while (!slow.IsCompleted)
        {
            await _database.AppendAsync(1);
            await Task.Delay(200, ReviewsDatabase.Ct);
        }
        await slow;
        await _database.AppendAsync(1);
        await _database.CaughtUpAsync("noting");
        await _database.ShouldBeTheLogAsync("noting");
    }
}
