using NodaTime;
using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>What became of an operator's order.</summary>
public enum OrderOutcome
{
    Done,

    /// <summary>No consumer of that name ever ran.</summary>
    NoSuchConsumer,

    /// <summary>The position is ahead of the consumer's own (events are never skipped) or negative.</summary>
    WrongPosition,
}

/// <summary>Where an operator looks after consumers. Each order waits for a batch that is being committed, and none that was begun before is committed after it.</summary>
public static class ConsumerOffice
{
    const string Select =
        $"""
        select name, state, position, greatest({SafeMark.LastNumber} - position, 0), stopped_at, stopped_event, fault, failures, updated_at,
            (extract(epoch from clock_timestamp() - updated_at) * 1000)::bigint
        from es_consumer order by name
        """;

    // A stopped one is held already, and its alarm must stand.
    const string Pause = "update es_consumer set state = case state when 'running' then 'paused' else state end where name = $1";

    const string Resume =
        """
        update es_consumer set state = 'running', stopped_at = null, stopped_event = null, fault = null, failures = 0, updated_at = clock_timestamp() where name = $1
        """;

    const string Rewind = "update es_consumer set position = $2, failures = 0, updated_at = clock_timestamp() where name = $1 and $2 between 0 and position";

    /// <summary>Every consumer that ever ran, by name.</summary>
    /// <param name="source">The log reader's or the application's.</param>
    public static async Task<IReadOnlyList<ConsumerStatus>> ListAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        var all = new List<ConsumerStatus>();
        await using var command = source.CreateCommand(Select);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            all.Add(Read(reader));
        return all;
    }

    /// <summary>Holds it where it is. One that is stopped stays stopped.</summary>
    /// <param name="log">The log reader's.</param>
    public static async Task<OrderOutcome> PauseAsync(NpgsqlDataSource log, string name, CancellationToken ct) =>
        await ExecuteAsync(log, Pause, ct, Sql.Varchar(name)) ? OrderOutcome.Done : OrderOutcome.NoSuchConsumer;

    /// <summary>Lets it go on from its position, after a pause or when what stopped it is mended: the event that stopped it is tried again.</summary>
    /// <param name="log">The log reader's.</param>
    public static async Task<OrderOutcome> ResumeAsync(NpgsqlDataSource log, string name, CancellationToken ct) =>
        await ExecuteAsync(log, Resume, ct, Sql.Varchar(name)) ? OrderOutcome.Done : OrderOutcome.NoSuchConsumer;

    /// <summary>Makes it handle again what follows a position. Its state stays; what it wrote is for the operator to undo first.</summary>
    /// <param name="log">The log reader's.</param>
    /// <param name="position">The last number that counts as handled: from 0 to the present position, both inclusive.</param>
    public static async Task<OrderOutcome> RewindAsync(NpgsqlDataSource log, string name, long position, CancellationToken ct)
    {
        if (await ExecuteAsync(log, Rewind, ct, Sql.Varchar(name), Sql.Bigint(position)))
            return OrderOutcome.Done;
        return (await ListAsync(log, ct)).Any(consumer => consumer.Name == name) ? OrderOutcome.WrongPosition : OrderOutcome.NoSuchConsumer;
    }

    static async Task<bool> ExecuteAsync(NpgsqlDataSource log, string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = log.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    static ConsumerStatus Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        ConsumerStates.Parse(row.GetString(1)),
        row.GetInt64(2),
        row.GetInt64(3),
        row.IsDBNull(4) ? null : row.GetInt64(4),
        row.IsDBNull(5) ? null : row.GetGuid(5),
        row.IsDBNull(6) ? null : row.GetString(6),
        row.GetInt32(7),
        SqlTime.ToInstant(row.GetFieldValue<long>(8)),
        Duration.FromMilliseconds(row.GetInt64(9)));
}
