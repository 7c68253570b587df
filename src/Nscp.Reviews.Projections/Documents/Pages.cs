using System.Text;

namespace Nscp.Reviews.Projections;

/// <summary>A part of a list, in a stable order.</summary>
/// <param name="After">The cursor of the next part; null when this is the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? After)
{
    internal Page<TOther> Select<TOther>(Func<T, TOther> shown) => new([.. Items.Select(shown)], After);
}

/// <summary>Where a list goes on: the place of its last item, as opaque text.</summary>
public static class Cursor
{
    /// <param name="list">Whose place it is: another list would go on anywhere, and refuses it.</param>
    public static string Of(string list, string place) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{list}\n{place}")).Replace('+', '-').Replace('/', '_').TrimEnd('=');

    /// <exception cref="FormatException">It is no cursor of this list: ask for the first part again.</exception>
    public static string Place(string list, string cursor)
    {
        var padded = cursor.Replace('-', '+').Replace('_', '/').PadRight((cursor.Length + 3) / 4 * 4, '=');
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(padded));
        return text.StartsWith($"{list}\n", StringComparison.Ordinal) && !text.Contains('\0', StringComparison.Ordinal)
            ? text[(list.Length + 1)..] : throw new FormatException("That is no cursor of this list.");
    }
}

public static class Pages
{
    const string AtHand = "at-hand";

    /// <summary>A part of a list that is at hand already, in the order of its keys.</summary>
    /// <exception cref="FormatException">The cursor is not one of this list.</exception>
    public static Page<T> Of<T>(IEnumerable<T> all, Func<T, string> key, int limit, string? after)
    {
        var last = after is null ? null : Cursor.Place(AtHand, after);
        var rest = all.Where(item => last is null || string.CompareOrdinal(key(item), last) > 0).OrderBy(key, StringComparer.Ordinal).Take(limit + 1);
        return Of([.. rest], limit, AtHand, key);
    }

    /// <summary>One more than the limit was asked for: whether it is there says whether the list goes on.</summary>
    public static Page<T> Of<T>(IReadOnlyList<T> items, int limit, string list, Func<T, string> place) =>
        items.Count <= limit ? new Page<T>(items, null) : new Page<T>([.. items.Take(limit)], Cursor.Of(list, place(items[limit - 1])));
}
