using System.Text;
using System.Text.Json.Nodes;
using Nscp.Reviews.Evidence;
using static Nscp.Reviews.Verifier.Tests.Zips;

namespace Nscp.Reviews.Verifier.Tests;

/// <summary>Files of a bundle that hold what no bundle holds, well signed: refused by name, by both verifiers alike.</summary>
public class SendingHostileJson
{
    static readonly string Nines = new('9', 100_000);

    public static TheoryData<string, string, string> Manifests { get; } = new()
    {
        { "another format", "\"format\":\"es-audit-bundle/1\"", "\"format\":\"es-audit-bundle/2\"" },
        { "a field more", "{\"format\"", "{\"more\":1,\"format\"" },
        { "a field twice", "{\"format\"", "{\"newestHead\":3,\"format\"" },
        { "a field twice, written otherwise", "{\"format\"", "{\"newest\\u0048ead\":3,\"format\"" },
        { "a field twice in a list", "{\"name\":\"area\"", "{\"text\":\"T1\",\"name\":\"area\"" },
        { "a field less", "\"newestHead\":3,", "" },
        { "a number as a text", "\"newestHead\":3", "\"newestHead\":\"3\"" },
        { "a negative number", "\"newestHead\":3", "\"newestHead\":-3" },
        { "minus nought", "\"newestHead\":3", "\"newestHead\":-0" },
        { "a fraction", "\"newestHead\":3", "\"newestHead\":3.0" },
        { "an exponent", "\"newestHead\":3", "\"newestHead\":3e0" },
        { "a number that is no double", "\"newestHead\":3", "\"newestHead\":1e999999" },
        { "a number with a nought in front", "\"newestHead\":3", "\"newestHead\":03" },
        { "a number beyond 2^53", "\"newestHead\":3", "\"newestHead\":9007199254740992" },
        { "a number of 100,000 digits", "\"newestHead\":3", $"\"newestHead\":{Nines}" },
        { "null", "\"newestHead\":3", "\"newestHead\":null" },
        { "not a number", "\"newestHead\":3", "\"newestHead\":NaN" },
        { "a day that there is not", "\"madeAt\":\"2026-11-22", "\"madeAt\":\"2026-02-29" },
        { "an hour that there is not", "T13:00:00.000000Z", "T24:00:00.000000Z" },
        { "a second that there is not", "T13:00:00.000000Z", "T13:00:60.000000Z" },
        { "a finer time", "T13:00:00.000000Z", "T13:00:00.0000000Z" },
        { "a coarser time", "T13:00:00.000000Z", "T13:00:00Z" },
        { "another zone", "T13:00:00.000000Z", "T13:00:00.000000+00:00" },
        { "a year before the first", "\"madeAt\":\"2026", "\"madeAt\":\"-001" },
        { "a year before the first, at its full length", "\"madeAt\":\"2026", "\"madeAt\":\"-0001" },
        { "a year of five digits", "\"madeAt\":\"2026", "\"madeAt\":\"12026" },
        { "a UUID in capitals", "01950000-0000-7000-8000-000000000009", "01950000-0000-7000-8000-00000000000A" },
        { "a UUID in braces", "\"01950000-0000-7000-8000-000000000009\"", "\"{01950000-0000-7000-8000-000000000009}\"" },
        { "a UUID without hyphens", "01950000-0000-7000-8000-000000000009", "01950000000070008000000000000009" },
        { "a hash in capitals", "\"sha256\":\"", "\"sha256\":\"A" },
        { "a list that is none", "\"streams\":[", "\"streams\":{},\"no\":[" },
        { "text for an object", "\"streams\":[", "\"streams\":[\"x\"," },
        { "half of a character", "\"area\"", "\"\\ud800\"" },
        { "half of a character in a name", "{\"format\"", "{\"\\udc00\":1,\"format\"" },
        { "a control character", "\"area\"", "\"\t\"" },
        { "an unknown escape", "\"area\"", "\"\\x41\"" },
        { "a comma too many", "{\"format\"", "{,\"format\"" },
        { "a comma at the end", "\"newestHead\":3,", "\"newestHead\":3,,\"x\":1," },
        { "a comma too few", "\"newestHead\":3,", "\"newestHead\":3 " },
        { "no colon", "\"newestHead\":3", "\"newestHead\" 3" },
        { "a name without quotes", "\"newestHead\":3", "newestHead:3" },
        { "half a word", "\"newestHead\":3", "\"newestHead\":tru" },
        { "a word and a half", "\"area\"", "nullx" },
        { "an escape that is cut off", "\"area\"", "\"\\u00e\"" },
        { "an escape of no digits", "\"area\"", "\"\\u00zz\"" },
        { "a text that does not end", "\"area\"", "\"area" },
        { "a list that does not end", "\"about\":[", "\"about\":[[" },
        { "a number that begins with a point", "\"newestHead\":3", "\"newestHead\":.3" },
        { "a number that ends with a point", "\"newestHead\":3", "\"newestHead\":3." },
        { "a number with a plus", "\"newestHead\":3", "\"newestHead\":+3" },
        { "a number in hexadecimal", "\"newestHead\":3", "\"newestHead\":0x3" },
        { "a comment", "{\"format\"", "{/**/\"format\"" },
        { "a single quote", "\"area\"", "'area'" },
        { "deep nesting", "\"area\"", new string('[', 66) + new string(']', 66) },
        { "very deep nesting", "\"area\"", new string('[', 500_000) },
        { "a mark of byte order", "{\"format\"", "\ufeff{\"format\"" },
        { "something behind", "\"newestHead\":3", "\"newestHead\":3}{\"newestHead\":3" },
    };

    [Theory, MemberData(nameof(Manifests))]
    public void Refuses_a_manifest_with(string what, string from, string to) => Refused(BundleStep.Manifest, "manifest.json", text => Once(text, from, to), what);

    [Fact]
    public void Refuses_a_manifest_that_is_not_UTF_8()
    {
        foreach (var bad in (byte[][])[[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82]])
            ManifestOf(bytes => Replaced(bytes, "area", bad)).ShouldBe((1, BundleStep.Manifest));
        foreach (var none in (byte[][])[[], "[]"u8.ToArray(), "null"u8.ToArray(), "{"u8.ToArray(), " "u8.ToArray(), [.. "{}"u8, 0]]) ManifestOf(_ => none).ShouldBe((1, BundleStep.Manifest));
    }

    [Fact]
    public void Takes_a_manifest_whose_fields_are_in_another_order_and_whose_numbers_end_at_the_edge()
    {
        Told(told =>
        {
            var key = told["key"]!.DeepClone();
            told.Remove("key");
            told.Add("key", key);
        }).ShouldBe((0, default));
        Told(told => told["newestHead"] = 9007199254740991).ShouldBe((1, BundleStep.Heads));
        Told(told => told["streams"]![0]!["lastVersion"] = 9007199254740991).ShouldBe((1, BundleStep.Events));
        Told(told => told["files"]![0]!["length"] = 9007199254740991).ShouldBe((1, BundleStep.Digests));
    }

    [Fact]
    public void Refuses_a_manifest_that_names_files_wrongly()
    {
        Told(told => told["files"]!.AsArray().Add(told["files"]![0]!.DeepClone())).ShouldBe((1, BundleStep.Files));
        Told(told => told["files"]!.AsArray().RemoveAt(0)).ShouldBe((1, BundleStep.Files));
        Told(told => told["files"]![0]!["name"] = "../../etc/passwd").ShouldBe((1, BundleStep.Files));
        foreach (var itself in (string[])["manifest.json", "manifest.sig"])
            Told(told => told["files"]!.AsArray().Add(new JsonObject { ["name"] = itself, ["length"] = 129, ["sha256"] = new string('0', 64) })).ShouldBe((1, BundleStep.Files));
        Told(told => told["files"]![0]!["sha256"] = new string('0', 64)).ShouldBe((1, BundleStep.Digests));
    }

    [Fact]
    public void Refuses_a_manifest_signed_by_a_key_that_is_not_there() => Told(told => told["key"] = new string('0', 64)).ShouldBe((1, BundleStep.Signature));

    public static TheoryData<string, string, string> Lines { get; } = new()
    {
        { "a field more", "{\"sequence\"", "{\"more\":1,\"sequence\"" },
        { "a field twice", "{\"sequence\"", "{\"version\":1,\"sequence\"" },
        { "a field twice in its data", "\"text\": \"second\"", "\"text\": \"second\", \"te\\u0078t\": \"second\"" },
        { "null where a text must be", "\"userName\":\"u-7\"", "\"userName\":null" },
        { "yes for true", "\"archived\":false", "\"archived\":\"no\"" },
        { "binary with white space", "\"AP8K\"", "\"AP8K \"" },
        { "binary that is cut off", "\"AP8K\"", "\"AP8\"" },
        { "binary in another alphabet", "\"AP8K\"", "\"AP-_\"" },
        { "half of a character in its data", "\"second\"", "\"\\udead\"" },
        { "no line", "\n{\"sequence\":3", "\n\n{\"sequence\":3" },
        { "two events on a line", "}\n{\"sequence\":3", "},{\"sequence\":3" },
        { "data one too deep", "[null]", new string('[', 65) + new string(']', 65) },
        { "data far too deep", "[null]", new string('[', 300_000) },
        { "a sequence of nought", "{\"sequence\":2", "{\"sequence\":0" },
    };

    [Theory, MemberData(nameof(Lines))]
    public void Refuses_an_event_with(string what, string from, string to) => Refused(BundleStep.Events, "events.jsonl", text => Once(text, from, to), what);

    [Fact]
    public void Refuses_events_whose_last_line_does_not_end() => Refused(BundleStep.Events, "events.jsonl", text => text[..^1], "the last line does not end");

    /// <summary>What the depth allows, a number that no double holds, U+0000 and the years' edges: stored by other software, and sealed.</summary>
    [Fact]
    public void Takes_what_other_software_may_have_stored()
    {
        var log = new PretendLog();
        foreach (var data in (string[])[new string('[', 64) + new string(']', 64), Nines, "-0", "1E+400", "\"\\u0000\\u001f\\u007f\"", "null", "{}", "{\"\":1}"])
            log.RecordElsewhere("T1", 1, data, new OtherColumns(null, null, null, null, null, null, IsArchived: false));
        log.Record("*DEFAULT*", 9, "{}");
        log.Seal(Sample.Current);
        Both.Check(BundleWriter.Write(Sample.Content(log), Sample.Current), Sample.CurrentPrint).Code.ShouldBe(0);
    }

    [Theory]
    [InlineData("\"unsealed\": []", "\"unsealed\": [0.5]")]
    [InlineData("\"unsealed\": []", "\"unsealed\": [\"1\"]")]
    [InlineData("\"unsealed\": []", "\"unsealed\": {}")]
    [InlineData("\"index\": 1", "\"index\": -1")]
    [InlineData("\"path\": [", "\"path\": [null,")]
    [InlineData("\"path\": [", "\"path\": [\"00\",")]
    public void Refuses_proofs_that_are_not_as_they_must_be(string from, string to) => Refused(BundleStep.Proofs, "proofs.json", text => Once(text, from, to), to);

    [Theory]
    [InlineData("\"earlier\": [", "\"earlier\": [1,")]
    [InlineData("\"number\": 3", "\"number\": 3.0")]
    [InlineData("\"consistency\": [", "\"consistency\": [true,")]
    [InlineData("\"signature\": \"", "\"signature\": \"0")]
    public void Refuses_heads_that_are_not_as_they_must_be(string from, string to) => Refused(BundleStep.Heads, "heads.json", text => Once(text, from, to), to);

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("00\n")]
    public void Refuses_a_signature_that_is_none(string text) => Both.ShouldFindMisfit(Zips.Changed(Sample.Whole, files => files["manifest.sig"] = Encoding.ASCII.GetBytes(text)), BundleStep.Signature);

    [Fact]
    public void Refuses_a_signature_in_capitals_or_in_another_form()
    {
        Both.ShouldFindMisfit(Zips.Changed(Sample.Whole, files => files.EditText("manifest.sig", text => text.ToUpperInvariant())), BundleStep.Signature);
        foreach (var none in (string[])[new string('0', 128), new string('f', 128)])
            Both.ShouldFindMisfit(Zips.Changed(Sample.Whole, files => files["manifest.sig"] = Encoding.ASCII.GetBytes(none + "\n")), BundleStep.Signature);
    }

    static void Refused(BundleStep step, string file, Func<string, string> change, string what)
    {
        if (file == "manifest.json") ManifestOf(bytes => Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(bytes)))).ShouldBe((1, step), what);
        else Both.ShouldFindMisfit(Zips.Remade(Sample.Whole, Sample.Current, files => files.EditText(file, change)), step);
    }

    /// <summary>The manifest's bytes changed, and signed.</summary>
    static (int, BundleStep) ManifestOf(Func<byte[], byte[]> change)
    {
        var compact = Zips.Remade(Sample.Whole, Sample.Current, _ => { });
        var answer = Both.Check(Zips.Changed(compact, files => Zips.Sign(files, Sample.Current, change(files["manifest.json"]))), Sample.CurrentPrint);
        return (answer.Code, (BundleStep)answer.Check);
    }

    static (int, BundleStep) Told(Action<JsonObject> change)
    {
        var answer = Both.Check(Zips.Remade(Sample.Whole, Sample.Current, _ => { }, change), Sample.CurrentPrint);
        return (answer.Code, (BundleStep)answer.Check);
    }

    static byte[] Replaced(byte[] bytes, string from, byte[] to)
    {
        var at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(from));
        return [.. bytes[..at], .. to, .. bytes[(at + from.Length)..]];
    }
}
