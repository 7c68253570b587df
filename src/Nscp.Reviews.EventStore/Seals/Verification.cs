using NodaTime;
using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>
/// Compares the whole log with its seals, in bounded memory: every event with its leaf and with the hash recorded with it, along its stream; every leaf with
/// its event; every head with the tree over the leaves, its signature and its anchor; every stream's row with its last event. It changes nothing but its own record.
/// </summary>
/// <remarks>
/// It cannot show that a false entry was made in the first place, nor that something is missing that was neither sealed nor stood upon. Who holds the
/// database and a trusted key can make a log that fits: only a head that was anchored elsewhere before shows that. It looks at nothing but the events and their seals.
/// </remarks>
/// <param name="log">The log reader's, on the primary. A run takes three connections of it, and now and then a fourth.</param>
/// <param name="trusted">The present key and those that were retired; a head by any other is a finding.</param>
/// <param name="anchors">Null when heads are not anchored.</param>
/// <param name="clock">The host's.</param>
public sealed class Verification(NpgsqlDataSource log, IReadOnlyCollection<PublicKey> trusted, AnchorFiles? anchors, IClock clock)
{
    const int ReportEvery = 10_000;

    const string SelectSealedUpTo = "select coalesce((select position from es_consumer where name = $1), 0)";

    const string Count = "select count(*) from mt_events where seq_id <= $1";

    readonly IReadOnlyDictionary<string, PublicKey> _trusted = trusted.DistinctBy(key => key.Fingerprint).ToDictionary(key => key.Fingerprint);

    /// <summary>Looks at everything up to a safe mark, for whose writers it waits; what is recorded meanwhile is for the next run.</summary>
    /// <param name="progress">Told now and then, on the thread that works; null for nobody.</param>
    /// <exception cref="NpgsqlException">The database is out of reach or broken; the run stands as begun and not finished.</exception>
    public async Task<VerificationReport> RunAsync(VerificationCause cause, IProgress<VerificationProgress>? progress, CancellationToken ct)
    {
        var started = SqlTime.Truncate(clock.GetCurrentInstant());
        await using var looking = await log.OpenConnectionAsync(ct);
        var number = await VerificationOffice.BeginAsync(looking, cause, started, ct);
        var (findings, heads) = (new Findings(), new SealedLog(log));
        var puzzle = new Puzzle(findings);
        var (chain, upTo) = await ReadAsync(looking, heads, puzzle, findings, progress, ct);
        puzzle.Solve();
        await StreamCheck.RunAsync(looking, puzzle, findings, ct);
        if (anchors is not null)
            await AnchorCheck.RunAsync(anchors, heads, _trusted, findings, ct);
        var report = new VerificationReport(
            number, cause, started, SqlTime.Truncate(clock.GetCurrentInstant()), upTo, chain.Events, chain.Sealed, chain.Events - chain.Sealed, chain.Unchained, findings.Count, findings.Kept);
        await VerificationOffice.FinishAsync(looking, report, ct);
        return report;
    }

    async Task<(ChainCheck Chain, long UpTo)> ReadAsync(
        NpgsqlConnection looking, SealedLog heads, Puzzle puzzle, Findings findings, IProgress<VerificationProgress>? progress, CancellationToken ct)
    {
        // In this order: whatever the sealer had passed has its leaf under this head, and whatever is under it is below the mark.
        var passed = await NumberAsync(looking, SelectSealedUpTo, Sql.Varchar(Sealing.Name), ct);
        var newest = await SealSql.NewestAsync(looking, ct);
        var upTo = await SafeMark.WaitAsync(looking, ct);
        var (size, total) = (newest?.Head.Size ?? 0, await NumberAsync(looking, Count, Sql.Bigint(upTo), ct));
        await using var events = await CopyRows.OpenAsync(log, EventCopy.Select(upTo), EventCopy.Columns, ct);
        await using var leafRows = await CopyRows.OpenAsync(log, LeafCopy.Select(size), LeafCopy.Columns, ct);
        using var bytes = new CanonicalBytes();
        var (row, leaves) = (new EventCopy(events, bytes), new LeafCopy(leafRows));
        var tree = await TreeCheck.BeginAsync(looking, new HeadCheck(heads, _trusted, newest, findings), findings, ct);
        var chain = new ChainCheck(row, new ChainLookup(looking), puzzle, findings, Math.Max(passed, newest?.Head.UpTo ?? 0));
        await leaves.MoveAsync(ct);
        for (var done = 1L; await events.ReadAsync(ct); done++)
        {
            await DrainAsync(row.Sequence);
            if (leaves.Current is { } leaf && leaf.Number == row.Sequence)
            {
                await chain.CheckAsync(leaf.Hash, isSealGone: false, ct);
                await tree.AddAsync(leaf, ct);
                await leaves.MoveAsync(ct);
            }
            else if (row.Sequence <= newest?.Head.UpTo && tree.Expected < (leaves.Current?.Index ?? size) && !row.IsTombstone)
            {
                findings.Add(new Finding(FindingKind.SealMissing, row.Sequence, row.TenantId(), row.StreamId, row.Version, $"Leaf {tree.Expected} of the seals, of the event at {row.Sequence} of the log, is gone."));
                await tree.AddAsync(new SealedLeaf(tree.Expected, row.Sequence, await chain.CheckAsync(null, isSealGone: true, ct)), ct);
            }
            else
            {
                await chain.CheckAsync(null, isSealGone: false, ct);
            }
            if (done % ReportEvery == 0 || done == total)
                progress?.Report(new VerificationProgress(done, total));
        }
        await DrainAsync(long.MaxValue);
        await tree.EndAsync(size, ct);
        return (chain, upTo);

        async ValueTask DrainAsync(long before)
        {
            while (leaves.Current is { } leaf && leaf.Number < before)
            {
                puzzle.Orphaned(leaf.Number, leaf.Hash);
                await tree.AddAsync(leaf, ct);
                await leaves.MoveAsync(ct);
            }
        }
    }

    static async Task<long> NumberAsync(NpgsqlConnection connection, string select, NpgsqlParameter parameter, CancellationToken ct)
    {
        await using var command = connection.Command(select, parameter);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
