using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using NodaTime;

namespace Nscp.Reviews.Evidence;

/// <summary>
/// A bundle as one ZIP. Written by the platform; read by a reader of our own that knows no more of ZIP than a bundle needs, because the format's many
/// liberties are where two readers come to see two different things. Nothing is ever unpacked to disk.
/// </summary>
static class BundleZip
{
    const uint LocalMark = 0x04034b50, CentralMark = 0x02014b50, EndMark = 0x06054b50;
    const int LocalLength = 30, CentralLength = 46, EndLength = 22;

    // Bits 1 and 2 tell how hard the writer tried, bit 11 that names are UTF-8. No other: no encryption, no lengths told afterwards.
    const int AllowedFlags = 0b1000_0000_0110;

    static readonly Instant FixedTime = Instant.FromUtc(1980, 1, 1, 0, 0);

    /// <summary>Always the same bytes for the same files, whenever and in whatever order they come.</summary>
    internal static byte[] Write(IEnumerable<BundleFile> files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in files.OrderBy(file => file.Name, StringComparer.Ordinal))
            {
                var entry = zip.CreateEntry(file.Name, CompressionLevel.Optimal);
                entry.LastWriteTime = FixedTime.ToDateTimeOffset();
                using var content = entry.Open();
                content.Write(file.Bytes.Span);
            }
        }
        return bytes.ToArray();
    }

    /// <exception cref="MisfitException">It is no ZIP as a bundle is one; the message says in what.</exception>
    internal static IReadOnlyDictionary<string, byte[]> Read(ReadOnlyMemory<byte> zip)
    {
        if (zip.Length > BundleFormat.MostBytes) throw new MisfitException($"It is longer than {BundleFormat.MostBytes} bytes, the most that a bundle may have.");
        var (count, central) = ReadEnd(zip.Span);
        var (files, at, local, total) = (new Dictionary<string, byte[]>(StringComparer.Ordinal), central, 0, 0L);
        for (var number = 0; number < count; number++)
        {
            var (name, packed, length, isDeflated) = ReadHeaders(zip.Span, at, local, central);
            if (files.ContainsKey(name)) throw new MisfitException($"It holds the file {name} twice.");
            total += length;
            if (length > BundleFormat.MostBytesOfAFile || total > BundleFormat.MostBytes) throw new MisfitException($"It unpacks to more than a bundle may have, with the file {name}.");
            var data = zip.Slice(local + LocalLength + name.Length, packed);
            files.Add(name, isDeflated ? Inflate(name, data, length) : data.ToArray());
            (at, local) = (at + CentralLength + name.Length, local + LocalLength + name.Length + packed);
        }
        return local == central && at == zip.Length - EndLength ? files : throw new MisfitException("It holds bytes that belong to no file.");
    }

    static (int Count, int Central) ReadEnd(ReadOnlySpan<byte> zip)
    {
        if (zip.Length < EndLength || Mark(zip[^EndLength..]) != EndMark) throw new MisfitException("It is not a ZIP, is cut off, or has something behind its end.");
        var end = zip[^EndLength..];
        var (count, size, start) = (Short(end[10..]), Long(end[12..]), Long(end[16..]));
        if (Short(end[4..]) != 0 || Short(end[6..]) != 0 || Short(end[8..]) != count || Short(end[20..]) != 0 || start + size != zip.Length - EndLength)
            throw new MisfitException("Its end does not tell of a ZIP in one piece.");
        if (count is 0 or > BundleFormat.MostFiles) throw new MisfitException($"It holds {count} files; a bundle has 1 to {BundleFormat.MostFiles}.");
        return (count, (int)start);
    }

    static (string Name, int Packed, int Length, bool IsDeflated) ReadHeaders(ReadOnlySpan<byte> zip, int at, int local, int central)
    {
        if (at + CentralLength > zip.Length - EndLength || Mark(zip[at..]) != CentralMark) throw new MisfitException("Its list of files is cut off.");
        if (local + LocalLength > central || Mark(zip[local..]) != LocalMark) throw new MisfitException("A file in it does not begin where the one before it ends.");
        var listed = zip.Slice(at, CentralLength);
        var own = zip.Slice(local, LocalLength);
        var (packed, length, nameLength) = (Long(listed[20..]), Long(listed[24..]), Short(listed[28..]));
        if (!own[4..28].SequenceEqual(listed[6..30]) || Long(listed[42..]) != local) throw new MisfitException("Its list of files and its files do not tell the same.");
        if (at + CentralLength + nameLength > zip.Length - EndLength || local + LocalLength + nameLength + packed > central) throw new MisfitException("A file in it is longer than there is room.");
        var name = Encoding.Latin1.GetString(zip.Slice(at + CentralLength, nameLength));
        if (!BundleFormat.IsName(name)) throw new MisfitException("It holds a folder, or a file of a name that no file of a bundle has.");
        var method = Short(listed[10..]);
        if (!zip.Slice(local + LocalLength, nameLength).SequenceEqual(zip.Slice(at + CentralLength, nameLength)) || (Short(listed[8..]) & ~AllowedFlags) != 0 || method is not (0 or 8)
            || Short(own[28..]) != 0 || Short(listed[30..]) != 0 || Short(listed[32..]) != 0 || Short(listed[34..]) != 0 || (method == 0 && packed != length) || length > int.MaxValue)
            throw new MisfitException($"The file {name} is packed in a way that no file of a bundle is.");
        return (name, (int)packed, (int)length, method == 8);
    }

    /// <summary>What the header says of the length is not trusted: no more is taken than it says, and no less will do.</summary>
    static byte[] Inflate(string name, ReadOnlyMemory<byte> packed, int length)
    {
        using var deflate = new DeflateStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        var part = new byte[64 << 10];
        try
        {
            for (int read; bytes.Length <= length && (read = deflate.Read(part)) > 0;) bytes.Write(part, 0, read);
        }
        catch (InvalidDataException e)
        {
            throw new MisfitException($"The file {name} cannot be unpacked.", e);
        }
        return bytes.Length == length ? bytes.ToArray() : throw new MisfitException($"The file {name} does not have the length that the ZIP tells of it.");
    }

    static uint Mark(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    static int Short(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    static long Long(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
