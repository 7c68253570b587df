using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Nscp.Reviews.Evidence.Tests;

/// <summary>Stored JSON is written canonically while it is read; the slower way, by a document, says what is right.</summary>
public class WritingStoredJson(LogDatabase database) : IClassFixture<LogDatabase>
{
    static readonly string[] Texts =
    [
        "", "a", "hash", "A", "b c", "é", "\u007f", "\u2028", "\ud7ff", "\ue000", "\uffff", "😀", "\U00010000", "\U0010ffff", "￼", "a😀", "a\uffff", "\"", "\\", "\\\"", "/", "\n", "\t", "\b\f\r", "\u0001", "\u001f", "\u000b", "'", "{}", "[,]", ":",
        "a long text with no escapes in it whatever, so that a run is copied whole", "𝕳",
    ];

    static readonly string[] Numbers = ["0", "-1", "1.50", "100000000000000000000", "1e20", "-0.000001", "9007199254740993", "12.3400"];

    [Fact]
    public void Agrees_with_the_slower_way_on_whatever_JSON()
    {
        var random = new Random(7);
        for (var i = 0; i < Soak.Rounds(5_000); i++)
        {
            var json = Encoding.UTF8.GetBytes(Value(random, 0));
            Written(json).ShouldBe(Slowly(json, null), Encoding.UTF8.GetString(json));
            var headers = Encoding.UTF8.GetBytes(Object(random, 0, hash: random.Next(3)));
            WrittenHeaders(headers, out var recorded).ShouldBe(Slowly(headers, "hash"), Encoding.UTF8.GetString(headers));
            recorded.ShouldBe(Headers.ReadHash(headers), Encoding.UTF8.GetString(headers));
        }
    }

    [Fact]
    public async Task Agrees_with_the_slower_way_on_what_the_database_gives_back()
    {
        var random = new Random(8);
        var sent = Enumerable.Range(0, 300).Select(_ => Object(random, 0, hash: 0)).ToArray();
        await using var command = database.Super.CreateCommand("select j::jsonb::text from unnest($1) with ordinality u(j, n) order by n");
        command.Parameters.AddWithValue(sent);
        await using var reader = await command.ExecuteReaderAsync(LogDatabase.Ct);
        var count = 0;
        for (; await reader.ReadAsync(LogDatabase.Ct); count++)
        {
            var json = Encoding.UTF8.GetBytes(reader.GetString(0));
            Written(json).ShouldBe(Slowly(json, null), reader.GetString(0));
            // jsonb keeps the last of two equal keys, and its own order: the sense is the same.
            Written(json).ShouldNotContain((byte)'\n');
        }
        count.ShouldBe(sent.Length);
    }

    [Fact]
    public void Sorts_keys_by_UTF_16()
    {
        var random = new Random(9);
        for (var i = 0; i < 5_000; i++)
        {
            var (x, y) = (Texts[random.Next(Texts.Length)] + Texts[random.Next(Texts.Length)], Texts[random.Next(Texts.Length)] + Texts[random.Next(Texts.Length)]);
            Math.Sign(CanonicalBytes.CompareKeys(Encoding.UTF8.GetBytes(x), Encoding.UTF8.GetBytes(y))).ShouldBe(Math.Sign(string.CompareOrdinal(x, y)), $"{x} {y}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("[1 2]")]
    [InlineData("nul")]
    [InlineData("{} {}")]
    [InlineData("\"a\nb\"")]
    public void Takes_no_more_than_the_slower_way(string json) => Should.Throw<JsonException>(() => Written(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Takes_what_nests_too_deep_for_a_document_and_what_nests_too_deep_for_anything_as_it_stands()
    {
        var (deep, deeper) = (Encoding.UTF8.GetBytes($"{Repeat("{\"a\": [", 200)}1{Repeat("]}", 200)}"), Encoding.UTF8.GetBytes($"{Repeat("[ ", 6_000)}{Repeat("]", 6_000)}"));
        Encoding.UTF8.GetString(Written(deep)).ShouldBe($"{Repeat("{\"a\":[", 200)}1{Repeat("]}", 200)}");
        Written(deeper).ShouldBe(deeper);
        WrittenHeaders(deeper, out var recorded).ShouldBe(deeper);
        recorded.ShouldBeNull();
    }

    static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    static byte[] Written(byte[] json)
    {
        using var bytes = new CanonicalBytes();
        bytes.AddData(json);
        return bytes.Written[4..].ToArray();
    }

    static byte[] WrittenHeaders(byte[] json, out Hash256? recorded)
    {
        using var bytes = new CanonicalBytes();
        recorded = bytes.AddHeaders(json);
        return bytes.Written[4..].ToArray();
    }

    static byte[] Slowly(byte[] json, string? without)
    {
        var bytes = new ArrayBufferWriter<byte>(json.Length + 1);
        CanonicalJson.WriteStored(json, bytes, without);
        return bytes.WrittenSpan.ToArray();
    }

    static string Value(Random random, int depth) => random.Next(depth > 4 ? 4 : 6) switch
    {
        0 => Quoted(random, Texts[random.Next(Texts.Length)]),
        1 => Numbers[random.Next(Numbers.Length)],
        2 => random.Next(3) switch { 0 => "true", 1 => "false", _ => "null" },
        3 => Quoted(random, string.Concat(random.GetItems(Texts, 3))),
        4 => $"[{Space(random)}{string.Join($"{Space(random)},", Enumerable.Range(0, random.Next(5)).Select(_ => Value(random, depth + 1)))}]",
        _ => Object(random, depth + 1, 0),
    };

    static string Object(Random random, int depth, int hash)
    {
        var members = random.GetItems(Texts, random.Next(12)).Concat(random.GetItems(Texts, 3).Select(text => text + "x")).Distinct().Where(key => key != "hash")
            .Select(key => $"{Quoted(random, key)}{Space(random)}:{Space(random)}{Value(random, depth + 1)}").ToList();
        if (hash > 0)
            members.Insert(random.Next(members.Count + 1), $"\"hash\": {(hash == 1 ? $"\"{Convert.ToHexStringLower(RandomBytes(random))}\"" : Value(random, depth + 1))}");
        return $"{{{Space(random)}{string.Join($"{Space(random)},{Space(random)}", members)}{Space(random)}}}";
    }

    static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return bytes;
    }

    static string Space(Random random) => random.Next(4) switch { 0 => " ", 1 => "\t ", _ => "" };

    // Escaped as jsonb does mostly, and now and then in other ways that are right too.
    static string Quoted(Random random, string text) => $"\"{string.Concat(text.Select(one => one switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => random.Next(3) == 0 ? "\\u000a" : "\\n",
        '\t' => "\\t",
        '\b' => "\\b",
        '\f' => "\\f",
        '\r' => "\\r",
        < ' ' => random.Next(5) == 0 ? $"\\u{(int)one:X4}" : $"\\u{(int)one:x4}",
        '/' => random.Next(2) == 0 ? "\\/" : "/",
        _ when !char.IsSurrogate(one) && random.Next(200) == 0 => $"\\u{(int)one:x4}",
        _ => $"{one}",
    }))}\"";
}
