using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>
/// What a run has folded so far: a shadow of each table, and of each stream the version that it was folded at. Both unlogged, so that a crash of the server
/// empties them together. The run's name is a digest of its tables, their columns and the program's version: whoever comes with the same finds it, anybody else starts anew.
/// </summary>
sealed class Shadow
{
    // Any number: runs begin one after the other.
    const long Beginning = 5_204_117_006;

    // Only the shadow's own schema is searched, so that a table there is not taken for a live one.
    const string Leftovers = "select c.relname, obj_description(c.oid, 'pg_class') from pg_class c where c.relnamespace = 'es_shadow'::regnamespace and c.relkind = 'r' and c.relname ~ '^r[0-9a-f]{16}_stream$'";

    const string Layout =
        "select string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod), attcollation), ', ' order by attnum) from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped";

    readonly string _run;

    Shadow(string run, IReadOnlyList<ProjectionTable> tables) =>
        (_run, Tables) = (run, [.. tables.Select((table, number) => new ShadowTable(run, number, table))]);

    /// <summary>By name: the order in which appends write to them.</summary>
    internal IReadOnlyList<ShadowTable> Tables { get; }

    /// <summary>The live tables, for a statement that takes them in order.</summary>
    internal string Names => string.Join(", ", Tables.Select(table => table.Live.Name));

    internal string Streams => $"es_shadow.{_run}_stream";

    internal string CopyStreams => $"copy {Streams} (tenant_id, stream_id, version) from stdin (format binary)";

    /// <summary>Finds what an earlier run left, or begins; what other versions left of these tables is dropped.</summary>
    /// <param name="connection">Holds the locks of all these tables, so that no run of theirs is at work.</param>
    internal static async Task<Shadow> OpenAsync(NpgsqlConnection connection, RebuildRequest request, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.RunAsync($"select pg_advisory_xact_lock({Beginning})", ct);
        var tables = request.Tables.OrderBy(table => table.Name, StringComparer.Ordinal).ToList();
        var shadow = new Shadow(await NameAsync(connection, tables, request.Version, ct), tables);
        var names = tables.Select(table => table.Name).ToHashSet(StringComparer.Ordinal);
        var found = false;
        foreach (var (run, covers) in await LeftoversAsync(connection, ct))
        {
            found |= run == shadow._run;
            if (run != shadow._run && covers.Any(names.Contains))
                await DropAsync(connection, run, covers.Length, ct);
        }
        if (!found)
            await connection.RunAsync(shadow.Create(), ct);
        await transaction.CommitAsync(ct);
        return shadow;
    }

    internal Task DropAsync(NpgsqlConnection connection, CancellationToken ct) => DropAsync(connection, _run, Tables.Count, ct);

    static Task DropAsync(NpgsqlConnection connection, string run, int tables, CancellationToken ct) => connection.RunAsync(
        $"drop table es_shadow.{run}_stream" + string.Concat(Enumerable.Range(0, tables).Select(number => $", es_shadow.{run}_row_{number}, es_shadow.{run}_key_{number}")), ct);

    string Create() =>
        $"""
        create unlogged table {Streams} as select tenant_id, id as stream_id, version from mt_streams with no data;
        alter table {Streams} add primary key (tenant_id, stream_id);
        comment on table {Streams} is '{string.Join(' ', Tables.Select(table => table.Live.Name))}';
        {string.Concat(Tables.Select(table => table.Create))}
        """;

    static async Task<string> NameAsync(NpgsqlConnection connection, IReadOnlyList<ProjectionTable> tables, string version, CancellationToken ct)
    {
        var text = new StringBuilder(version);
        foreach (var table in tables)
        {
            await using var layout = new NpgsqlCommand(Layout, connection);
            layout.Parameters.Add(Sql.Varchar(table.Name));
            text.Append('\n').Append(table.Name).Append(": ").Append(await layout.ExecuteScalarAsync(ct))
                .Append(" as ").AppendJoin(", ", table.Columns.Select(column => $"{column.Name} {column.Type}")).Append(" by ").Append(table.KeyLength);
        }
        return "r" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }

    static async Task<List<(string Run, string[] Tables)>> LeftoversAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var runs = new List<(string, string[])>();
        await using var select = new NpgsqlCommand(Leftovers, connection);
        await using var reader = await select.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            runs.Add((reader.GetString(0).Split('_')[0], reader.GetString(1).Split(' ')));
        return runs;
    }
}
