using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Nscp.Reviews.Domain.Words;

/// <summary>A list that is compared by its items, so that a record holding one keeps value equality. At most <see cref="Most"/> items come in from outside.</summary>
[CollectionBuilder(typeof(ListOf), nameof(ListOf.Create))]
public readonly struct ListOf<T>(ImmutableArray<T> items) : IReadOnlyList<T>, IEquatable<ListOf<T>>
{
    public const int Most = 200;

    ImmutableArray<T> Items => items.IsDefault ? [] : items;

    public int Count => Items.Length;

    public T this[int index] => Items[index];

    public bool Equals(ListOf<T> other) => Items.SequenceEqual(other.Items);

    public override bool Equals(object? obj) => obj is ListOf<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in Items) hash.Add(item);
        return hash.ToHashCode();
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public static bool operator ==(ListOf<T> left, ListOf<T> right) => left.Equals(right);

    public static bool operator !=(ListOf<T> left, ListOf<T> right) => !left.Equals(right);

    public override string ToString() => $"[{string.Join(", ", Items)}]";
}

public static class ListOf
{
    public static ListOf<T> Create<T>(ReadOnlySpan<T> items) => new([.. items]);

    public static ListOf<T> From<T>(IEnumerable<T> items) => new([.. items]);
}
