using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>What the runner reads and writes of its own row in <c>es_consumer</c>.</summary>
static class Checkpoint
{
    internal sealed record Seen(long Position, ConsumerState State, long LastNumber);

    const string Register = "insert into es_consumer (name) values ($1) on conflict do nothing";

    const string Select = $"select position, state, {SafeMark.LastNumber} from es_consumer where name = $1";

    // Safety rests on this alone: whoever handled another position than the row still has changes nothing, and rolls its rows back.
    const string Move = "update es_consumer set position = $3, failures = 0, fault = null, updated_at = clock_timestamp() where name = $1 and position = $2 and state = 'running'";

    const string Touch = "update es_consumer set updated_at = clock_timestamp() where name = $1 and position = $2 and state = 'running'";

    const string Fail = "update es_consumer set failures = failures + 1, fault = $3 where name = $1 and position = $2 and state = 'running' returning failures";

    const string Stop = "update es_consumer set state = 'stopped', stopped_at = $3, stopped_event = $4 where name = $1 and position = $2 and state = 'running'";

    internal static async Task RegisterAsync(NpgsqlConnection connection, string name, CancellationToken ct)
    {
        await using var command = connection.Command(Register, Sql.Varchar(name));
        await command.ExecuteNonQueryAsync(ct);
    }

    internal static async Task<Seen> LoadAsync(NpgsqlConnection connection, string name, CancellationToken ct)
    {
        await using var command = connection.Command(Select, Sql.Varchar(name));
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
            throw new InvalidOperationException($"The row of consumer {name} is gone.");
        return new Seen(reader.GetInt64(0), ConsumerStates.Parse(reader.GetString(1)), reader.GetInt64(2));
    }

    /// <summary>False when somebody else moved it, or an operator paused it: then nothing of this transaction may be committed.</summary>
    internal static async Task<bool> MoveAsync(NpgsqlConnection connection, string name, long from, long to, CancellationToken ct)
    {
        await using var command = connection.Command(Move, Sql.Varchar(name), Sql.Bigint(from), Sql.Bigint(to));
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    /// <summary>Notes that the consumer is at the end of the log, so that silence can be told from standing still.</summary>
    internal static async Task TouchAsync(NpgsqlConnection connection, string name, long position, CancellationToken ct)
    {
        await using var command = connection.Command(Touch, Sql.Varchar(name), Sql.Bigint(position));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>How often it has failed at this position, this time included; 0 when it stands elsewhere by now.</summary>
    internal static async Task<int> FailAsync(NpgsqlConnection connection, string name, long position, string fault, CancellationToken ct)
    {
        await using var command = connection.Command(Fail, Sql.Varchar(name), Sql.Bigint(position), Sql.Varchar(fault));
        return (int?)await command.ExecuteScalarAsync(ct) ?? 0;
    }

    internal static async Task<bool> StopAsync(NpgsqlConnection connection, string name, long position, long stoppedAt, Guid? eventId, CancellationToken ct)
    {
        await using var command = connection.Command(Stop, Sql.Varchar(name), Sql.Bigint(position), Sql.Bigint(stoppedAt), Sql.UuidOrNull(eventId));
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }
}
