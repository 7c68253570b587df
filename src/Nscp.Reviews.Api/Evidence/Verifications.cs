namespace Nscp.Reviews.Api.Evidence;

/// <summary>Something that does not fit; never what an event says.</summary>
/// <param name="Number">The event's number in the log, where one is concerned.</param>
/// <param name="Stream">The case's stream, where one is concerned.</param>
public sealed record FindingRead(FindingKind Kind, long? Number, Guid? Stream, long? Version, string Sentence);

/// <summary>What came of verifying the log once.</summary>
/// <param name="FinishedAt">Absent while it runs, and for good when it was broken off.</param>
/// <param name="Events">In the whole log, of every partnership.</param>
/// <param name="Unsealed">How many of them wait for their seal.</param>
/// <param name="Unchained">How many of those were written by other software, so that nothing can be said of them yet.</param>
/// <param name="Found">How many things do not fit, in the whole log.</param>
/// <param name="NothingAltered">Whether everything fits; absent where it did not come to its end.</param>
/// <param name="Findings">Those of the log itself and of the caller's own partnership.</param>
public sealed record VerificationRead(
    long Number, VerificationCause Cause, Instant StartedAt, Instant? FinishedAt, long? Events, long? Sealed, long? Unsealed, long? Unchained, long? Found, bool? NothingAltered, IReadOnlyList<FindingRead> Findings);

public sealed record VerificationsRead(IReadOnlyList<VerificationRead> Items);

/// <summary>Has anything been altered?</summary>
sealed class Verifications(SealKeys keys, HostClock clock, NpgsqlDataSource source, [FromKeyedServices(Database.Log)] NpgsqlDataSource? log = null)
{
    const int Most = 30;

    static readonly Duration Patience = Duration.FromHours(36);

    /// <summary>The newest runs first.</summary>
    internal async Task<VerificationsRead> ReadAsync(Caller caller, CancellationToken ct)
    {
        var read = new List<VerificationRead>();
        foreach (var run in await VerificationOffice.ListAsync(source, Most, ct))
            read.Add(Told(run, run.Found > 0 ? await FindingsAsync(run.Number, caller, ct) : []));
        return new(read);
    }

    /// <summary>Why it is not as it should be, as a sentence; null when it is.</summary>
    internal async Task<string?> ReasonAsync(CancellationToken ct)
    {
        if (keys.All.Count == 0 || await VerificationOffice.ListAsync(source, Most, ct) is not { Count: > 0 } runs) return null;
        return runs.FirstOrDefault(run => run.FinishedAt is not null) switch
        {
            { Found: > 0 } run => $"The verification of {run.StartedAt} found what does not fit in the log ({run.Found}): see GET /api/v1/verifications or ./build.sh verify.",
            null when clock.Now - runs[^1].StartedAt > Patience => "No verification of the log has come to its end.",
            { FinishedAt: { } at } when clock.Now - at > Patience => $"The log was last verified at {at}.",
            _ => null,
        };
    }

    /// <summary>None in a host without the log role's connection: they name streams of every partnership, which it may not read.</summary>
    async Task<IReadOnlyList<FindingRead>> FindingsAsync(long run, Caller caller, CancellationToken ct) =>
        log is null ? [] : [.. from finding in await VerificationOffice.FindingsAsync(log, run, ct)
                               where finding.Tenant is null || finding.Tenant == caller.Tenant
                               select new FindingRead(finding.Kind, finding.Number, finding.StreamId, finding.Version, finding.Sentence)];

    static VerificationRead Told(VerificationRun run, IReadOnlyList<FindingRead> findings) => new(
        run.Number, run.Cause, run.StartedAt, run.FinishedAt, run.Events, run.Sealed, run.Unsealed, run.Unchained, run.Found, run.Found is { } found ? found == 0 : null, findings);
}
