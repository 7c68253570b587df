using System.Buffers;
using System.Text.Json;

namespace Nscp.Reviews.Evidence;

/// <summary>A head as it stands in a file.</summary>
/// <param name="File">Where.</param>
/// <param name="Head">Null when the file is not, byte for byte, what <see cref="AnchorFiles"/> writes, or has another head's name.</param>
public sealed record Anchor(string File, SignedTreeHead? Head)
{
    const int Longest = 4096;

    /// <summary>A storage format for ever: JSON, indented by two spaces, each line ended by U+000A.</summary>
    internal static byte[] Write(SignedTreeHead signed)
    {
        var (buffer, head) = (new ArrayBufferWriter<byte>(512), signed.Head);
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("format"u8, "es tree head v1"u8);
        json.WriteString("log"u8, head.Log);
        json.WriteNumber("number"u8, head.Number);
        json.WriteNumber("size"u8, head.Size);
        json.WriteString("root"u8, head.Root.ToString());
        json.WriteNumber("upTo"u8, head.UpTo);
        json.WriteString("sealedAt"u8, TreeHead.Time.Format(head.SealedAt));
        json.WriteString("key"u8, signed.Key);
        json.WriteString("signature"u8, Convert.ToHexStringLower(signed.Signature.Span));
        json.WriteEndObject();
        json.Flush();
        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    internal static Anchor Read(string file, Func<TreeHead, string> nameOf)
    {
        var bytes = new FileInfo(file).Length <= Longest ? System.IO.File.ReadAllBytes(file) : [];
        var head = Parse(bytes);
        var fits = head is not null && Write(head).AsSpan().SequenceEqual(bytes) && file.Replace('\\', '/').EndsWith($"/{nameOf(head.Head)}", StringComparison.Ordinal);
        return new Anchor(file, fits ? head : null);
    }

    static SignedTreeHead? Parse(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var json = document.RootElement;
            var time = TreeHead.Time.Parse(json.GetProperty("sealedAt").GetString()!);
            return Hash256.Parse(json.GetProperty("root").GetString()) is not { } root || !time.Success ? null : new SignedTreeHead(
                new TreeHead(json.GetProperty("log").GetGuid(), json.GetProperty("number").GetInt64(), json.GetProperty("size").GetInt64(), root, json.GetProperty("upTo").GetInt64(), time.Value),
                json.GetProperty("key").GetString()!,
                Convert.FromHexString(json.GetProperty("signature").GetString()!));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentNullException)
        {
            return null;
        }
    }
}
