using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Nscp.Reviews.EventStore;

/// <summary>Positional, typed parameters: nothing is parsed and nothing is guessed.</summary>
static class Sql
{
    internal const string SetTenant = "select set_config('es.tenant', $1, true)";

    internal static NpgsqlBatchCommand Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
        return command;
    }

    internal static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    internal static NpgsqlParameter Varchar(string value) => new NpgsqlParameter<string> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Varchar };

    internal static NpgsqlParameter VarcharOrNull(string? value) =>
        value is null ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Varchar } : Varchar(value);

    internal static NpgsqlParameter Uuid(Guid value) => new NpgsqlParameter<Guid> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Uuid };

    internal static NpgsqlParameter UuidOrNull(Guid? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid };

    internal static NpgsqlParameter Bigint(long value) => new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    internal static NpgsqlParameter Bytea(ReadOnlyMemory<byte> value) => new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bytea };

    internal static NpgsqlParameter Jsonb(ReadOnlyMemory<byte> value) => new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Jsonb };

    internal static NpgsqlParameter Timestamp(Instant value) => new NpgsqlParameter<long> { TypedValue = SqlTime.ToSql(value), NpgsqlDbType = NpgsqlDbType.TimestampTz };

    internal static NpgsqlParameter Column(object? value, NpgsqlDbType type) => value switch
    {
        null => new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = type },
        Instant instant => Timestamp(instant),
        LocalDate date => new NpgsqlParameter<int> { TypedValue = SqlTime.ToSql(date), NpgsqlDbType = NpgsqlDbType.Date },
        _ => new NpgsqlParameter { Value = value, NpgsqlDbType = type },
    };
}
