using System.Buffers.Binary;

namespace Nscp.Reviews.EventStore;

/// <summary>The SHA-256 of an event's canonical bytes, which hold the hash of the event before it in the stream: see <see cref="EventChain"/>.</summary>
public readonly record struct EventHash
{
    internal const int Length = 32;

    // Held as numbers, so that equal hashes are equal values.
    readonly ulong _a, _b, _c, _d;

    internal EventHash(ReadOnlySpan<byte> bytes)
    {
        _a = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        _b = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        _c = BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]);
        _d = BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]);
    }

    internal void CopyTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _a);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _b);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[16..], _c);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[24..], _d);
    }

    /// <summary>Null when the text is not 64 hexadecimal digits.</summary>
    internal static EventHash? Parse(string? hex)
    {
        Span<byte> bytes = stackalloc byte[Length];
        return hex is { Length: 2 * Length } && Convert.FromHexString(hex, bytes, out _, out _) is System.Buffers.OperationStatus.Done ? new EventHash(bytes) : null;
    }

    /// <summary>64 hexadecimal digits in lower case, as in the header <c>hash</c>.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
