using Npgsql;
using Nscp.Reviews.Api.Tests;

namespace Nscp.Reviews.Evidence.Tests.Seals;

/// <summary>What is sealed can be proved to somebody who has only the newest head, by few rows of whatever many.</summary>
public sealed class ProvingEvents : IAsyncLifetime
{
    readonly LogDatabase _database = new();
    SealingHost _sealer = null!;

    static CancellationToken Ct => LogDatabase.Ct;

    public async ValueTask InitializeAsync()
    {
        await _database.InitializeAsync();
        _sealer = new SealingHost(_database);
    }

    public async ValueTask DisposeAsync()
    {
        _sealer.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Is_not_possible_before_anything_is_sealed()
    {
        await Log.AppendAsync(_database, 1);
        (await _sealer.Log.ProveAsync([1], Ct)).ShouldBeNull();
        (await _sealer.Log.NewestAsync(Ct)).ShouldBeNull();
        (await _sealer.Log.HeadsAsync(0, 10, Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Leads_from_each_event_and_each_earlier_head_to_the_newest()
    {
        await Log.AppendAsync(_database, 300);
        using var small = new SealingHost(_database, most: 37);
        await small.SealAsync();
        await Log.AppendAsync(_database, 3);
        long[] sealedOnes = [.. (await Log.SequencesAsync(_database)).Take(300)];

        foreach (var asked in (long[][])[[.. sealedOnes], [sealedOnes[0]], [sealedOnes[299], sealedOnes[150], sealedOnes[150]], [.. sealedOnes.Where(number => number % 9 == 0)], []])
            await CheckAsync(asked, small.Key);
    }

    [Fact]
    public async Task Leaves_out_what_is_not_sealed_or_not_there()
    {
        await Log.AppendAsync(_database, 20);
        await _sealer.SealAsync();
        await Log.AppendAsync(_database, 1);
        (await _sealer.Log.ProveAsync([21, 20, 4711], Ct)).ShouldNotBeNull().Leaves.Keys.ShouldBe([20]);
    }

    [Fact]
    public async Task Fails_when_rows_of_the_seals_are_gone()
    {
        await Log.AppendAsync(_database, 20);
        await _sealer.SealAsync();
        await _database.ExecuteAsync("set session_replication_role = replica; delete from es_leaf where leaf_index = 4");
        await Should.ThrowAsync<InvalidOperationException>(() => _sealer.Log.ProveAsync([6], Ct));
    }

    [Fact]
    public async Task Takes_two_round_trips()
    {
        await Log.AppendAsync(_database, 50);
        await _sealer.SealAsync();
        await using var proxy = new CountingProxy(_database.ApplicationConnectionString);
        // Without the reset that the pool sends ahead of the next statement: it is no trip of its own.
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(proxy.ConnectionString) { NoResetOnClose = true, MaxAutoPrepare = 200, AutoPrepareMinUsages = 2 });
        await (await source.OpenConnectionAsync(Ct)).DisposeAsync();
        proxy.Take();
        // From the first use, when nothing is prepared, to the fourth, when everything is.
        for (var i = 1; i <= 4; i++)
        {
            await new SealedLog(source).ProveAsync([i, 40 + i], Ct);
            proxy.Take().ShouldBe(2);
        }
    }

    [Fact]
    public async Task Reads_few_rows_of_a_long_log()
    {
        await FillAsync(Soak.Rounds(20_000, 5));
        await _sealer.SealAsync();
        long[] asked = [.. Enumerable.Range(0, 30).Select(i => (long)(1 + (i * 613)))];
        await CheckAsync(asked, _sealer.Key);

        var size = (await _sealer.Log.NewestAsync(Ct))!.Head.Size;
        await using var connection = await _database.Application.OpenConnectionAsync(Ct);
        var rows = await TreeRows.LoadAsync(connection, asked.SelectMany(number => MerkleTree.InclusionOf(number - 1, size)), Ct);
        rows.Read.ShouldBeLessThan(30 * 60);
    }

    async Task CheckAsync(long[] asked, SealKey key)
    {
        var proofs = (await _sealer.Log.ProveAsync(asked, Ct)).ShouldNotBeNull();
        var newest = proofs.Newest.Head;
        key.Public.Signed(proofs.Newest).ShouldBeTrue();
        newest.ShouldBe((await _sealer.Log.NewestAsync(Ct))!.Head);
        proofs.Leaves.Keys.Order().ShouldBe(asked.Distinct().Order());
        foreach (var (sequence, leaf) in proofs.Leaves)
            MerkleTree.Includes(newest.Root, newest.Size, leaf.Index, MerkleTree.Leaf(sequence, leaf.Hash), leaf.Path).ShouldBeTrue($"{sequence}");
        foreach (var earlier in proofs.Earlier)
        {
            key.Public.Signed(earlier.Head).ShouldBeTrue();
            MerkleTree.IsConsistent(earlier.Head.Head.Size, earlier.Head.Head.Root, newest.Size, newest.Root, earlier.Consistency).ShouldBeTrue();
        }
        var heads = await _sealer.Log.HeadsAsync(0, 1_000, Ct);
        proofs.Earlier.Select(one => one.Head.Head.Number).ShouldBe(
            proofs.Leaves.Values.Select(leaf => heads.First(head => head.Head.Size > leaf.Index).Head.Number).Where(number => number < newest.Number).Distinct().Order());
    }

    // By other software, so that making them takes no time.
    Task FillAsync(int events) => _database.ExecuteAsync(
        $$"""
        insert into mt_streams (tenant_id, id, type, version, is_archived) select 'long', gen_random_uuid(), 'ticket', 1, false from generate_series(1, {{events}});
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, is_archived)
        select nextval('mt_events_sequence'), gen_random_uuid(), id, 1, '{}', 'ticket_opened', now(), 'long', false from mt_streams;
        """);
}
