using System.Text.RegularExpressions;
using NpgsqlTypes;

namespace Nscp.Reviews.EventStore;

/// <summary>A column, in the order of a row's values. <c>Date</c> takes a LocalDate, <c>TimestampTz</c> an Instant; the rest what Npgsql takes.</summary>
public sealed record ProjectionColumn(string Name, NpgsqlDbType Type);

/// <summary>A table of rows that are worked out from one stream each. Keep it in a static field: its statements are made once.</summary>
public sealed partial class ProjectionTable
{
    /// <param name="name">Lower case and underscores, as the columns' names.</param>
    /// <param name="columns">The first is <c>tenant_id</c>.</param>
    /// <param name="keyLength">How many of the first columns are the primary key: 1 or more.</param>
    /// <exception cref="ArgumentException">A name that is not plain, another first column, or a key that is too long or too short.</exception>
    public ProjectionTable(string name, IReadOnlyList<ProjectionColumn> columns, int keyLength)
    {
        if (columns.Count == 0 || columns[0].Name != "tenant_id")
            throw new ArgumentException($"The first column of {name} must be tenant_id.", nameof(columns));
        if (keyLength < 1 || keyLength > columns.Count)
            throw new ArgumentException($"The key of {name} has 1 to {columns.Count} columns, not {keyLength}.", nameof(keyLength));
        if (columns.Select(column => column.Name).Append(name).FirstOrDefault(text => !Plain().IsMatch(text)) is { } odd)
            throw new ArgumentException($"'{odd}' is not a plain name.", nameof(name));
        (Name, Columns, KeyLength) = (name, [.. columns], keyLength);
        (Insert, Update, Delete, Copy) = (InsertSql(), UpdateSql(), DeleteSql(), CopySql());
    }

    public string Name { get; }

    public IReadOnlyList<ProjectionColumn> Columns { get; }

    public int KeyLength { get; }

    internal string Insert { get; }

    internal string Update { get; }

    internal string Delete { get; }

    internal string Copy { get; }

    string ColumnNames => string.Join(", ", Columns.Select(column => column.Name));

    // A plain INSERT: a key held by another stream must clash, not be taken over.
    string InsertSql() => $"insert into {Name} ({ColumnNames}) values ({string.Join(", ", Enumerable.Range(1, Columns.Count).Select(n => $"${n}"))})";

    string UpdateSql() => $"update {Name} set {Pairs(KeyLength, Columns.Count, ", ")} where {Pairs(0, KeyLength, " and ")}";

    string DeleteSql() => $"delete from {Name} where {Pairs(0, KeyLength, " and ")}";

    string CopySql() => $"copy {Name} ({ColumnNames}) from stdin (format binary)";

    string Pairs(int from, int to, string separator) =>
        string.Join(separator, Enumerable.Range(from, to - from).Select(i => $"{Columns[i].Name} = ${i + 1}"));

    [GeneratedRegex("^[a-z_][a-z0-9_]{0,62}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Plain();
}

/// <summary>One row, its values in the order of the table's columns.</summary>
/// <exception cref="ArgumentException">There are more or fewer values than columns.</exception>
public sealed class ProjectionRow
{
    public ProjectionRow(ProjectionTable table, params object?[] values)
    {
        if (values.Length != table.Columns.Count)
            throw new ArgumentException($"{table.Name} has {table.Columns.Count} columns, not {values.Length}.", nameof(values));
        (Table, Values) = (table, values);
    }

    public ProjectionTable Table { get; }

    public IReadOnlyList<object?> Values { get; }
}
