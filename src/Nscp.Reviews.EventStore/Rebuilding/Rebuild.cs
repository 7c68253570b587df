using System.Data;
using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>Makes projection tables again from the events, beside the live ones, while appends and readers go on.</summary>
/// <remarks>
/// <para>
/// <b>How.</b> Every stream of every tenant is folded into a shadow, and with its rows the version that it was folded at. Whatever stands at another version by then
/// is folded again, until little is left. Shadow and live rows are compared, and the keys of those that differ are noted. Then, in one transaction, the live tables are locked against writers
/// (not against readers), the rest is folded, and what differs is written: only among the keys noted and those of streams folded since, so that the lock is as short as the differences are few.
/// </para>
/// <para>
/// <b>Why no event is missed or doubled.</b> A stream's version and its events become visible in the same commit, and both are read in one statement, of one moment. So a
/// version that is as remembered says that nothing is missing, whatever is still being committed: no place in the log has to be safe, and there is no margin to guess.
/// (Comparing the highest <c>seq_id</c> instead would pass over an append that took its number early and commits late.) A stream is folded from its whole history, so nothing is added twice.
/// </para>
/// <para>
/// <b>An append in flight at the swap.</b> If it has written to one of the live tables it holds that table against our lock: we get it when the append has ended, and read after that.
/// If it has not, it either has no changes for them, so that its events make no difference to the rows, or it waits for us and then makes its changes to the rows of the history before it, which are what we wrote.
/// </para>
/// <para>
/// <b>No ring.</b> Appends lock their stream, then the tables in the order of their names; so do we, and we lock no stream. Once we have the tables nobody is left who changes a row in them.
/// A lock that does not come at once is given up, because writers queue behind it, and asked for again later.
/// </para>
/// </remarks>
public static class Rebuild
{
    // Below the second after which PostgreSQL looks for rings, and what a writer is delayed by at most in a try that fails. A vacuum of the table makes tries fail until it ends.
    const int LockMilliseconds = 200;

    const int Tries = 200;

    /// <summary>
    /// Folds all streams beside the live tables, then swaps. Ended in between, by whatever, it leaves the live tables as they were, and the next run with the same request goes on from what is folded.
    /// Messages are not touched.
    /// </summary>
    /// <param name="log">The log reader's data source, straight to the server and not through a pooler: two connections are used, of which one holds locks for its session.</param>
    /// <param name="progress">Whatever it throws ends the run.</param>
    /// <returns>What was folded, counted at the end: <see cref="RebuildPhase.Done"/>.</returns>
    /// <exception cref="RebuildException">One of the tables is being rebuilt by somebody else, or could not be locked.</exception>
    /// <exception cref="ArgumentException">No table, or a row of a table that was not named.</exception>
    /// <exception cref="PostgresException">Two streams claim the same key, or a row breaks a rule of its table.</exception>
    public static Task<RebuildProgress> RunAsync(NpgsqlDataSource log, RebuildRequest request, IProgress<RebuildProgress>? progress, CancellationToken ct) =>
        RunAsync(log, request, progress, Tries, ct);

    internal static async Task<RebuildProgress> RunAsync(NpgsqlDataSource log, RebuildRequest request, IProgress<RebuildProgress>? progress, int tries, CancellationToken ct)
    {
        if (request.Tables.Count == 0)
            throw new ArgumentException("There is no table to rebuild.", nameof(request));
        await using var writing = await log.OpenConnectionAsync(ct);
        await using var turn = await RebuildTurn.TakeAsync(writing, request.Tables, ct);
        await using var reading = await log.OpenConnectionAsync(ct);
        var shadow = await Shadow.OpenAsync(writing, request, ct);
        var run = new RebuildRun(writing, shadow, new Folding(reading, request, shadow.Tables), progress);
        await run.BuildAsync(ct);
        await run.CatchUpAsync(ct);
        await run.CompareAsync(ct);
        for (var tried = 1; !await TrySwapAsync(writing, run, shadow, ct); tried++)
        {
            if (tried == tries)
                throw new RebuildException($"The projections could not be locked: something else was always at work in {shadow.Names}. What is folded is kept; run it again.");
            await Task.Delay(Random.Shared.Next(LockMilliseconds), ct);
        }
        var done = await run.DoneAsync(ct);
        await shadow.DropAsync(writing, ct);
        return done;
    }

    /// <summary>False when the lock did not come.</summary>
    static async Task<bool> TrySwapAsync(NpgsqlConnection writing, RebuildRun run, Shadow shadow, CancellationToken ct)
    {
        await run.CatchUpAsync(ct);
        // Read committed, so that what is read after the lock is of after the lock.
        await using var transaction = await writing.BeginTransactionAsync(IsolationLevel.ReadCommitted, ct);
        try
        {
            await writing.RunAsync($"set local lock_timeout = {LockMilliseconds}; lock table {shadow.Names} in share row exclusive mode", ct);
            await run.SwapAsync(ct);
            await transaction.CommitAsync(ct);
            return true;
        }
        // After the lock, too: who reads a row "for update" holds it, though not against the lock.
        catch (PostgresException busy) when (busy.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            await transaction.RollbackAsync(ct);
            return false;
        }
    }
}
