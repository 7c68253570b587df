using System.Buffers;
using System.Buffers.Binary;

namespace Nscp.Reviews.Evidence;

/// <summary>A SHA-256: of an event's canonical bytes (see <see cref="EventChain"/>), or of a part of the <see cref="MerkleTree"/> over them.</summary>
public readonly record struct Hash256
{
    internal const int Length = 32;

    // Held as numbers, so that equal hashes are equal values.
    readonly ulong _a, _b, _c, _d;

    internal Hash256(ReadOnlySpan<byte> bytes)
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

    /// <summary>Null when the text is not 64 hexadecimal digits in lower case.</summary>
    public static Hash256? Parse(string? hex)
    {
        Span<byte> bytes = stackalloc byte[Length];
        return hex is { Length: 2 * Length } && !hex.AsSpan().ContainsAnyInRange('A', 'F') && Convert.FromHexString(hex, bytes, out _, out _) is OperationStatus.Done ? new Hash256(bytes) : null;
    }

    /// <summary>Of a JSON text in quotes; null when it is no text of 64 hexadecimal digits in lower case.</summary>
    internal static Hash256? Parse(ReadOnlySpan<byte> quoted)
    {
        Span<byte> bytes = stackalloc byte[Length];
        return quoted.Length == (2 * Length) + 2 && quoted[0] == '"' && !quoted.ContainsAnyInRange((byte)'A', (byte)'F')
            && Convert.FromHexString(quoted[1..^1], bytes, out _, out _) is OperationStatus.Done ? new Hash256(bytes) : null;
    }

    /// <summary>64 hexadecimal digits in lower case, as in the header <c>hash</c>.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
