using System.Text;
using System.Text.Json;

namespace Nscp.Reviews.EventStore;

/// <summary>
/// Gives the same string again for a JSON text that was read lately: who recorded, in what role and on which day is the same for most events of a stream.
/// Of a bounded size, and for any number of threads: a place is only ever read or written as a whole.
/// </summary>
static class SharedTexts
{
    const int Places = 1024, Longest = 64;

    static readonly string?[] Kept = new string?[Places];

    /// <param name="json">At a string.</param>
    internal static string Read(ref Utf8JsonReader json)
    {
        var bytes = json.ValueSpan;
        if (json.ValueIsEscaped || bytes.Length > Longest)
            return json.GetString()!;
        ref var place = ref Kept[PlaceOf(bytes)];
        return place is { } kept && Ascii.Equals(bytes, kept) ? kept : place = json.GetString()!;
    }

    static int PlaceOf(ReadOnlySpan<byte> bytes)
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return hash.ToHashCode() & (Places - 1);
    }
}
