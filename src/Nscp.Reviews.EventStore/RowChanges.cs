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
        // Both in order, walked side by side. It runs in every command, so nothing is looked up and nothing is boxed again.
        var (old, now, changes) = (Sorted(before), Sorted(after), new List<RowChange>());
        for (var (i, j) = (0, 0); i < old.Length || j < now.Length;)
        {
            var order = i == old.Length ? 1 : j == now.Length ? -1 : KeyOrder.Instance.Compare(old[i], now[j]);
            if (order < 0)
                changes.Add(new RowChange.Delete(old[i++]));
            else if (order > 0)
                changes.Add(new RowChange.Insert(now[j++]));
            else if (!Same(old[i++], now[j++]))
                changes.Add(new RowChange.Update(now[j - 1]));
        }
        return [.. changes.OrderBy(change => change.Row.Table.Name, StringComparer.Ordinal).ThenBy(Turn)];
    }

    static int Turn(RowChange change) => change switch
    {
        RowChange.Delete => 0,
        RowChange.Update => 1,
        RowChange.Insert => 2,
        _ => throw new ArgumentException($"{change.GetType()} is no change.", nameof(change)),
    };

    static ProjectionRow[] Sorted(IReadOnlyList<ProjectionRow> rows)
    {
        ProjectionRow[] sorted = [.. rows];
        Array.Sort(sorted, KeyOrder.Instance);
        for (var i = 1; i < sorted.Length; i++)
        {
            if (KeyOrder.Instance.Compare(sorted[i - 1], sorted[i]) == 0)
                throw new ArgumentException($"Two rows of {sorted[i].Table.Name} have the key ({string.Join(", ", sorted[i].Values.Take(sorted[i].Table.KeyLength))}).", nameof(rows));
        }
        return sorted;
    }

    // Structural, because a column may hold an array.
    static bool Same(ProjectionRow one, ProjectionRow other)
    {
        for (var i = one.Table.KeyLength; i < one.Values.Count; i++)
        {
            if (!StructuralComparisons.StructuralEqualityComparer.Equals(one.Values[i], other.Values[i]))
                return false;
        }
        return true;
    }
}

/// <summary>By table, then key column after column, text by code unit.</summary>
sealed class KeyOrder : IComparer<ProjectionRow>
{
    internal static readonly KeyOrder Instance = new();

    public int Compare(ProjectionRow? x, ProjectionRow? y)
    {
        var order = ReferenceEquals(x!.Table, y!.Table) ? 0 : string.CompareOrdinal(x.Table.Name, y.Table.Name);
        for (var i = 0; order == 0 && i < x.Table.KeyLength; i++)
            order = Compare(x.Values[i], y.Values[i]);
        return order;
    }

    static int Compare(object? one, object? other) => (one, other) switch
    {
        (string text, string otherText) => ReferenceEquals(text, otherText) ? 0 : string.CompareOrdinal(text, otherText),
        (Guid id, Guid otherId) => id.CompareTo(otherId),
        (long number, long otherNumber) => number.CompareTo(otherNumber),
        _ => Comparer.DefaultInvariant.Compare(one, other),
    };
}
