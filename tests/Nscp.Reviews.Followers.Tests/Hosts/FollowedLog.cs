namespace Nscp.Reviews.Followers.Tests.Hosts;

/// <summary>Writers of the log by plain SQL, and what an independent comparison in SQL says of a follower.</summary>
static class FollowedLog
{
    /// <summary>Appends streams of one event each.</summary>
    /// <param name="tenant">Whose they are.</param>
    internal static Task AppendAsync(this ReviewsDatabase database, int count, string tenant = "NSCP") => database.ExecuteAsync(Insert(count, tenant));

    internal static string Insert(int count, string tenant = "NSCP") =>
        $$"""
        with begun as (insert into mt_streams (tenant_id, id, type, version) select '{{tenant}}', gen_random_uuid(), 'case', 1 from generate_series(1, {{count}}) returning id)
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, is_archived)
        select nextval('mt_events_sequence'), gen_random_uuid(), id, 1, '{"hold": 1}', 'hold_lifted', now(), '{{tenant}}', false from begun
        """;

    /// <summary>Numbers that nobody will ever see.</summary>
    internal static Task BurnAsync(this ReviewsDatabase database, int count) => database.ExecuteAsync($"select nextval('mt_events_sequence') from generate_series(1, {count})");

    internal static async Task<IReadOnlyList<long>> SequencesAsync(this ReviewsDatabase database) =>
        [.. (await database.TextsAsync("select seq_id from mt_events where type <> 'tombstone' order by seq_id")).Select(one => long.Parse(one, CultureInfo.InvariantCulture))];

    internal static Task<long> PlaceAsync(this ReviewsDatabase database, string follower) =>
        database.NumberAsync($"select coalesce(max(last_seq_id), 0) from mt_event_progression where name = '{follower}:All'");

    /// <summary>Until the follower has come to the end of the log, as long as it moves.</summary>
    internal static Task CaughtUpAsync(this ReviewsDatabase database, string follower) => Waits.UntilAsync(
        async () => await database.PlaceAsync(follower) >= await database.NumberAsync("select coalesce(max(seq_id), 0) from mt_events where type <> 'tombstone'"),
        async () => $"{await database.PlaceAsync(follower)}",
        $"{follower} has come to the end of the log");

    /// <summary>Every event of the log exactly once, in the log's order.</summary>
    /// <param name="type">The kind that it follows; null for all.</param>
    internal static async Task ShouldBeTheLogAsync(this ReviewsDatabase database, string follower, long upTo = long.MaxValue, string? type = null)
    {
        var of = type is null ? "" : $" and type = '{type}'";
        (await database.TextsAsync($"select seq_id from mt_events e where type <> 'tombstone' and seq_id <= {upTo}{of} and not exists (select from noted n where n.follower = '{follower}' and n.seq_id = e.seq_id)")).ShouldBeEmpty("lost or skipped");
        (await database.TextsAsync($"select seq_id from noted where follower = '{follower}' group by seq_id having count(*) > 1")).ShouldBeEmpty("doubled");
        (await database.TextsAsync(
            $"""
            select seq_id from noted n where follower = '{follower}'
            and (seq_id > {upTo} or not exists (select from mt_events e where (e.seq_id, e.tenant_id, e.stream_id, e.version) = (n.seq_id, n.tenant_id, n.stream_id, n.version)))
            """)).ShouldBeEmpty("invented, or past what stopped it");
        (await database.TextsAsync($"select seq_id from (select seq_id, lag(seq_id, 1, 0::bigint) over (order by n) as before from noted where follower = '{follower}') x where seq_id <= before")).ShouldBeEmpty("re-ordered");
    }
}
