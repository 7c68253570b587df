using NodaTime;

namespace Nscp.Reviews.Followers.Tests.Hosts;

/// <summary>
/// Cases of Monday 12 September 2022, when the list of January 2022 was in force, without the State Funeral of Monday the 19th. On Wednesday the 14th that of
/// December 2022 is accepted, which has it, and moves due dates in each of them.
/// </summary>
sealed class Cases(ReviewsDatabase database)
{
    internal static readonly Instant Monday12September2022 = Instant.FromUtc(2022, 9, 12, 8, 0), Wednesday14September2022 = Instant.FromUtc(2022, 9, 14, 8, 0);

    /// <summary>Cases that tell of moved due dates.</summary>
    internal const string Reported = "select distinct stream_id from mt_events where type = 'due_date_moved'";

    /// <summary>Clocks of which one revision's move is told twice.</summary>
    internal const string ReportedTwice = "select stream_id from mt_events where type = 'due_date_moved' group by stream_id, data ->> 'clock', data ->> 'toRevision' having count(*) > 1";

    internal Task<Host> StartAsync(Instant now) => Host.StartAsync(database, database.LogConnectionString, now);

    /// <summary>The list of January 2022, and so many cases under it.</summary>
    internal async Task OpenAsync(Host host, string prefix, int count)
    {
        await host.Client.AcceptAsync("2022-01-24");
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ReviewsDatabase.Ct }, async (i, _) => await host.Client.OpenAsync($"{prefix}{i}"));
        await database.CaughtUpAsync("calendar-moves");
    }
}
