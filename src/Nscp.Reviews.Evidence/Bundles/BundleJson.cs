using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Nscp.Reviews.Evidence;

/// <summary>The bundle's own files as they are written.</summary>
static class BundleJson
{
    static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    static readonly JsonWriterOptions Indented = OneLine with { Indented = true, NewLine = "\n" };

    /// <summary>One line an event, every stored column as stored.</summary>
    internal static byte[] Events(IEnumerable<BundleStream> streams)
    {
        var buffer = new ArrayBufferWriter<byte>(64 << 10);
        using var json = new Utf8JsonWriter(buffer, OneLine);
        foreach (var stream in streams)
        {
            foreach (var one in stream.Read.Rows)
            {
                WriteEvent(json, stream.Read.Tenant, one);
                json.Flush();
                buffer.Write("\n"u8);
                json.Reset();
            }
        }
        return buffer.WrittenSpan.ToArray();
    }

    static void WriteEvent(Utf8JsonWriter json, string tenant, StoredEvent one)
    {
        var others = one.Others!;
        json.WriteStartObject();
        json.WriteNumber("sequence"u8, one.Sequence);
        json.WriteString("id"u8, one.Id);
        json.WriteString("tenant"u8, tenant);
        json.WriteString("stream"u8, one.StreamId);
        json.WriteNumber("version"u8, one.Version);
        json.WriteString("type"u8, one.Type);
        WriteStored(json, "data"u8, one.Data);
        if (others.Headers is { } headers) WriteStored(json, "headers"u8, headers);
        json.WriteString("timestamp"u8, TreeHead.Time.Format(one.Timestamp));
        json.WriteBoolean("archived"u8, others.IsArchived);
        WriteUnlessNull(json, "dotnetType"u8, others.DotnetType);
        WriteUnlessNull(json, "correlation"u8, others.CorrelationId);
        WriteUnlessNull(json, "causation"u8, others.CausationId);
        WriteUnlessNull(json, "userName"u8, others.UserName);
        WriteUnlessNull(json, "binary"u8, others.Binary is { } binary ? Convert.ToBase64String(binary.Span) : null);
        json.WriteEndObject();
    }

    /// <summary>Left out rather than null: in headers, JSON's null is another value than none.</summary>
    static void WriteUnlessNull(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    /// <summary>The database's own text: reading and writing it anew could change a number.</summary>
    static void WriteStored(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlyMemory<byte> stored)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(stored.Span);
    }

    internal static byte[] Proofs(SealProofs proofs, IEnumerable<BundleStream> streams)
    {
        var numbers = streams.SelectMany(stream => stream.Read.Rows).Select(one => one.Sequence).Order().ToList();
        return Write(json =>
        {
            json.WriteStartArray("sealed"u8);
            foreach (var number in numbers.Where(proofs.Leaves.ContainsKey)) WriteLeaf(json, number, proofs.Leaves[number]);
            json.WriteEndArray();
            json.WriteStartArray("unsealed"u8);
            foreach (var number in numbers.Where(number => !proofs.Leaves.ContainsKey(number))) json.WriteNumberValue(number);
            json.WriteEndArray();
        });
    }

    static void WriteLeaf(Utf8JsonWriter json, long number, LeafProof leaf)
    {
        json.WriteStartObject();
        json.WriteNumber("sequence"u8, number);
        json.WriteNumber("index"u8, leaf.Index);
        json.WriteString("hash"u8, $"{leaf.Hash}");
        WriteHashes(json, "path"u8, leaf.Path);
        json.WriteEndObject();
    }

    internal static byte[] Heads(SealProofs proofs) => Write(json =>
    {
        WriteHead(json, "newest"u8, proofs.Newest);
        json.WriteStartArray("earlier"u8);
        foreach (var earlier in proofs.Earlier)
        {
            json.WriteStartObject();
            WriteHead(json, "head"u8, earlier.Head);
            WriteHashes(json, "consistency"u8, earlier.Consistency);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    static void WriteHead(Utf8JsonWriter json, ReadOnlySpan<byte> name, SignedTreeHead signed)
    {
        var head = signed.Head;
        json.WriteStartObject(name);
        json.WriteString("log"u8, head.Log);
        json.WriteNumber("number"u8, head.Number);
        json.WriteNumber("size"u8, head.Size);
        json.WriteString("root"u8, $"{head.Root}");
        json.WriteNumber("upTo"u8, head.UpTo);
        json.WriteString("sealedAt"u8, TreeHead.Time.Format(head.SealedAt));
        json.WriteString("key"u8, signed.Key);
        json.WriteString("signature"u8, Convert.ToHexStringLower(signed.Signature.Span));
        json.WriteEndObject();
    }

    static void WriteHashes(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<Hash256> hashes)
    {
        json.WriteStartArray(name);
        foreach (var hash in hashes) json.WriteStringValue($"{hash}");
        json.WriteEndArray();
    }

    internal static byte[] Manifest(BundleManifest manifest) => Write(json =>
    {
        json.WriteString("format"u8, BundleFormat.Version);
        WriteEach(json, "about"u8, manifest.About, note =>
        {
            json.WriteString("name"u8, note.Name);
            json.WriteString("text"u8, note.Text);
        });
        json.WriteString("madeAt"u8, TreeHead.Time.Format(manifest.MadeAt));
        json.WriteString("key"u8, manifest.Key);
        json.WriteNumber("newestHead"u8, manifest.NewestHead);
        WriteEach(json, "streams"u8, manifest.Streams, stream =>
        {
            json.WriteString("name"u8, stream.Name);
            json.WriteString("tenant"u8, stream.Tenant);
            json.WriteString("id"u8, stream.Id);
            json.WriteNumber("lastVersion"u8, stream.LastVersion);
        });
        WriteEach(json, "files"u8, manifest.Files, file =>
        {
            json.WriteString("name"u8, file.Name);
            json.WriteNumber("length"u8, file.Length);
            json.WriteString("sha256"u8, $"{file.Sha256}");
        });
    });

    static void WriteEach<T>(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static byte[] Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>(16 << 10);
        using var json = new Utf8JsonWriter(buffer, Indented);
        json.WriteStartObject();
        fields(json);
        json.WriteEndObject();
        json.Flush();
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
