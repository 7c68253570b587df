using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Nscp.Reviews.EventStore;

/// <summary>
/// One connection with one batch whose statements and parameters are kept and filled anew at each use: nothing is made,
/// resolved or parsed twice. For one user at a time.
/// </summary>
sealed class HeldConnection : IAsyncDisposable
{
    // A stream that is long in the making may need many of one kind; beyond this they are not worth keeping.
    const int MostKept = 64;

    readonly NpgsqlConnection _connection;
    readonly NpgsqlBatch _batch;
    readonly Dictionary<string, Kept> _kept = [];

    internal HeldConnection(NpgsqlConnection connection) => (_connection, _batch) = (connection, connection.CreateBatch());

    internal bool IsOpen => _connection.FullState == System.Data.ConnectionState.Open;

    internal bool WasUsedBefore { get; private set; }

    internal NpgsqlBatch Batch => _batch;

    /// <summary>To be told when it is given back.</summary>
    internal void WasUsed() => WasUsedBefore = true;

    /// <summary>Begins a new batch, in the name of a tenant.</summary>
    internal void Begin(string tenant)
    {
        _batch.BatchCommands.Clear();
        foreach (var kept in _kept.Values)
            kept.Used = 0;
        Add(Sql.SetTenant).Text(tenant);
    }

    /// <summary>Adds a statement, whose parameters are to be filled in order.</summary>
    internal Filling Add(string sql)
    {
        if (!_kept.TryGetValue(sql, out var kept))
            _kept.Add(sql, kept = new Kept());
        var command = kept.Used < kept.Commands.Count ? kept.Commands[kept.Used] : new NpgsqlBatchCommand(sql);
        if (kept.Used == kept.Commands.Count && kept.Commands.Count < MostKept)
            kept.Commands.Add(command);
        kept.Used++;
        _batch.BatchCommands.Add(command);
        return new Filling(command.Parameters);
    }

    public async ValueTask DisposeAsync()
    {
        await _batch.DisposeAsync();
        await _connection.DisposeAsync();
    }

    sealed class Kept
    {
        internal List<NpgsqlBatchCommand> Commands { get; } = [];

        internal int Used { get; set; }
    }
}

/// <summary>Positional, typed parameters, filled in order.</summary>
ref struct Filling(NpgsqlParameterCollection parameters)
{
    int _next;

    internal Filling Text(string? value) => Typed(value, NpgsqlDbType.Varchar);

    internal Filling Uuid(Guid value) => Typed(value, NpgsqlDbType.Uuid);

    internal Filling Bigint(long value) => Typed(value, NpgsqlDbType.Bigint);

    internal Filling Bytes(ReadOnlyMemory<byte> value) => Typed(value, NpgsqlDbType.Bytea);

    internal Filling Jsonb(ReadOnlyMemory<byte> value) => Typed(value, NpgsqlDbType.Jsonb);

    internal Filling Timestamp(Instant value) => Typed(SqlTime.ToSql(value), NpgsqlDbType.TimestampTz);

    internal void Column(object? value, NpgsqlDbType type)
    {
        object given = value switch
        {
            null => DBNull.Value,
            Instant instant => SqlTime.ToSql(instant),
            LocalDate date => SqlTime.ToSql(date),
            _ => value,
        };
        if (_next < parameters.Count)
            parameters[_next].Value = given;
        else
            parameters.Add(new NpgsqlParameter { Value = given, NpgsqlDbType = type });
        _next++;
    }

    Filling Typed<T>(T? value, NpgsqlDbType type)
    {
        if (_next < parameters.Count)
            ((NpgsqlParameter<T>)parameters[_next]).TypedValue = value;
        else
            parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        _next++;
        return this;
    }
}
