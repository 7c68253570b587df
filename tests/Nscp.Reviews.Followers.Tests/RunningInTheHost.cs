namespace Nscp.Reviews.Followers.Tests;

/// <summary>Promise 12, of followers: readiness tells how they do, on any host.</summary>
public sealed class RunningInTheHost : IAsyncLifetime
{
    readonly ReviewsDatabase _database = new();

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Rehearses_a_first_command_and_keeps_nothing_of_it()
    {
        await using var host = await Host.StartAsync(_database, log: null, also: null);
        await Api.Milestones.Rehearsal.PlayAsync(host.App);
        host.Logged.ShouldNotContain("could be made ready");
        foreach (var table in (string[])["mt_events where type <> 'tombstone'", "mt_streams where type is not null", "mt_doc_case", "mt_doc_reference", "mt_doc_command"])
            (await _database.NumberAsync($"select count(*) from {table}")).ShouldBe(0, table);
    }

    [Fact]
    public async Task Tells_nothing_of_followers_that_do_well()
    {
        await using var host = await Host.StartAsync(_database);
        await host.Client.OpenAsync("RH1", "2025-04-01");
        await _database.CaughtUpAsync("calendar-moves");
        var told = await host.Client.ReadinessAsync();
        told.ShouldNotContain("follower");
        told.ShouldNotContain("follows");
        told.ShouldContain("This host has no key to seal the log by");
    }

    [Fact]
    public async Task Tells_of_one_that_is_far_behind_or_stands_still()
    {
        await using var host = await Host.StartAsync(_database, log: null, also: null);
        await NoteAsync(("HighWaterMark", 2_000), ("late", 900), ("stuck", 1_990), ("well", 1_990));
        await _database.ExecuteAsync("update mt_event_progression set last_updated = now() - interval '2 minutes' where name = 'stuck:All'");
        var told = await host.Client.ReadinessAsync();
        told.ShouldContain("The follower late is 1100 events behind.");
        told.ShouldContain("The follower stuck is 10 events behind and has not moved for a minute.");
        told.ShouldNotContain("The follower well");
    }

    /// <summary>The daemon keeps books of its own beside the followers' places.</summary>
    [Fact]
    public async Task Takes_no_row_of_the_daemon_s_own_for_a_follower()
    {
        await using var host = await Host.StartAsync(_database, log: null, also: null);
        await NoteAsync(("HighWaterMark", 2_000), ("well", 2_000));
        await _database.ExecuteAsync("insert into mt_event_progression (name, last_seq_id, last_updated) values ('HighWaterStuckGap', 10, now())");
        (await host.Client.ReadinessAsync()).ShouldNotContain("events behind");
    }

    [Fact]
    public async Task Tells_when_no_host_has_followed_the_log_for_a_minute()
    {
        await using var host = await Host.StartAsync(_database, log: null, also: null);
        await NoteAsync(("HighWaterMark", 10), ("well", 10));
        (await host.Client.ReadinessAsync()).ShouldNotContain("No host follows the log");
        await _database.ExecuteAsync("update mt_event_progression set last_updated = now() - interval '2 minutes'");
        (await host.Client.ReadinessAsync()).ShouldContain("No host follows the log");
    }

    [Fact]
    public async Task Notes_again_and_again_that_it_looks_at_the_log_also_when_nothing_comes()
    {
        await using var host = await Host.StartAsync(_database);
        await host.Client.OpenAsync("RH2", "2025-04-01");
        await _database.CaughtUpAsync("calendar-moves");
        await _database.ExecuteAsync("update mt_event_progression set last_updated = now() - interval '2 minutes'");
        await Waits.UntilAsync(async () => !(await host.Client.ReadinessAsync()).Contains("No host follows the log", StringComparison.Ordinal));
    }

    Task NoteAsync(params (string Name, int Place)[] rows) => _database.ExecuteAsync(string.Join(';', rows.Select(row =>
        $"insert into mt_event_progression (name, last_seq_id, last_updated) values ('{row.Name}{(row.Name == "HighWaterMark" ? "" : ":All")}', {row.Place}, now())")));
}
