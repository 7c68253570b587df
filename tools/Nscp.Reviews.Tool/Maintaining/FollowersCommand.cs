using System.Globalization;
using Npgsql;
using Nscp.Reviews.Tool.Running;

namespace Nscp.Reviews.Tool.Maintaining;

/// <summary>Lists what follows the log: how each does, how far it has come, and why it has stopped. A look only: the host that runs one keeps it going.</summary>
static class FollowersCommand
{
    // Of the rows without a colon the daemon makes use itself; the rebuild has one while it is at work, and is no follower.
    const string Select =
        """
        select split_part(f.name, ':', 1), coalesce(f.agent_status, 'Unknown'), f.last_seq_id, greatest(coalesce(h.last_seq_id, 0) - f.last_seq_id, 0),
            case when f.agent_status = 'Paused' then split_part(coalesce(f.pause_reason, ''), E'\n', 1) else '' end
        from mt_event_progression f left join mt_event_progression h on h.name = 'HighWaterMark'
        where f.name like '%:%' and f.name not like 'documents:%'
        order by 1
        """;

    const string TriedAgain = "One that has stopped is tried again every few seconds by the host that runs it; nothing is passed over. Put right what it says, and it goes on.";

    sealed record Follower(string Name, string Status, long Position, long Behind, string Why);

    public static async Task<int> RunAsync(Workplace place, TextWriter told, CancellationToken cancellation)
    {
        await using var database = await Database.OpenAsync(place, new Lines(), cancellation);
        await using var log = NpgsqlDataSource.Create(database.Log());
        foreach (var line in Table(await ListAsync(log, cancellation)))
            await told.WriteLineAsync(line);
        return 0;
    }

    static async Task<List<Follower>> ListAsync(NpgsqlDataSource log, CancellationToken cancellation)
    {
        try
        {
            var all = new List<Follower>();
            await using var command = log.CreateCommand(Select);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
                all.Add(new(reader.GetString(0), reader.GetString(1).ToLowerInvariant(), reader.GetInt64(2), reader.GetInt64(3), reader.GetString(4)));
            return all;
        }
        catch (PostgresException missing) when (missing.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            throw new ToolException("The database has no schema yet: run ./build.sh migrate.");
        }
        catch (NpgsqlException unreachable)
        {
            throw new ToolException($"The database does not answer. {unreachable.Message}");
        }
    }

    static IEnumerable<string> Table(List<Follower> all)
    {
        if (all.Count == 0)
            return ["No host has followed the log yet."];
        List<string[]> rows =
        [
            ["Follower", "Status", "Position", "Behind", "Why"],
            .. all.Select(one => (string[])[one.Name, one.Status, Number(one.Position), Number(one.Behind), one.Why]),
        ];
        List<int> widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        return [.. rows.Select(row => string.Join("  ", row.Select((cell, column) => column is 2 or 3 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd()), "", TriedAgain];
    }

    static string Number(long value) => value.ToString("n0", CultureInfo.InvariantCulture);
}
