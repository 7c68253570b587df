using System.Collections;

namespace Nscp.Reviews.EventStore;

/// <summary>A change to one projection row.</summary>
public abstract record RowChange(ProjectionRow Row)
{
    public sealed record Insert(ProjectionRow Row) : RowChange(Row);

    public sealed record Update(ProjectionRow Row) : RowChange(Row);

    public sealed record Delete(ProjectionRow Row) : RowChange(Row);
}

public static class RowChanges
{
    /// <summary>
    /// What turns the rows of one stream before an append into its rows after it: nothing for rows that stay equal.
    /// Always in the order of table names, inside a table deletes, updates, inserts, each by key, so that two appends touch rows in the same order.
    /// </summary>
    /// <exception cref="ArgumentException">Two rows of one side have the same key.</exception>
    public static IReadOnlyList<RowChange> Between(IReadOnlyList<ProjectionRow> before, IReadOnlyList<ProjectionRow> after)
    {
        var tables = before.Concat(after).Select(row => row.Table).DistinctBy(table => table.Name).OrderBy(table => table.Name, StringComparer.Ordinal);
        return [.. tables.SelectMany(table => InTable(Keyed(before, table), Keyed(after, table)))];
    }

    static IEnumerable<RowChange> InTable(SortedDictionary<ProjectionRow, ProjectionRow> before, SortedDictionary<ProjectionRow, ProjectionRow> after)
    {
        foreach (var row in before.Keys.Where(row => !after.ContainsKey(row)))
            yield return new RowChange.Delete(row);
        foreach (var row in after.Keys.Where(row => before.TryGetValue(row, out var old) && !Same(old, row)))
            yield return new RowChange.Update(row);
        foreach (var row in after.Keys.Where(row => !before.ContainsKey(row)))
            yield return new RowChange.Insert(row);
    }

    static SortedDictionary<ProjectionRow, ProjectionRow> Keyed(IReadOnlyList<ProjectionRow> rows, ProjectionTable table)
    {
        var keyed = new SortedDictionary<ProjectionRow, ProjectionRow>(KeyOrder.Instance);
        foreach (var row in rows.Where(row => row.Table.Name == table.Name))
        {
            if (!keyed.TryAdd(row, row))
                throw new ArgumentException($"Two rows of {table.Name} have the key ({string.Join(", ", row.Values.Take(table.KeyLength))}).", nameof(rows));
        }
        return keyed;
    }

    // Structural, because a column may hold an array.
    static bool Same(ProjectionRow one, ProjectionRow other) =>
        one.Values.SequenceEqual(other.Values, EqualityComparer<object?>.Create(StructuralComparisons.StructuralEqualityComparer.Equals, _ => 0));
}

/// <summary>By key column after column, text by code unit.</summary>
sealed class KeyOrder : IComparer<ProjectionRow>
{
    internal static readonly KeyOrder Instance = new();

    public int Compare(ProjectionRow? x, ProjectionRow? y)
    {
        for (var i = 0; i < x!.Table.KeyLength; i++)
        {
            var order = Compare(x.Values[i], y!.Values[i]);
            if (order != 0)
                return order;
        }
        return 0;
    }

    static int Compare(object? one, object? other) =>
        one is string text && other is string otherText ? string.CompareOrdinal(text, otherText) : Comparer.DefaultInvariant.Compare(one, other);
}
