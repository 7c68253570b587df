using System.Diagnostics;
using Nscp.Reviews.Evidence;

namespace Nscp.Reviews.Followers.Tests;

/// <summary>Promise 5: three hosts as processes over one database. The one that runs a follower is killed in the middle of a page, and another takes over.</summary>
public sealed class KillingAHost(ITestOutputHelper output) : IAsyncLifetime
{
    readonly ReviewsDatabase _database = new();
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nscp-reviews-followers");
    readonly List<HostInProcess> _hosts = [];

    string[] Sealing => [$"--Reviews:SealKeyFile={Path.Combine(_folder.FullName, "seal-key.pem")}"];

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "seal-key.pem"), SealKey.NewPem(), ReviewsDatabase.Ct);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts) await host.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task In_a_page_leaves_it_to_another_and_does_nothing_twice()
    {
        await StartThreeAsync();
        await _database.AppendAsync(40);
        await CaughtUpAsync();
        (await _database.TextsAsync("select distinct host from noted")).Count.ShouldBe(1, "one host runs it");

        foreach (var follower in (string[])["noting", "sealer"])
        {
            // Its rows, or seals, are written; that its place moves with them, it waits for.
            HostInProcess doomed;
            var taken = Stopwatch.StartNew();
            await using (await _database.HoldAsync($"select from mt_event_progression where name = '{follower}:All' for update"))
            {
                await _database.AppendAsync(25);
                doomed = await WaitingAsync("mt_event_progression");
                taken.Restart();
                await doomed.KillAsync();
            }
            await CaughtUpAsync();
            output.WriteLine($"{follower}: another host had done the page {taken.Elapsed.TotalSeconds:0.0} s after the kill");
            _hosts.Remove(doomed);
            await doomed.DisposeAsync();
        }

        await _database.ShouldBeTheLogAsync("noting");
        (await _database.TextsAsync("select distinct host from noted")).Count.ShouldBeGreaterThan(1);
        (await _database.TextsAsync("select seq_id from es_leaf group by seq_id having count(*) > 1")).ShouldBeEmpty("sealed twice");
        (await _database.TextsAsync("select seq_id from mt_events where type <> 'tombstone' and seq_id not in (select seq_id from es_leaf)")).ShouldBeEmpty("not sealed");
    }

    [Fact]
    public async Task While_it_handles_messages_loses_and_doubles_none()
    {
        const int count = 200;
        var cases = new Cases(_database);
        await using (var first = await cases.StartAsync(Cases.Monday12September2022)) await cases.OpenAsync(first, "KH", count);
        await StartThreeAsync();

        await _hosts[0].Client.AcceptAsync("2022-12-29");
        await Waits.UntilAsync(async () => (await _database.TextsAsync(Cases.Reported)).Count > count / 10, "some are handled");
        var handling = await _database.TextAsync("select application_name from pg_stat_activity where usename = 'reviews_app' and application_name <> '' order by (query like '%save_begins%' or query like '%due_date_moved%') desc, query_start desc limit 1");
        var doomed = _hosts.Single(host => host.Name == handling);
        var taken = Stopwatch.StartNew();
        await doomed.KillAsync();
        var done = (await _database.TextsAsync(Cases.Reported)).Count;
        await Waits.UntilAsync(
            async () => await _database.NumberAsync("select count(*) from wolverine.wolverine_incoming_envelopes where status <> 'Handled'") == 0 && (await _database.TextsAsync(Cases.Reported)).Count == count,
            async () => $"{(await _database.TextsAsync(Cases.Reported)).Count}", "every case has its report");
        output.WriteLine($"killed with {done} of {count} cases told; the others were told {taken.Elapsed.TotalSeconds:0.0} s after it");

        (await _database.TextsAsync(Cases.ReportedTwice)).ShouldBeEmpty();
        (await _database.NumberAsync("select count(*) from wolverine.wolverine_dead_letters")).ShouldBe(0);
        (await _database.TextsAsync("select count(*) from mt_events where type = 'due_date_moved' group by stream_id")).Distinct().Count().ShouldBe(1, "each case tells the same");
    }

    async Task StartThreeAsync() =>
        _hosts.AddRange(await Task.WhenAll(Enumerable.Range(1, 3).Select(number => HostInProcess.StartAsync(_database, $"host-{number}", Cases.Wednesday14September2022, Sealing))));

    async Task CaughtUpAsync()
    {
        await _database.CaughtUpAsync("noting");
        await _database.CaughtUpAsync("sealer");
    }

    /// <summary>The host that waits for what the test holds.</summary>
    async Task<HostInProcess> WaitingAsync(string table)
    {
        IReadOnlyList<string> waiting = [];
        await Waits.UntilAsync(async () => (waiting = await _database.TextsAsync(
            $"select application_name from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and usename = 'reviews_log' and query like '%{table}%'")).Count > 0, "a host stands in the middle of a page");
        return _hosts.Single(host => host.Name == waiting[0]);
    }
}
