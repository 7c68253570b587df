using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Nscp.Reviews.Projections;

/// <summary>A part of a list, in a stable order.</summary>
/// <param name="After">The cursor of the next part; null when this is the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? After);

/// <summary>Where a list goes on: the keys of its last row, as opaque text.</summary>
public static class Cursor
{
    internal static string Of(params string[] keys) => Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Join('\n', keys))).Replace('+', '-').Replace('/', '_').TrimEnd('=');

    /// <exception cref="FormatException">It is no cursor of this list: ask for the first part again.</exception>
    internal static string[]? Keys(string? cursor, int count)
    {
        if (cursor is null) return null;
        var padded = cursor.Replace('-', '+').Replace('_', '/').PadRight((cursor.Length + 3) / 4 * 4, '=');
        var bytes = Convert.FromBase64String(padded);
        var keys = Encoding.UTF8.GetString(bytes).Split('\n');
        return keys.Length == count && !keys.Any(k => k.Contains('\0', StringComparison.Ordinal)) ? keys : throw new FormatException("That is no cursor of this list.");
    }

    // A made-up date may lie before any that PostgreSQL has.
    internal static LocalDate Date(string key) =>
        NodaTime.Text.LocalDatePattern.Iso.Parse(key) is { Success: true, Value: { Year: > 0 } date } ? date : throw new FormatException("That is no cursor of this list.");
}

/// <summary>A part of a round trip: what is asked after the tenant, which is always the first parameter, and how a row is read.</summary>
sealed record Question<T>(string Sql, IReadOnlyList<NpgsqlParameter> Parameters, Func<NpgsqlDataReader, T> Read);

/// <summary>One round trip: the tenant first, then the question.</summary>
static class ReadSql
{
    internal static Task<List<T>> QueryAsync<T>(
        NpgsqlDataSource source, string tenant, string sql, IReadOnlyList<NpgsqlParameter> parameters, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        var question = new Question<T>(sql, parameters, read);
        return AskAsync(source, async connection =>
        {
            await using var batch = Batch(connection, tenant);
            Add(batch, tenant, question);
            await using var reader = await batch.ExecuteReaderAsync(ct);
            return await RowsAsync(reader, question, ct);
        }, ct);
    }

    /// <summary>Two questions in the one round trip.</summary>
    internal static Task<(List<T> Rows, List<TBeside> Beside)> QueryAsync<T, TBeside>(
        NpgsqlDataSource source, string tenant, Question<T> question, Question<TBeside> beside, CancellationToken ct) =>
        AskAsync(source, async connection =>
        {
            await using var batch = Batch(connection, tenant);
            Add(batch, tenant, question);
            Add(batch, tenant, beside);
            await using var reader = await batch.ExecuteReaderAsync(ct);
            return (await RowsAsync(reader, question, ct), await RowsAsync(reader, beside, ct));
        }, ct);

    static async Task<TAnswer> AskAsync<TAnswer>(NpgsqlDataSource source, Func<NpgsqlConnection, Task<TAnswer>> ask, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        try
        {
            return await ask(connection);
        }
        catch (NpgsqlException) when (connection.FullState.HasFlag(System.Data.ConnectionState.Broken) || connection.FullState == System.Data.ConnectionState.Closed)
        {
            // The server went away while the connection lay in the pool, and most likely others with it. Reading again is harmless, and done once.
            source.Clear();
        }
        await using var fresh = await source.OpenConnectionAsync(ct);
        return await ask(fresh);
    }

    static NpgsqlBatch Batch(NpgsqlConnection connection, string tenant)
    {
        var batch = connection.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("select set_config('es.tenant', $1, true)") { Parameters = { Text(tenant) } });
        return batch;
    }

    // A parameter belongs to one command: asked again, the question has copies.
    static void Add<T>(NpgsqlBatch batch, string tenant, Question<T> question)
    {
        var command = new NpgsqlBatchCommand(question.Sql) { Parameters = { Text(tenant) } };
        foreach (var parameter in question.Parameters) command.Parameters.Add(parameter.Clone());
        batch.BatchCommands.Add(command);
    }

    static async Task<List<T>> RowsAsync<T>(NpgsqlDataReader reader, Question<T> question, CancellationToken ct)
    {
        await reader.NextResultAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct)) rows.Add(question.Read(reader));
        return rows;
    }

    internal static NpgsqlParameter Text(string? value) => Of(value, NpgsqlDbType.Varchar);

    internal static NpgsqlParameter Word<TEnum>(TEnum? value) where TEnum : struct, Enum => Text(value is { } there ? Say.Word(there) : null);

    internal static NpgsqlParameter Int(int? value) => Of(value, NpgsqlDbType.Integer);

    internal static NpgsqlParameter Long(long? value) => Of(value, NpgsqlDbType.Bigint);

    internal static NpgsqlParameter At(Instant? value) => Of(value is { } instant ? SqlTime.ToSql(instant) : (long?)null, NpgsqlDbType.TimestampTz);

    internal static NpgsqlParameter Id(Guid value) => Of(value, NpgsqlDbType.Uuid);

    internal static NpgsqlParameter Bool(bool? value) => Of(value, NpgsqlDbType.Boolean);

    internal static NpgsqlParameter Date(LocalDate? value) => Of(value is { } day ? SqlTime.ToSql(day) : null, NpgsqlDbType.Date);

    static NpgsqlParameter Of(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    internal static string? TextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    internal static LocalDate Date(this NpgsqlDataReader row, int column) => SqlTime.ToDate(row.GetFieldValue<int>(column));

    internal static LocalDate? DateOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Date(column);

    internal static TEnum Word<TEnum>(this NpgsqlDataReader row, int column) where TEnum : struct, Enum => Projections.Word.Parse<TEnum>(row.GetString(column));

    internal static TEnum? WordOrNull<TEnum>(this NpgsqlDataReader row, int column) where TEnum : struct, Enum => row.IsDBNull(column) ? null : row.Word<TEnum>(column);
}
