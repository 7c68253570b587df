using Marten;
using Wolverine.Persistence.Durability;

namespace Nscp.Reviews.Api.Followers;

/// <summary>How the followers of the log and the messages do, as whoever asks can tell by the database: from any host.</summary>
sealed class FollowerHealth(NpgsqlDataSource application, IServiceProvider services)
{
    const long MostBehind = 1_000;

    const string HighWater = "HighWaterMark";

    // The least right that the application has; the daemon notes its own look at the log every second or so, also when there is nothing new. It keeps more books
    // of its own in the same table, under names without a colon. A follower has no row before its first page is done: not even one that says that it stopped.
    const string Select =
        $"""
        select known.name, f.agent_status, regexp_replace(split_part(coalesce(f.pause_reason, ''), E'\n', 1), '^[A-Za-z0-9_.]+Exception: ', ''), coalesce(h.last_seq_id, 0) - coalesce(f.last_seq_id, 0),
            clock_timestamp() - f.last_updated > interval '1 minute', clock_timestamp() - h.last_updated > interval '1 minute'
        from (select unnest($1) as name union select name from mt_event_progression where name like '%:%' and name not like '{Rebuilding.Name}:%') known
        left join mt_event_progression f on f.name = known.name left join mt_event_progression h on h.name = '{HighWater}'
        order by 1
        """;

    /// <param name="StandsStill">Null where it has done nothing yet.</param>
    sealed record Status(string Name, string? Agent, string Reason, long Behind, bool? StandsStill, bool NobodyLooks);

    /// <summary>Those of this host; of one that runs none, what every other one runs.</summary>
    string[] Known => services.GetService<ILogStore>() is DocumentStore log
        ? [.. log.Options.Projections.AllShards().Select(shard => shard.Name.Identity).Where(name => !name.StartsWith($"{Rebuilding.Name}:", StringComparison.Ordinal))]
        : [$"{CalendarMoves.Place}:All"];

    /// <summary>Why they are not as they should be, a sentence each; empty when they are, and where no host has ever run them.</summary>
    internal async Task<IReadOnlyList<string>> ReasonsAsync(CancellationToken ct)
    {
        var all = new List<Status>();
        await using var command = application.CreateCommand(Select);
        command.Parameters.Add(new() { Value = Known });
        await using (var reader = await command.ExecuteReaderAsync(ct))
            while (await reader.ReadAsync(ct))
                all.Add(new(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.IsDBNull(4) ? null : reader.GetBoolean(4), !reader.IsDBNull(5) && reader.GetBoolean(5)));
        List<string> reasons = [.. all.Select(Reason).OfType<string>()];
        if (all.Count > 0 && all[0].NobodyLooks) reasons.Insert(0, "No host follows the log: none with the log role's connection has looked at it for a minute.");
        if (services.GetService<IMessageStore>() is { } messages && (await messages.Admin.FetchCountsAsync()).DeadLetter is > 0 and var dead)
            reasons.Add($"Messages that could not be handled: {dead}. See ./build.sh messages.");
        return reasons;
    }

    static string? Reason(Status one) => one switch
    {
        { Agent: "Paused" } => $"The follower {one.Name.Split(':')[0]} has stopped ({one.Reason}) and tries again every few seconds: see ./build.sh followers.",
        { StandsStill: null, Behind: > 0 } => $"The follower {one.Name.Split(':')[0]} has done nothing yet, with {one.Behind} events before it: if that lasts, the log of the host that runs it says why.",
        { Behind: > MostBehind } => $"The follower {one.Name.Split(':')[0]} is {one.Behind} events behind.",
        { Behind: > 0, StandsStill: true } => $"The follower {one.Name.Split(':')[0]} is {one.Behind} events behind and has not moved for a minute.",
        _ => null,
    };
}
