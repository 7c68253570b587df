using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Nscp.Reviews.Verifier.Tests;

/// <summary>A file of a ZIP, each of whose fields may lie.</summary>
sealed record RawFile(string Name, byte[] Content)
{
    internal int Method { get; init; } = 8;

    internal int Flags { get; init; }

    internal byte[] Extra { get; init; } = [];

    internal byte[] Comment { get; init; } = [];

    /// <summary>As the headers tell it; null for the truth.</summary>
    internal uint? Length { get; init; }

    internal uint? Packed { get; init; }

    /// <summary>As the file's own header tells it; null for as the list does.</summary>
    internal string? OwnName { get; init; }

    internal uint? OwnLength { get; init; }

    internal uint? Offset { get; init; }

    /// <summary>The bytes as packed; null for the content, packed.</summary>
    internal byte[]? Data { get; init; }

    internal static byte[] Deflate(byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var deflate = new DeflateStream(bytes, CompressionLevel.SmallestSize, leaveOpen: true)) deflate.Write(content);
        return bytes.ToArray();
    }
}

/// <summary>ZIPs as no honest program writes them.</summary>
static class RawZip
{
    /// <param name="changeList">Changes the list of files; the end record tells its length truly.</param>
    internal static byte[] Of(IEnumerable<RawFile> files, int? count = null, byte[]? between = null, byte[]? comment = null, byte[]? before = null, Func<byte[], byte[]>? changeList = null)
    {
        var (local, list, number) = (new MemoryStream(), new MemoryStream(), 0);
        local.Write(before ?? []);
        foreach (var file in files)
        {
            var data = file.Data ?? (file.Method == 8 ? RawFile.Deflate(file.Content) : file.Content);
            var (offset, name, own) = ((uint)local.Length, Encoding.Latin1.GetBytes(file.Name), Encoding.Latin1.GetBytes(file.OwnName ?? file.Name));
            var (packed, length) = (file.Packed ?? (uint)data.Length, file.Length ?? (uint)file.Content.Length);
            local.Write(Numbers((0x04034b50, 4), (20, 2), (file.Flags, 2), (file.Method, 2), (0, 4), (0, 4), (packed, 4), (file.OwnLength ?? length, 4), (own.Length, 2), (file.Extra.Length, 2)));
            local.Write([.. own, .. file.Extra, .. data]);
            list.Write(Numbers(
                (0x02014b50, 4), (20, 2), (20, 2), (file.Flags, 2), (file.Method, 2), (0, 4), (0, 4), (packed, 4), (length, 4), (name.Length, 2), (file.Extra.Length, 2), (file.Comment.Length, 2), (0, 2), (0, 2), (0, 4), (file.Offset ?? offset, 4)));
            list.Write([.. name, .. file.Extra, .. file.Comment]);
            number++;
        }
        var (start, listed) = (local.Length + (between?.Length ?? 0), changeList is null ? list.ToArray() : changeList(list.ToArray()));
        return
        [
            .. local.ToArray(), .. between ?? [], .. listed,
            .. Numbers((0x06054b50, 4), (0, 2), (0, 2), (count ?? number, 2), (count ?? number, 2), (listed.Length, 4), (start, 4), (comment?.Length ?? 0, 2)), .. comment ?? [],
        ];
    }

    static byte[] Numbers(params (long Number, int Bytes)[] fields)
    {
        var bytes = new List<byte>();
        foreach (var (number, length) in fields)
        {
            var part = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(part, number);
            bytes.AddRange(part[..length]);
        }
        return [.. bytes];
    }
}
