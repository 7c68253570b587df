using NodaTime;

namespace Nscp.Reviews.Evidence;

/// <summary>Why a run began.</summary>
public enum VerificationCause
{
    Scheduled,
    OnDemand,
}

/// <summary>How far a run is.</summary>
/// <param name="Done">Events that were checked.</param>
/// <param name="Total">Events that there are to check.</param>
public sealed record VerificationProgress(long Done, long Total);

/// <summary>What a run has found.</summary>
/// <param name="Number">Of the run, from 1.</param>
/// <param name="UpTo">The log number up to which, inclusive, it looked.</param>
/// <param name="Events">How many there are; those of other software count, tombstones do not.</param>
/// <param name="Sealed">How many of them are sealed.</param>
/// <param name="Unsealed">How many of them are not, most often because they are new.</param>
/// <param name="Unchained">How many of the unsealed were written by other software, without a hash: nothing can be said of them yet.</param>
/// <param name="Found">How many findings there are.</param>
/// <param name="Findings">The first 1,000 of them.</param>
public sealed record VerificationReport(
    long Number, VerificationCause Cause, Instant StartedAt, Instant FinishedAt, long UpTo, long Events, long Sealed, long Unsealed, long Unchained, long Found, IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether everything fits.</summary>
    public bool IsClean => Found == 0;
}

/// <summary>A run as it is kept, without what it found.</summary>
/// <param name="FinishedAt">Null while it runs, and for good when it was broken off; the rest too then.</param>
public sealed record VerificationRun(
    long Number, VerificationCause Cause, Instant StartedAt, Instant? FinishedAt, long? UpTo, long? Events, long? Sealed, long? Unsealed, long? Unchained, long? Found);
