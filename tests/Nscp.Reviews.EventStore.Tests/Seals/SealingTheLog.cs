namespace Nscp.Reviews.EventStore.Tests.Seals;

/// <summary>Promise 11, over the whole log: every event gets one leaf, in the log's order, under heads that are signed; whatever happens to the sealer.</summary>
public sealed class SealingTheLog : IAsyncLifetime
{
    readonly StoreDatabase _database = new();
    Sealer _sealer = null!;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _sealer = new Sealer(_database);
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
        (await _sealer.Log.HeadsAsync(0, 10, StoreDatabase.Ct)).Select(head => (head.Head.Number, head.Head.Size)).ShouldBe([(1, 25), (2, 28)]);
    }

    [Fact]
    public async Task Goes_on_over_many_batches_as_over_one()
    {
        await Log.AppendAsync(_database, 75);
        await _sealer.SealAsync(_sealer.Consumer with { BatchSize = 7 });
        await CheckAsync();
        (await _sealer.Log.NewestAsync(StoreDatabase.Ct)).ShouldNotBeNull().Head.Number.ShouldBe(11);
    }

    [Fact]
    public async Task Leaves_nothing_unsealed_and_seals_nothing_twice_when_its_backend_is_killed_between_rows_and_commit()
    {
        await Log.AppendAsync(_database, 25);
        var (consumer, left) = (_sealer.Consumer, 3);
        await _sealer.SealAsync(consumer with
        {
            BatchSize = 4,
            Handler = async (batch, ct) =>
            {
                await consumer.Handler(batch, ct);
                if (batch.Events[0].Event.Version == 1 && left-- > 0)
                    await _database.ExecuteAsync($"select pg_terminate_backend({batch.Connection.ProcessID}, 5000)");
            },
        });
        left.ShouldBeLessThan(0);
        await CheckAsync();
    }

    [Fact]
    public async Task Goes_on_beside_writers_and_other_hosts()
    {
        await using (Host.Start(_database, _sealer.Consumer with { BatchSize = 5 }))
        await using (Host.Start(_database, _sealer.Consumer with { BatchSize = 5 }))
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Log.AppendAsync(_database, Soak.Rounds(30))));
            await _sealer.CaughtUpAsync();
        }
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
        var report = await new Verification(_database.Log, [_sealer.Key.Public], null, NodaTime.SystemClock.Instance).RunAsync(VerificationCause.Scheduled, null, StoreDatabase.Ct);
        meters.Sum("es.verification.findings").ShouldBeGreaterThanOrEqualTo(report.Found);
        (report.Found, meters.Count("es.verifications") > 0).ShouldBe((1, true));
    }

    [Fact]
    public async Task Seals_nothing_twice_when_it_is_made_to_read_the_log_again()
    {
        await Log.AppendAsync(_database, 10);
        await _sealer.SealAsync();
        (await ConsumerOffice.RewindAsync(_database.Log, Sealing.Name, 3, StoreDatabase.Ct)).ShouldBe(OrderOutcome.Done);
        await Log.AppendAsync(_database, 2);
        await _sealer.SealAsync();
        await CheckAsync();
        (await _sealer.Log.HeadsAsync(1, 10, StoreDatabase.Ct)).Select(head => (head.Head.Number, head.Head.Size)).ShouldBe([(2, 12)]);
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

    async Task AppendAsync(Guid stream, int count)
    {
        var read = await _database.Store.ReadAsync("sealed", new StreamAddress.ById(stream), null, StoreDatabase.Ct);
        NewEvent[] events = [.. Enumerable.Range(0, count).Select(i => Tickets.Noted($"{i}"))];
        (await _database.Store.AppendAsync(new Append("sealed", stream, "ticket", read.Expected, events, null, []), StoreDatabase.Ct)).ShouldBeOfType<AppendOutcome.Appended>();
    }

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
        var heads = await _sealer.Log.HeadsAsync(0, 1_000, StoreDatabase.Ct);
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
