using NodaTime;
using Npgsql;

namespace Nscp.Reviews.Evidence.Tests.Seals;

/// <summary>Promise 11, over the whole log: every event gets one leaf, in the log's order, under heads that are signed; whatever happens to the sealer.</summary>
public sealed class SealingTheLog : IAsyncLifetime
{
    readonly LogDatabase _database = new();
    SealingHost _sealer = null!;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _sealer = new SealingHost(_database, most: 7);
    }

    public async ValueTask DisposeAsync()
    {
        _sealer.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Gives_every_event_of_every_tenant_one_leaf_under_a_signed_head()
    {
        await Log.AppendAsync(_database, 5);
        await Log.BurnAsync(_database, 3);
        await Log.AppendAsync(_database, 20);
        await _sealer.SealAsync();
        await CheckAsync();

        await AppendAsync(Guid.CreateVersion7(), 3);
        await _sealer.SealAsync();
        await CheckAsync();
        (await _sealer.Log.HeadsAsync(0, 10, LogDatabase.Ct)).Select(head => (head.Head.Number, head.Head.Size)).ShouldBe([(1, 7), (2, 14), (3, 21), (4, 25), (5, 28)]);
    }

    [Fact]
    public async Task Goes_on_over_many_batches_as_over_one()
    {
        await Log.AppendAsync(_database, 75);
        (await _sealer.SealAsync()).ShouldBe(75);
        await CheckAsync();
        (await _sealer.Log.NewestAsync(LogDatabase.Ct)).ShouldNotBeNull().Head.Number.ShouldBe(11);
    }

    [Fact]
    public async Task Leaves_nothing_unsealed_and_seals_nothing_twice_when_its_backend_is_killed_between_rows_and_commit()
    {
        await Log.AppendAsync(_database, 25);
        // Holds a sealer up where its rows are written and its place is not yet.
        await _database.ExecuteAsync(
            """
            create function wait_here() returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(4711); return null; end $$;
            create trigger wait_here before update on es_sealer for each statement execute function wait_here();
            """);
        for (var i = 0; i < 3; i++)
        {
            await using var held = await Log.BeginAsync(_database, "select pg_advisory_xact_lock(4711)");
            var sealing = _sealer.SealAsync();
            await _database.WaitForBlockedAsync(1);
            await _database.ExecuteAsync("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
            await Should.ThrowAsync<NpgsqlException>(() => sealing);
            (await _database.TextsAsync("select (select count(*) from es_leaf) + (select count(*) from es_tree_head) + place from es_sealer")).ShouldBe(["0"]);
        }
        await _sealer.SealAsync();
        await CheckAsync();
    }

    [Fact]
    public async Task Waits_for_an_event_that_is_still_being_committed_and_for_none_that_came_after_it_began()
    {
        await using var held = await Log.HoldAsync(_database);
        await Log.AppendAsync(_database, 3);
        var sealing = _sealer.SealAsync();
        await Task.WhenAny(sealing, Waits.UntilAsync(async () =>
            await _database.TextsAsync("select 'it looks who holds a number' from pg_stat_activity where datname = current_database() and usename = 'reviews_log' and state = 'idle' and query like '%pg_locks%'") is not []));
        await using var later = await Log.HoldAsync(_database);
        await held.CommitAsync();

        (await sealing).ShouldBe(4);
        await later.CommitAsync();
        (await _sealer.SealAsync()).ShouldBe(1);
        await CheckAsync();
    }

    [Fact]
    public async Task Seals_nothing_twice_and_passes_nobody_beside_other_sealers_and_many_writers()
    {
        await using var longest = await Log.HoldAsync(_database);
        var writing = Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() => Log.WriteAsync(_database, writer, Soak.Rounds(25)))));
        // Each is its own host, and knows nothing of what the others have sealed.
        var sealing = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var host = new Sealer(_database.Log, _sealer.Key, SystemClock.Instance, null) { Most = 5 };
            var count = 0;
            while (!writing.IsCompleted)
                count += await host.SealAsync(LogDatabase.Ct);
            return count;
        })));
        await Log.AppendAsync(_database, 20);
        await longest.CommitAsync();
        await writing;

        var sealedBeside = (await sealing).Sum();
        sealedBeside.ShouldBePositive();
        (sealedBeside + await _sealer.SealAsync()).ShouldBe((await Log.SequencesAsync(_database)).Count);
        await CheckAsync();
    }

    [Fact]
    public async Task Is_counted()
    {
        using var meters = new Meters();
        await AppendAsync(Guid.CreateVersion7(), 4);
        await _database.ExecuteAsync("set session_replication_role = replica; update mt_events set user_name = 'someone' where version = 2");
        await _sealer.SealAsync();
        meters.Sum("es.sealed").ShouldBeGreaterThanOrEqualTo(4);
        meters.Sum("es.sealed.as_found").ShouldBeGreaterThanOrEqualTo(1);
        var report = await new Verification(_database.Log, [_sealer.Key.Public], null, SystemClock.Instance).RunAsync(VerificationCause.Scheduled, null, LogDatabase.Ct);
        meters.Sum("es.verification.findings").ShouldBeGreaterThanOrEqualTo(report.Found);
        (report.Found, meters.Count("es.verifications") > 0).ShouldBe((1, true));
    }

    [Fact]
    public async Task Seals_nothing_twice_when_it_is_made_to_read_the_log_again()
    {
        await Log.AppendAsync(_database, 10);
        await _sealer.SealAsync();
        await _database.ExecuteAsync("update es_sealer set place = 3");
        await Log.AppendAsync(_database, 2);
        (await _sealer.SealAsync()).ShouldBe(2);
        await CheckAsync();
        (await _sealer.Log.HeadsAsync(2, 10, LogDatabase.Ct)).Select(head => (head.Head.Number, head.Head.Size)).ShouldBe([(3, 12)]);
    }

    [Fact]
    public async Task Seals_what_other_software_wrote_by_the_hash_that_its_row_gives_and_gives_tombstones_none()
    {
        var stream = Guid.CreateVersion7();
        await AppendAsync(stream, 2);
        await ByOtherSoftwareAsync(stream, 3, "made_elsewhere");
        await ByOtherSoftwareAsync(stream, 4, "tombstone");
        await _sealer.SealAsync();
        await ByOtherSoftwareAsync(stream, 5, "made_elsewhere");
        await AppendAsync(stream, 1);
        await _sealer.SealAsync();

        await CheckAsync(except: "type = 'tombstone'");
        _sealer.News.ShouldBeEmpty();
        var rows = await SecondReading.RowsAsync(_database, "sealed", stream);
        byte[]? hash = null;
        var expected = rows.Select(row => Convert.ToHexStringLower(hash = SecondReading.Ours(hash, row))).ToList();
        expected.RemoveAt(3);
        (await _database.TextsAsync("select encode(hash, 'hex') from es_leaf order by leaf_index")).ShouldBe(expected);
    }

    [Fact]
    public async Task Seals_a_row_that_does_not_fit_its_own_hash_as_it_is_and_says_so_and_minds_those_after_it_not()
    {
        var stream = Guid.CreateVersion7();
        await AppendAsync(stream, 4);
        await _database.ExecuteAsync("set session_replication_role = replica; update mt_events set data = '{\"value\": \"other\"}' where version = 2");
        await _sealer.SealAsync();

        _sealer.News.ShouldHaveSingleItem().ShouldBeOfType<SealNews.DoesNotFit>().Sequence.ShouldBe(2);
        (await _database.TextsAsync("select version from mt_events e join es_leaf l using (seq_id) where encode(hash, 'hex') = headers ->> 'hash' order by 1")).ShouldBe(["1", "3", "4"]);
    }

    [Fact]
    public async Task Stops_exactly_before_a_row_that_is_no_event_and_goes_on_when_it_is_put_right()
    {
        await AppendAsync(Guid.CreateVersion7(), 5);
        await _database.ExecuteAsync("set session_replication_role = replica; update mt_events set timestamp = 'infinity' where seq_id = 4");
        for (var i = 0; i < 2; i++)
        {
            (await Should.ThrowAsync<UnreadableRowException>(_sealer.SealAsync)).Position.ShouldBe(4);
            (await _database.TextsAsync("select seq_id from es_leaf order by 1")).ShouldBe(["1", "2", "3"]);
        }
        await _database.ExecuteAsync($"set session_replication_role = replica; update mt_events set timestamp = '{Tickets.Morning}' where seq_id = 4");
        (await _sealer.SealAsync()).ShouldBe(2);
        await CheckAsync();
        _sealer.News.ShouldBeEmpty();
    }

    [Fact]
    public async Task Does_not_blame_an_event_that_was_appended_to_an_altered_one()
    {
        var stream = Guid.CreateVersion7();
        await AppendAsync(stream, 2);
        await _sealer.SealAsync();
        await _database.ExecuteAsync("set session_replication_role = replica; update mt_events set data = '{\"value\": \"other\"}' where version = 2");
        await AppendAsync(stream, 1);
        await _sealer.SealAsync();
        _sealer.News.ShouldBeEmpty();
    }

    Task AppendAsync(Guid stream, int count) => _database.AppendAsync("sealed", stream, [.. Enumerable.Range(0, count).Select(i => Tickets.Noted($"{i}"))]);

    Task ByOtherSoftwareAsync(Guid stream, int version, string type) => _database.ExecuteAsync(
        $$"""
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, is_archived)
        values (nextval('mt_events_sequence'), gen_random_uuid(), '{{stream}}', {{version}}, '{"value": 1.50, "large": 1e20}', '{{type}}', now(), 'sealed', 'Some.Type, Some', false);
        update mt_streams set version = {{version}} where id = '{{stream}}';
        """);

    /// <summary>By counts in SQL and by roots made anew from the leaves.</summary>
    async Task CheckAsync(string except = "false")
    {
        (await _database.TextsAsync($"select seq_id from mt_events e where not ({except}) and not exists (select from es_leaf l where l.seq_id = e.seq_id)")).ShouldBeEmpty("unsealed");
        (await _database.TextsAsync($"select seq_id from es_leaf l where not exists (select from mt_events e where e.seq_id = l.seq_id and not ({except}))")).ShouldBeEmpty("made up");
        (await _database.TextsAsync("select seq_id from (select *, row_number() over (order by seq_id) as n from es_leaf) l where leaf_index <> n - 1")).ShouldBeEmpty("out of order");
        Hash256[] leaves = [.. (await _database.TextsAsync("select seq_id || ' ' || encode(hash, 'hex') from es_leaf order by leaf_index")).Select(LeafOf)];
        var heads = await _sealer.Log.HeadsAsync(0, 1_000, LogDatabase.Ct);
        heads.Select(head => head.Head.Number).ShouldBe(Enumerable.Range(1, heads.Count).Select(n => (long)n));
        heads[^1].Head.Size.ShouldBe(leaves.Length);
        foreach (var head in heads)
        {
            _sealer.Key.Public.Signed(head).ShouldBeTrue();
            head.Head.Root.ShouldBe(MerkleTree.Root(leaves.AsSpan(0, (int)head.Head.Size)));
            (await _database.TextsAsync($"select {head.Head.UpTo} = (select max(seq_id) from es_leaf where leaf_index < {head.Head.Size})")).ShouldBe(["True"]);
        }
        foreach (var subtree in await _database.TextsAsync("select concat_ws(' ', level, number, encode(hash, 'hex')) from es_subtree"))
        {
            var (size, parts) = (1 << int.Parse(subtree.Split(' ')[0]), subtree.Split(' '));
            MerkleTree.Root(leaves.AsSpan(size * int.Parse(parts[1]), size)).ToString().ShouldBe(parts[2]);
        }
        (await _database.TextsAsync("select count(*) from es_subtree")).ShouldBe([$"{(leaves.Length / 16) + (leaves.Length / 256)}"]);
    }

    static Hash256 LeafOf(string row) => MerkleTree.Leaf(long.Parse(row.Split(' ')[0]), Hash256.Parse(row.Split(' ')[1])!.Value);
}
