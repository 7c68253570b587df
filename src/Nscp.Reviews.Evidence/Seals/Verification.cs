using NodaTime;
using Npgsql;

namespace Nscp.Reviews.Evidence;

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
    const string SelectPlace = "select coalesce((select place from es_sealer), 0)";

    const string Count = "select count(*) from mt_events where seq_id <= $1";

    /// <summary>How many streams are followed from memory, in each of two generations: some 30 MB at the most. Those that were forgotten are looked up.</summary>
    internal int MostStreams { get; init; } = 100_000;

    /// <summary>Looks at everything up to a safe mark, for whose writers it waits; what is recorded meanwhile is for the next run.</summary>
    /// <param name="progress">Told now and then, on the thread that works; null for nobody.</param>
    /// <exception cref="NpgsqlException">The database is out of reach or broken; the run stands as begun and not finished.</exception>
    public async Task<VerificationReport> RunAsync(VerificationCause cause, IProgress<VerificationProgress>? progress, CancellationToken ct)
    {
        var started = SqlTime.Truncate(clock.GetCurrentInstant());
        await using var looking = await log.OpenConnectionAsync(ct);
        var number = await VerificationOffice.BeginAsync(looking, cause, started, ct);
        var (findings, heads, scope) = (new Findings(), new SealedLog(log), await ScopeAsync(looking, ct));
        var puzzle = new Puzzle(findings);
        await using var events = await CopyRows.OpenAsync(log, EventCopy.Select(scope.UpTo), EventCopy.Columns, ct);
        await using var leaves = await CopyRows.OpenAsync(log, LeafCopy.Select(scope.Size), LeafCopy.Columns, ct);
        using var bytes = new CanonicalBytes();
        using var ring = new KeyRing(trusted);
        var row = new EventCopy(events, bytes);
        var tree = await TreeCheck.BeginAsync(looking, new HeadCheck(heads, ring, scope.Newest, findings), findings, ct);
        var chain = new ChainCheck(row, new ChainStates(MostStreams), new ChainLookup(looking), puzzle, findings, scope.SealedUpTo);
        await new LogCheck(scope, row, events, new LeafCopy(leaves), chain, tree, puzzle, findings).RunAsync(progress, ct);
        puzzle.Solve();
        await AboveCheck.RunAsync(looking, findings, ct);
        await StreamCheck.RunAsync(looking, puzzle, findings, ct);
        if (anchors is not null)
            await AnchorCheck.RunAsync(anchors, heads, ring, findings, ct);
        var report = new VerificationReport(
            number, cause, started, SqlTime.Truncate(clock.GetCurrentInstant()), scope.UpTo, chain.Events, chain.Sealed, chain.Events - chain.Sealed, chain.Unchained, findings.Count, findings.Kept);
        await VerificationOffice.FinishAsync(looking, report, ct);
        EvidenceMetrics.Verified(report);
        return report;
    }

    // In this order: whatever the sealer had passed has its leaf under this head, and whatever is under it is below the mark.
    static async Task<LogScope> ScopeAsync(NpgsqlConnection looking, CancellationToken ct)
    {
        var passed = await NumberAsync(looking, SelectPlace, ct);
        var newest = await SealSql.NewestAsync(looking, ct);
        var upTo = await SafeMark.WaitAsync(looking, ct);
        return new LogScope(newest, Math.Max(passed, newest?.Head.UpTo ?? 0), upTo, await NumberAsync(looking, Count, ct, Sql.Bigint(upTo)));
    }

    static async Task<long> NumberAsync(NpgsqlConnection connection, string select, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = connection.Command(select, parameters);
        command.CommandTimeout = 0;
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
