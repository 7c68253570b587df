namespace Nscp.Reviews.Evidence.Tests.Seals;

/// <summary>Whoever alters the seals with the events is caught by the signed heads, and who signs anew by the keys and the anchors.</summary>
public class TamperingWithSeals(AttackedEvidence attacked) : IClassFixture<AttackedEvidence>
{
    const string Rewrite = "update mt_events set data = '{\"value\": \"other\"}' where seq_id = 2";

    const string RewriteLeaves = "update es_leaf l set hash = decode(e.headers ->> 'hash', 'hex') from mt_events e where e.seq_id = l.seq_id and e.headers ? 'hash'";

    static CancellationToken Ct => LogDatabase.Ct;

    [Fact]
    public async Task By_rewriting_a_chain_and_its_leaves_is_caught_by_the_signed_head()
    {
        await using var evidence = await Evidence.MakeAsync();
        await RewriteAsync(evidence);
        (await evidence.FoundAsync()).ShouldBe(["head-does-not-fit"]);
    }

    [Fact]
    public async Task By_signing_a_rewritten_log_anew_is_caught_by_the_key_and_by_the_anchors()
    {
        await using var evidence = await Evidence.MakeAsync();
        await RewriteAsync(evidence);
        using var other = SealKey.Parse(SealKey.NewPem());
        await SignAnewAsync(evidence, other);

        (await evidence.FoundAsync()).ShouldBe([.. Enumerable.Repeat("head-unknown-key", 5), .. Enumerable.Repeat("anchor-does-not-fit", 5)]);
        (await evidence.FoundAsync(other.Public, evidence.Sealer.Key.Public)).ShouldBe(Enumerable.Repeat("anchor-does-not-fit", 5), "whoever holds a trusted key is caught by the anchors");
        Directory.Delete(evidence.Folder, recursive: true);
        Directory.CreateDirectory(evidence.Folder);
        (await evidence.FoundAsync(other.Public)).ShouldBeEmpty("and nothing shows it without them");
    }

    [Theory]
    [InlineData("update es_tree_head set up_to = up_to + 1 where number = 2", "head-does-not-fit", "head-does-not-fit", "anchor-does-not-fit")]
    [InlineData("update es_tree_head set sealed_at = sealed_at + interval '1 microsecond' where number = 2", "head-does-not-fit", "anchor-does-not-fit")]
    [InlineData("update es_tree_head set signature = set_byte(signature, 7, 255 - get_byte(signature, 7)) where number = 2", "head-does-not-fit", "anchor-does-not-fit")]
    [InlineData("delete from es_tree_head where number = 2", "head-missing")]
    [InlineData("update es_leaf set hash = set_byte(hash, 7, 255 - get_byte(hash, 7)) where leaf_index = 3", "altered 4 A3", "head-does-not-fit")]
    [InlineData("update es_subtree set hash = set_byte(hash, 7, 255 - get_byte(hash, 7))", "seal-does-not-fit")]
    [InlineData("delete from es_subtree", "seal-does-not-fit")]
    [InlineData("delete from es_leaf where leaf_index = 3", "seal-missing 4 A3")]
    [InlineData("delete from es_leaf where leaf_index >= 28", "seal-missing 31 other 1")]
    [InlineData("delete from es_leaf where leaf_index = 3; delete from mt_events where seq_id = 4", "seal-missing", "missing A3")]
    [InlineData("delete from es_tree_head where number = 5; delete from es_leaf where leaf_index = 28", "inserted 31 other 1", "rolled-back")]
    public Task Is_named(string tampering, params string[] found) => attacked.CheckAsync(evidence => evidence.TamperAsync(tampering), found);

    [Fact]
    public async Task By_taking_another_log_s_id_shows_in_every_head()
    {
        await using var evidence = await Evidence.MakeAsync();
        await evidence.TamperAsync("update es_log set id = gen_random_uuid()");
        (await evidence.FoundAsync()).ShouldBe([.. Enumerable.Repeat("head-does-not-fit", 5), .. Enumerable.Repeat("anchor-does-not-fit", 5)]);
    }

    [Fact]
    public async Task Does_not_show_in_what_was_signed_by_a_key_that_was_retired_since()
    {
        await using var evidence = await Evidence.MakeAsync();
        using var next = new SealingHost(evidence.Database, evidence.Anchors);
        await evidence.AppendAsync("one", Evidence.A, 2);
        await next.SealAsync();
        await evidence.Anchors.WriteMissingAsync(next.Log, Ct);

        (await evidence.FoundAsync(next.Key.Public, evidence.Sealer.Key.Public)).ShouldBeEmpty();
        (await evidence.FoundAsync(next.Key.Public)).ShouldBe([.. Enumerable.Repeat("head-unknown-key", 5), .. Enumerable.Repeat("anchor-unknown-key", 5)]);
        var proofs = (await next.Log.ProveAsync([4, 32], Ct))!;
        next.Key.Public.Signed(proofs.Newest).ShouldBeTrue();
        evidence.Sealer.Key.Public.Signed(proofs.Earlier.ShouldHaveSingleItem().Head).ShouldBeTrue();
    }

    [Fact]
    public async Task By_setting_the_database_back_to_an_old_backup_is_caught_by_the_anchored_head_and_stops_the_sealer()
    {
        await using var evidence = await Evidence.MakeAsync();
        await evidence.BackUpAsync();
        await evidence.AppendAsync("one", Evidence.A, 3);
        await evidence.SealAsync();
        (await evidence.FoundAsync()).ShouldBeEmpty();

        await evidence.RestoreAsync();
        (await evidence.FoundAsync()).ShouldBe(["rolled-back"]);

        await evidence.AppendAsync("one", Evidence.A, 1);
        await CheckSealsNothingAsync(evidence);

        // One who takes the anchors for lost seals on: the anchors are not forgotten.
        using var unaware = new SealingHost(evidence.Database);
        (await unaware.SealAsync()).ShouldBe(1);
        (await evidence.FoundAsync(unaware.Key.Public, evidence.Sealer.Key.Public)).ShouldBe(["anchor-does-not-fit"]);
    }

    /// <summary>As docs/operations.md tells it.</summary>
    [Fact]
    public async Task Is_no_tampering_when_a_backup_is_restored_on_purpose_and_the_anchors_of_what_was_lost_are_put_away()
    {
        await using var evidence = await Evidence.MakeAsync();
        await evidence.BackUpAsync();
        await evidence.AppendAsync("one", Evidence.A, 3);
        await evidence.SealAsync();
        await evidence.RestoreAsync();
        await evidence.AppendAsync("one", Evidence.A, 1);
        await CheckSealsNothingAsync(evidence);

        var newest = (await evidence.Sealer.Log.NewestAsync(Ct))!.Head.Number;
        foreach (var lost in evidence.Anchors.Read().Where(one => one.Head!.Head.Number > newest).ToList())
            File.Delete(lost.File);
        await evidence.SealAsync();

        (await evidence.FoundAsync()).ShouldBeEmpty();
    }

    static async Task CheckSealsNothingAsync(Evidence evidence)
    {
        var before = await evidence.Database.TextsAsync("select concat_ws(' ', place, (select count(*) from es_leaf), (select max(number) from es_tree_head)) from es_sealer");
        for (var i = 0; i < 2; i++)
            await Should.ThrowAsync<RolledBackException>(evidence.Sealer.SealAsync);
        (await evidence.Database.TextsAsync("select concat_ws(' ', place, (select count(*) from es_leaf), (select max(number) from es_tree_head)) from es_sealer")).ShouldBe(before);
    }

    static async Task RewriteAsync(Evidence evidence)
    {
        await evidence.TamperAsync(Rewrite);
        await SecondReading.HashAsync(evidence.Database, "one", Evidence.A, SecondReading.Ours);
        await evidence.TamperAsync(RewriteLeaves);
    }

    /// <summary>What somebody does who can write everything, and has a key.</summary>
    static async Task SignAnewAsync(Evidence evidence, SealKey key)
    {
        var rows = (await evidence.Database.TextsAsync("select seq_id || ' ' || encode(hash, 'hex') from es_leaf order by leaf_index")).Select(row => row.Split(' '));
        Hash256[] leaves = [.. rows.Select(row => MerkleTree.Leaf(long.Parse(row[0]), Hash256.Parse(row[1])!.Value))];
        foreach (var head in await evidence.Sealer.Log.HeadsAsync(0, 100, Ct))
        {
            var signed = key.Sign(head.Head with { Root = MerkleTree.Root(leaves.AsSpan(0, (int)head.Head.Size)) });
            await evidence.TamperAsync(
                $"update es_tree_head set root = decode('{signed.Head.Root}', 'hex'), key = '{signed.Key}', signature = decode('{Convert.ToHexStringLower(signed.Signature.Span)}', 'hex') where number = {signed.Head.Number}");
        }
        await evidence.TamperAsync($"update es_subtree set hash = decode('{MerkleTree.Root(leaves.AsSpan(0, 16))}', 'hex')");
    }
}
