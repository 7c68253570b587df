using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Nscp.Reviews.Evidence;

/// <summary>
/// The canonical bytes of one event, being written: "es1", then each field behind its length (four bytes, big-endian; -1 for null). A storage format for ever.
/// To be used for one event after the other by whoever hashes many; by one thread.
/// </summary>
sealed partial class CanonicalBytes : IDisposable
{
    byte[] _bytes = ArrayPool<byte>.Shared.Rent(4096);
    int _count;

    internal void Begin(Hash256? previous)
    {
        _count = 0;
        "es1"u8.CopyTo(Room(3));
        AddLength(previous is null ? -1 : Hash256.Length);
        previous?.CopyTo(Room(Hash256.Length));
    }

    internal void Add(string? text)
    {
        if (text is null)
        {
            AddNull();
            return;
        }
        var length = Encoding.UTF8.GetByteCount(text);
        AddLength(length);
        Encoding.UTF8.GetBytes(text, Room(length));
    }

    internal void Add(Guid value)
    {
        AddLength(16);
        value.TryWriteBytes(Room(16), bigEndian: true, out _);
    }

    internal void Add(long value)
    {
        AddLength(8);
        BinaryPrimitives.WriteInt64BigEndian(Room(8), value);
    }

    internal void Add(ReadOnlyMemory<byte>? bytes)
    {
        AddLength(bytes?.Length ?? -1);
        bytes?.Span.CopyTo(Room(bytes.Value.Length));
    }

    internal void AddNull() => AddLength(-1);

    /// <summary>Fields that are there already, each behind its length.</summary>
    internal void AddFields(ReadOnlySpan<byte> fields) => fields.CopyTo(Room(fields.Length));

    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    internal Hash256 Hash()
    {
        Span<byte> hash = stackalloc byte[Hash256.Length];
        SHA256.HashData(Written, hash);
        return new Hash256(hash);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    void AddLength(int length) => BinaryPrimitives.WriteInt32BigEndian(Room(sizeof(int)), length);

    Span<byte> Room(int length)
    {
        if (_count + length > _bytes.Length)
            Grow(length);
        _count += length;
        return _bytes.AsSpan(_count - length, length);
    }

    void Grow(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _bytes.Length, _count + length));
        _bytes.AsSpan(0, _count).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
