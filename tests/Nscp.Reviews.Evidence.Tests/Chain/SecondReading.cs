using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Nscp.Reviews.Evidence.Tests;

/// <summary>Gives an event's hash by the one before it and by what stands in its row.</summary>
delegate byte[] Chaining(byte[]? previous, JsonElement row);

/// <summary>A second reading of the rule of the chain, from the columns alone: it shares no code with the store. And rules that leave something out.</summary>
static class SecondReading
{
    internal static readonly Chaining Ours = (previous, row) => SHA256.HashData(Canonical(previous, row));

    /// <summary>A checksum of each event by itself.</summary>
    internal static readonly Chaining WithoutTheEventBefore = (_, row) => Ours(null, row);

    /// <summary>Covers what was said, and not who said it, when and why.</summary>
    internal static readonly Chaining WithoutMetadata = (previous, row) => SHA256.HashData(Canonical(previous, row, withMetadata: false));

    /// <summary>Every column that the rule speaks of, as one array a row, in the order of versions.</summary>
    internal static async Task<IReadOnlyList<JsonElement>> RowsAsync(LogDatabase database, string tenant, Guid stream)
    {
        var rows = await database.TextsAsync(
            $"""
            select jsonb_build_array(tenant_id, stream_id, version, id, type, data::text, encode(bdata, 'hex'),
                (extract(epoch from timestamp) * 1000000)::bigint - 946684800000000, mt_dotnet_type, correlation_id, causation_id, user_name, is_archived, (headers - 'hash')::text, headers ->> 'hash')::text
            from mt_events where tenant_id = '{tenant}' and stream_id = '{stream}' order by version
            """);
        return [.. rows.Select(row => JsonDocument.Parse(row).RootElement)];
    }

    /// <summary>Whether the stream's hashes are what the rule gives.</summary>
    internal static async Task CheckAsync(LogDatabase database, string tenant, Guid stream, Chaining chaining)
    {
        byte[]? previous = null;
        var version = 0;
        foreach (var row in await RowsAsync(database, tenant, stream))
        {
            row[2].GetInt32().ShouldBe(++version);
            var hash = chaining(previous, row);
            // Without a recorder it is of other software, and has no hash.
            if (row[11].ValueKind != JsonValueKind.Null)
                row[14].GetString().ShouldBe(Convert.ToHexStringLower(hash));
            previous = hash;
        }
    }

    /// <summary>What a store that keeps this rule would have written; or what somebody writes who knows the rule.</summary>
    /// <param name="versions">which events get a new hash; none for all.</param>
    internal static async Task HashAsync(LogDatabase database, string tenant, Guid stream, Chaining chaining, params int[] versions)
    {
        byte[]? previous = null;
        foreach (var row in await RowsAsync(database, tenant, stream))
        {
            var (version, hash) = (row[2].GetInt32(), chaining(previous, row));
            if (versions is [] || versions.Contains(version))
                await database.ExecuteAsync(
                    $"""
                    set session_replication_role = replica;
                    update mt_events set headers = headers || jsonb_build_object('hash', '{Convert.ToHexStringLower(hash)}') where tenant_id = '{tenant}' and stream_id = '{stream}' and version = {version}
                    """);
            previous = hash;
        }
    }

    static byte[] Canonical(byte[]? previous, JsonElement row, bool withMetadata = true)
    {
        using var bytes = new MemoryStream();
        bytes.Write("es1"u8);
        Field(previous);
        Field(Utf8(0));
        Field(Convert.FromHexString(row[1].GetString()!.Replace("-", "", StringComparison.Ordinal)));
        Field(Long(row[2].GetInt64()));
        Field(Convert.FromHexString(row[3].GetString()!.Replace("-", "", StringComparison.Ordinal)));
        Field(Utf8(4));
        Field(Encoding.UTF8.GetBytes(Sorted(JsonDocument.Parse(row[5].GetString()!).RootElement)));
        Field(row[6].ValueKind == JsonValueKind.Null ? null : Convert.FromHexString(row[6].GetString()!));
        Field(Long(row[7].GetInt64()));
        foreach (var text in (int[])(withMetadata ? [8, 9, 10, 11] : [8]))
            Field(Utf8(text));
        Field(Long(row[12].GetBoolean() ? 1 : 0));
        if (withMetadata)
            Field(row[13].ValueKind == JsonValueKind.Null ? null : Encoding.UTF8.GetBytes(Sorted(JsonDocument.Parse(row[13].GetString()!).RootElement)));
        return bytes.ToArray();

        byte[]? Utf8(int at) => row[at].ValueKind == JsonValueKind.Null ? null : Encoding.UTF8.GetBytes(row[at].GetString()!);

        static byte[] Long(long value) => [.. BitConverter.GetBytes(value).Reverse()];

        void Field(byte[]? field)
        {
            bytes.Write([.. BitConverter.GetBytes(field?.Length ?? -1).Reverse()]);
            bytes.Write(field);
        }
    }

    static string Sorted(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', element.EnumerateObject().OrderBy(one => one.Name, StringComparer.Ordinal).Select(one => $"{Quoted(one.Name)}:{Sorted(one.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(',', element.EnumerateArray().Select(Sorted)) + "]",
        JsonValueKind.String => Quoted(element.GetString()!),
        _ => element.GetRawText(),
    };

    static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var one in text)
        {
            quoted.Append(one switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)one:x4}"),
                _ => one.ToString(),
            });
        }
        return quoted.Append('"').ToString();
    }
}
