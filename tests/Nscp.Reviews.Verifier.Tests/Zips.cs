using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NodaTime;
using Nscp.Reviews.Evidence;

namespace Nscp.Reviews.Verifier.Tests;

/// <summary>Bundles taken apart and put together again by somebody who means harm.</summary>
static class Zips
{
    internal static SortedDictionary<string, byte[]> Unpack(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in archive.Entries)
        {
            using var content = entry.Open();
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            files.Add(entry.FullName, bytes.ToArray());
        }
        return files;
    }

    internal static byte[] Pack(IEnumerable<KeyValuePair<string, byte[]>> files, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                var entry = archive.CreateEntry(name, level);
                entry.LastWriteTime = Instant.FromUtc(1999, 12, 31, 0, 0).ToDateTimeOffset();
                using var stream = entry.Open();
                stream.Write(content);
            }
        }
        return bytes.ToArray();
    }

    /// <summary>The bundle with its files changed and nothing else.</summary>
    internal static byte[] Changed(byte[] zip, Action<SortedDictionary<string, byte[]>> change)
    {
        var files = Unpack(zip);
        change(files);
        return Pack(files);
    }

    /// <summary>The bundle with its files changed, the manifest made to fit them, and signed anew by a key that is put in.</summary>
    internal static byte[] Remade(byte[] zip, SealKey key, Action<SortedDictionary<string, byte[]>> change, Action<JsonObject>? manifest = null) => Changed(zip, files =>
    {
        change(files);
        files[$"keys/{key.Public.Fingerprint}.pem"] = Encoding.ASCII.GetBytes(key.Public.Pem);
        var told = JsonNode.Parse(files["manifest.json"])!.AsObject();
        told["key"] = key.Public.Fingerprint;
        told["files"] = new JsonArray([.. files.Where(file => !file.Key.StartsWith("manifest.", StringComparison.Ordinal)).Select(file => new JsonObject
            { ["name"] = file.Key, ["length"] = file.Value.Length, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(file.Value)) })]);
        manifest?.Invoke(told);
        Sign(files, key, Encoding.UTF8.GetBytes(told.ToJsonString()));
    });

    internal static void Sign(SortedDictionary<string, byte[]> files, SealKey key, byte[] manifest)
    {
        files["manifest.json"] = manifest;
        files["manifest.sig"] = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key.Sign(manifest)) + "\n");
    }

    /// <summary>A JSON file read, changed and written anew.</summary>
    internal static void Edit(this SortedDictionary<string, byte[]> files, string name, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(files[name])!.AsObject();
        change(json);
        files[name] = Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    internal static void EditText(this SortedDictionary<string, byte[]> files, string name, Func<string, string> change) => files[name] = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(files[name])));

    internal static void EditLines(this SortedDictionary<string, byte[]> files, Action<List<string>> change)
    {
        var lines = Encoding.UTF8.GetString(files["events.jsonl"]).TrimEnd('\n').Split('\n').ToList();
        change(lines);
        files["events.jsonl"] = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
    }

    /// <summary>The first of it replaced; it must be there.</summary>
    internal static string Once(string text, string from, string to)
    {
        var at = text.IndexOf(from, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, from);
        return text[..at] + to + text[(at + from.Length)..];
    }
}
