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

    internal static LocalDate Date(string key) => NodaTime.Text.LocalDatePattern.Iso.Parse(key) is { Success: true } date ? date.Value : throw new FormatException("That is no cursor of this list.");
}

/// <summary>One round trip: the tenant first, then the question.</summary>
static class ReadSql
{
    internal static async Task<List<T>> QueryAsync<T>(
        NpgsqlDataSource source, string tenant, string sql, IReadOnlyList<NpgsqlParameter> parameters, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        try
        {
            return await QueryAsync(connection, tenant, sql, parameters, read, ct);
        }
        catch (NpgsqlException) when (connection.FullState.HasFlag(System.Data.ConnectionState.Broken) || connection.FullState == System.Data.ConnectionState.Closed)
        {
            // The server went away while the connection lay in the pool, and most likely others with it. Reading again is harmless, and done once.
            source.Clear();
        }
        await using var fresh = await source.OpenConnectionAsync(ct);
        return await QueryAsync(fresh, tenant, sql, [.. parameters.Select(parameter => parameter.Clone())], read, ct);
    }

    static async Task<List<T>> QueryAsync<T>(
        NpgsqlConnection connection, string tenant, string sql, IReadOnlyList<NpgsqlParameter> parameters, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        await using var batch = connection.CreateBatch();
        Add(batch, "select set_config('es.tenant', $1, true)", [Text(tenant)]);
        Add(batch, sql, [Text(tenant), .. parameters]);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct)) rows.Add(read(reader));
        return rows;
    }

    static void Add(NpgsqlBatch batch, string sql, IEnumerable<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
    }

    internal static NpgsqlParameter Text(string? value) => Of(value, NpgsqlDbType.Varchar);

    internal static NpgsqlParameter Word<TEnum>(TEnum? value) where TEnum : struct, Enum => Text(value is { } there ? Say.Word(there) : null);

    internal static NpgsqlParameter Int(int? value) => Of(value, NpgsqlDbType.Integer);

    internal static NpgsqlParameter Bool(bool? value) => Of(value, NpgsqlDbType.Boolean);

    internal static NpgsqlParameter Date(LocalDate? value) => Of(value is { } day ? SqlTime.ToSql(day) : null, NpgsqlDbType.Date);

    static NpgsqlParameter Of(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    internal static string? TextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    internal static LocalDate Date(this NpgsqlDataReader row, int column) => SqlTime.ToDate(row.GetFieldValue<int>(column));

    internal static LocalDate? DateOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Date(column);

    internal static TEnum Word<TEnum>(this NpgsqlDataReader row, int column) where TEnum : struct, Enum => Projections.Word.Parse<TEnum>(row.GetString(column));

    internal static TEnum? WordOrNull<TEnum>(this NpgsqlDataReader row, int column) where TEnum : struct, Enum => row.IsDBNull(column) ? null : row.Word<TEnum>(column);
}
