using System.Diagnostics;
using Nscp.Reviews.Cluster;

namespace Nscp.Reviews.Followers.Tests;

/// <summary>Promise 6: rebuilt is as live, document for document, beside whoever writes and reads, whenever it is broken off.</summary>
public sealed class RebuildingDocuments : IAsyncLifetime
{
    // Where this program is built, the product is built too; among the tests' own libraries its command line does not start.
    static readonly string Configuration = AppContext.BaseDirectory.Contains("/Debug/", StringComparison.Ordinal) ? "Debug" : "Release";

    static readonly string[] Kinds = ["case", "reference", "words", "clock", "recommendation"];

    readonly ReviewsDatabase _database = new();

    public ValueTask InitializeAsync() => _database.InitializeAsync();

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Mends_what_was_spoilt_and_sweeps_what_belongs_to_no_case()
    {
        await using var host = await OpenAsync(12);
        var live = await DocumentsAsync();
        await SpoilAsync();
        await _database.ExecuteAsync("insert into mt_doc_case select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid()))).* from mt_doc_case d limit 1");
        (await DocumentsAsync()).ShouldNotBe(live);

        await RebuiltAsync();

        (await DocumentsAsync()).ShouldBe(live);
    }

    [Fact]
    public async Task Beside_eight_writers_gets_all_of_them_right_while_readers_see_every_case_all_the_time()
    {
        await using var host = await OpenAsync(24);
        await SpoilAsync(deletes: false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ReviewsDatabase.Ct);
        var least = long.MaxValue;
        var reading = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested) least = Math.Min(least, await _database.NumberAsync("select count(*) from mt_doc_case where (data #>> '{listed,reference}') is distinct from ''"));
        }, ReviewsDatabase.Ct);
        var writing = WritingAsync(host, stop.Token);
        for (var i = 0; i < 2; i++) await RebuiltAsync();
        await stop.CancelAsync();
        await Task.WhenAll(reading, writing);

        least.ShouldBeGreaterThanOrEqualTo(24);
        await ShouldBeAsLiveAsync();
    }

    [Fact]
    public async Task Killed_half_way_and_begun_again_while_eight_write_gets_all_of_them_right()
    {
        await using var host = await OpenAsync(24);
        await ManyAsync(60);
        await RebuiltAsync();
        await SpoilAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ReviewsDatabase.Ct);
        var writing = WritingAsync(host, stop.Token);
        var last = await _database.TextAsync("select stream_id from mt_events where seq_id = (select max(seq_id) from mt_events where stream_id in (select id from many))");
        await using (await _database.HoldAsync($"select pg_advisory_xact_lock(hashtextextended('NSCP {last}', 0))"))
        {
            using var doomed = Start();
            await Waits.UntilAsync(async () => (await _database.TextsAsync("select 1 from pg_stat_activity where usename = 'reviews_log' and wait_event = 'advisory' and query like '%unnest%'")).Count > 0, "it stands in its last page");
            (await _database.PlaceAsync("documents")).ShouldBeGreaterThan(0, "pages before are done");
            doomed.Kill();
            await doomed.WaitForExitAsync(ReviewsDatabase.Ct);
        }

        await RebuiltAsync();

        await stop.CancelAsync();
        await writing;
        await ShouldBeAsLiveAsync();
    }

    [Fact]
    public async Task Twice_at_once_gets_all_of_them_right()
    {
        await using var host = await OpenAsync(12);
        var live = await DocumentsAsync();
        await SpoilAsync();
        var both = await Task.WhenAll(RebuildAsync(), RebuildAsync());
        both.ShouldContain(one => one.Code == 0, string.Join('\n', both.Select(one => one.Said)));
        (await DocumentsAsync()).ShouldBe(live);
    }

    [Fact]
    public async Task Stops_at_an_event_that_cannot_be_read_and_says_where()
    {
        await using var host = await OpenAsync(3);
        await _database.SpoilAsync("update mt_events set data = jsonb_set(data, '{awareOn}', '\"a family''s own words\"') where seq_id = (select max(seq_id) from mt_events)");
        var (code, said) = await RebuildAsync();
        code.ShouldNotBe(0);
        said.ShouldContain($"sequence = {await _database.NumberAsync("select max(seq_id) from mt_events")} for event type incident_reported");
        said.ShouldNotContain("own words");
    }

    [Fact]
    public Task Keeps_a_writer_waiting_while_its_page_is_in_hand() => CheckWriterBetweenAsync();

    /// <summary>The writers' half of the lock is taken away.</summary>
    [Fact]
    public async Task Catches_writers_that_take_no_lock()
    {
        var save = await _database.TextAsync("select pg_get_functiondef('save_begins'::regproc)");
        await _database.ExecuteAsync(save.Replace("perform pg_advisory_xact_lock(hashtextextended", "perform (hashtextextended", StringComparison.Ordinal));
        // Where the rebuild sees in time what was written, a page more puts right what this one spoilt: then once more.
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            try
            {
                await CheckWriterBetweenAsync(attempt);
            }
            catch (ShouldAssertException)
            {
                return;
            }
        }
        Assert.Fail("It catches none.");
    }

    /// <summary>As whoever projects with Marten would have it: what is rebuilt is emptied first.</summary>
    [Fact]
    public async Task Catches_a_rebuild_that_empties_what_it_makes()
    {
        await using var host = await OpenAsync(3);
        await using var naive = await Host.StartAsync(_database, _database.LogConnectionString, options => options.Projections.Add(
            new NotYet(_database), ProjectionLifecycle.Inline, "naive", rebuild => rebuild.DeleteViewTypeOnTeardown<Projections.CaseDocument>()));
        await _database.ExecuteAsync("grant truncate on mt_doc_case to reviews_log");
        var store = (DocumentStore)naive.Services.GetRequiredService<ILogStore>();
        using var daemon = (IDisposable)await store.BuildProjectionDaemonAsync();
        await ((JasperFx.Events.Daemon.IProjectionDaemon)daemon).RebuildProjectionAsync("naive", TimeSpan.FromMinutes(1), ReviewsDatabase.Ct);
        NotYet.Seen.ShouldBe(0, "of three: this is the way that must not be gone");
    }

    /// <summary>Notes how many cases a reader sees while the first page is in hand.</summary>
    sealed class NotYet(ReviewsDatabase database) : Marten.Events.Projections.IProjection
    {
        internal static long? Seen { get; private set; }

        public async Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<JasperFx.Events.IEvent> events, CancellationToken cancellation) => Seen ??= await database.NumberAsync("select count(*) from mt_doc_case");
    }

    /// <summary>The page has read its cases, and waits to store one; another of them is written to meanwhile.</summary>
    async Task CheckWriterBetweenAsync(int attempt = 0)
    {
        await using var host = await OpenAsync(2, $"RD{attempt}-");
        await SpoilAsync(deletes: false);
        var first = await _database.TextAsync("select id from mt_doc_case order by id limit 1");
        var second = await _database.TextAsync("select id from mt_doc_reference where case_id = (select max(id::text)::uuid from mt_doc_case)");
        Task<(int Code, string Said)> rebuilding;
        Task writing;
        await using (await _database.HoldAsync($"select from mt_doc_case where id = '{first}' for update"))
        {
            rebuilding = RebuildAsync();
            await Waits.UntilAsync(async () => (await _database.TextsAsync("select 1 from pg_stat_activity where usename = 'reviews_log' and wait_event_type = 'Lock' and wait_event <> 'advisory'")).Count > 0, "the page waits to store the first case");
            writing = host.Client.InformAsync(second);
            await Waits.UntilAsync(async () => writing.IsCompleted || (await _database.TextsAsync("select 1 from pg_stat_activity where usename = 'reviews_app' and wait_event = 'advisory'")).Count > 0, "the writer waits, or has written");
        }
        var (code, said) = await rebuilding;
        code.ShouldBe(0, said);
        await writing;
        await ShouldBeAsLiveAsync();
    }

    async Task<Host> OpenAsync(int count, string prefix = "RD")
    {
        var host = await Host.StartAsync(_database, log: null, also: null);
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ReviewsDatabase.Ct }, async (i, _) => await host.Client.OpenAsync($"{prefix}{i}", "2025-04-01"));
        return host;
    }

    /// <summary>Copies of one case, of twenty events each, so that there are several pages; without documents yet.</summary>
    Task ManyAsync(int count) => _database.SpoilAsync(
        $$"""
        create table many as select gen_random_uuid() id, n from generate_series(1, {{count}}) n;
        insert into mt_streams (tenant_id, id, type, version) select 'NSCP', id, 'case', 20 from many;
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, is_archived, headers, user_name, correlation_id)
        select nextval('mt_events_sequence'), gen_random_uuid(), many.id, v, case v when 1 then jsonb_set(e.data, '{reference}', to_jsonb('MN' || n)) else '{"partner": "NOTTS-POLICE"}' end,
            case v when 1 then e.type else 'partner_informed' end, e.timestamp, e.tenant_id, false, e.headers, e.user_name, e.correlation_id
        from many, generate_series(1, 20) v, (select * from mt_events where type = 'incident_reported' order by seq_id limit 1) e order by n, v
        """);

    static Task WritingAsync(Host host, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
    {
        for (var i = writer; !stop.IsCancellationRequested; i += 8)
        {
            await host.Client.InformAsync($"RD{i % 24}", i % 48 < 24 ? "NOTTS-POLICE" : "NCC");
            await host.Client.OpenAsync($"WR{i}", "2025-04-01");
            // Or the log grows faster than two cores read it beside its writers.
            await Task.Delay(200, ReviewsDatabase.Ct);
        }
    }, ReviewsDatabase.Ct)));

    /// <summary>Every second document says something else; with <paramref name="deletes"/> some are gone.</summary>
    Task SpoilAsync(bool deletes = true) => _database.ExecuteAsync(
        $"""
        update mt_doc_case set place = 'spoilt', data = jsonb_set(data, '{"{place}"}', '"spoilt"');
        update mt_doc_clock set data = jsonb_set(data, '{"{because}"}', '"spoilt"') where ctid::text like '%2)';
        {(deletes ? "delete from mt_doc_words; delete from mt_doc_clock where ctid::text like '%1)'" : "select 1")}
        """);

    /// <summary>Id and content of each: when it was stored may differ.</summary>
    Task<IReadOnlyList<string>> DocumentsAsync() => _database.TextsAsync(string.Join(" union all ", Kinds.Select(kind => $"select '{kind} ' || tenant_id || ' ' || id || ' ' || data from mt_doc_{kind}")) + " order by 1");

    /// <summary>A rebuild that nothing disturbs finds nothing to do.</summary>
    async Task ShouldBeAsLiveAsync()
    {
        var live = await DocumentsAsync();
        var (code, said) = await RebuildAsync();
        code.ShouldBe(0, said);
        said.ShouldNotContain("documents differed");
        (await DocumentsAsync()).ShouldBe(live);
    }

    async Task RebuiltAsync()
    {
        var (code, said) = await RebuildAsync();
        code.ShouldBe(0, said);
    }

    async Task<(int Code, string Said)> RebuildAsync()
    {
        using var process = Start();
        var (said, errors) = (process.StandardOutput.ReadToEndAsync(ReviewsDatabase.Ct), process.StandardError.ReadToEndAsync(ReviewsDatabase.Ct));
        await process.WaitForExitAsync(ReviewsDatabase.Ct);
        return (process.ExitCode, await said + await errors);
    }

    /// <summary>The product's own program, as <c>./build.sh rebuild</c> runs it.</summary>
    Process Start()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Repository.Find()!, "src/Nscp.Reviews.Api/bin", Configuration, "net10.0/Nscp.Reviews.Api.dll"), "projections", "rebuild", "-p", "documents"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        foreach (var setting in _database.Settings(_database.LogConnectionString).Where(one => one.Contains(':', StringComparison.Ordinal)).Select(one => one[2..].Split('=', 2)))
            start.Environment[setting[0].Replace(":", "__", StringComparison.Ordinal)] = setting[1];
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        return Process.Start(start)!;
    }
}
