using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Nscp.Reviews.Record.Tests;

/// <summary>A second reading of the rule of the chain, from the columns alone: it shares no code with the product.</summary>
static class SecondReading
{
    /// <summary>Whether the hashes of a stream, of at least one event, are what the rule gives.</summary>
    internal static async Task CheckAsync(RecordDatabase database, string tenant, Guid stream)
    {
        var rows = await database.TextsAsync(
            $"""
            select jsonb_build_array(tenant_id, stream_id, version, id, type, data::text, encode(bdata, 'hex'),
                (extract(epoch from timestamp) * 1000000)::bigint - 946684800000000, mt_dotnet_type, correlation_id, causation_id, user_name, is_archived, (headers - 'hash')::text, headers ->> 'hash')::text
            from mt_events where tenant_id = '{tenant}' and stream_id = '{stream}' order by version
            """);
        rows.ShouldNotBeEmpty();
        byte[]? previous = null;
        foreach (var (at, text) in rows.Index())
        {
            using var row = JsonDocument.Parse(text);
            row.RootElement[2].GetInt32().ShouldBe(at + 1);
            previous = SHA256.HashData(Canonical(previous, row.RootElement));
            row.RootElement[14].GetString().ShouldBe(Convert.ToHexStringLower(previous), $"version {at + 1}: {text}");
        }
    }

    static byte[] Canonical(byte[]? previous, JsonElement row)
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
        foreach (var text in (int[])[8, 9, 10, 11]) Field(Utf8(text));
        Field(Long(row[12].GetBoolean() ? 1 : 0));
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
