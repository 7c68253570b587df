using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Nscp.Reviews.Evidence;
using static Nscp.Reviews.Verifier.Tests.Zips;

namespace Nscp.Reviews.Verifier.Tests;

/// <summary>Somebody changes a bundle, makes the manifest fit and signs it, with a key of their own or even with the host's. What is inside must not fit all the same.</summary>
public class ForgingABundle
{
    [Theory]
    [InlineData(BundleStep.Chain, "second", "zecond")]
    [InlineData(BundleStep.Chain, "\"Ann ", "\"Anne ")]
    [InlineData(BundleStep.Chain, "12:00:00.000001Z", "12:00:00.000002Z")]
    [InlineData(BundleStep.Chain, "\"userName\":\"u-7\"", "\"userName\":\"u-8\"")]
    [InlineData(BundleStep.Chain, "\"correlation\":\"c-1\",", "")]
    [InlineData(BundleStep.Chain, "\"correlation\":\"c-1\"", "\"correlation\":\"c-1\",\"causation\":\"\"")]
    [InlineData(BundleStep.Chain, "\"type\":\"noted\"", "\"type\":\"Noted\"")]
    [InlineData(BundleStep.Chain, "\"archived\":false", "\"archived\":true")]
    [InlineData(BundleStep.Chain, "1.50", "1.5")]
    [InlineData(BundleStep.Chain, "1e2", "100")]
    [InlineData(BundleStep.Chain, "AP8K", "AP8L")]
    [InlineData(BundleStep.Chain, "\"dotnetType\":\"Some.Type, Some\",", "")]
    [InlineData(BundleStep.Chain, "\"B\": []", "\"C\": []")]
    [InlineData(BundleStep.Chain, "\"headers\":null,", "")]
    [InlineData(BundleStep.Chain, "\"kept\"", "\"left\"")]
    public void Shows_when_an_event_is_altered(BundleStep step, string from, string to) => ShouldShow(step, files => files.EditText("events.jsonl", text => Once(text, from, to)));

    /// <summary>Told otherwise, but the same: what is not hashed is not evidence.</summary>
    [Fact]
    public void Does_not_show_when_the_same_event_is_written_otherwise()
    {
        var zip = Zips.Remade(Sample.Whole, Sample.Current, files => files.EditText("events.jsonl", text => Once(Once(text, "\"second\"", "\"\\u0073econd\" "), "\"archived\":false", " \"archived\" : false\t")));
        Both.Check(zip, Sample.CurrentPrint).Code.ShouldBe(0);
    }

    [Fact]
    public void Shows_when_an_event_is_taken_out() => ShouldShow(BundleStep.Events, files => files.EditLines(lines => lines.RemoveAt(1)));

    [Fact]
    public void Shows_when_two_events_are_swapped() => ShouldShow(BundleStep.Events, files => files.EditLines(lines => (lines[1], lines[2]) = (lines[2], lines[1])));

    [Fact]
    public void Shows_when_two_events_are_swapped_and_given_each_others_versions_and_numbers() => ShouldShow(BundleStep.Chain, files => files.EditLines(lines =>
    {
        (lines[0], lines[1]) = (Once(Once(lines[1], "\"sequence\":3", "\"sequence\":2"), "\"version\":2", "\"version\":1"), Once(Once(lines[0], "\"sequence\":2", "\"sequence\":3"), "\"version\":1", "\"version\":2"));
    }));

    [Fact]
    public void Shows_when_the_last_event_is_taken_out() => ShouldShow(BundleStep.Events, files => files.EditLines(lines => lines.RemoveAt(6)));

    [Fact]
    public void Shows_when_the_last_event_is_taken_out_of_the_manifest_too() =>
        ShouldShow(BundleStep.Proofs, files => files.EditLines(lines => lines.RemoveAt(6)), told => told["streams"]![0]!["lastVersion"] = 6);

    [Fact]
    public void Shows_when_a_whole_stream_is_taken_out() =>
        ShouldShow(BundleStep.Proofs, files => files.EditLines(lines => lines.RemoveAt(7)), told => told["streams"]!.AsArray().RemoveAt(1));

    /// <summary>As many lines as there should be, in the order of the log.</summary>
    [Theory]
    [InlineData("\"version\":2", "\"version\":3")]
    [InlineData("\"version\":1", "\"version\":0")]
    [InlineData("\"tenant\":\"T1\"", "\"tenant\":\"T2\"")]
    [InlineData("\"stream\":\"01950000-0000-7000-8000-000000000001\"", "\"stream\":\"01950000-0000-7000-8000-000000000002\"")]
    public void Shows_when_an_event_is_of_another_stream_or_version(string from, string to) => ShouldShow(BundleStep.Events, files => files.EditText("events.jsonl", text => Once(text, from, to)));

    [Fact]
    public void Shows_when_an_event_of_another_stream_is_added() =>
        ShouldShow(BundleStep.Events, files => files.EditLines(lines => lines.Add(Once(Once(lines[7], "\"*DEFAULT*\"", "\"T2\""), "\"sequence\":9", "\"sequence\":99"))));

    [Fact]
    public void Shows_when_proofs_are_out_of_order() => ShouldShow(BundleStep.Proofs, files => files.Edit("proofs.json", proofs =>
    {
        var (one, other) = (proofs["sealed"]![0]!, proofs["sealed"]![1]!);
        foreach (var field in (string[])["sequence", "hash"]) (one[field], other[field]) = (other[field]!.DeepClone(), one[field]!.DeepClone());
    }));

    [Fact]
    public void Shows_when_an_event_is_put_in_twice() => ShouldShow(BundleStep.Events, files => files.EditLines(lines => lines.Insert(2, lines[1])));

    [Fact]
    public void Shows_when_a_stream_is_named_twice() =>
        ShouldShow(BundleStep.Events, files => files.EditLines(lines => lines.Add(lines[7])), told => told["streams"]!.AsArray().Add(told["streams"]![1]!.DeepClone()));

    [Fact]
    public void Shows_when_a_stream_is_named_without_events_or_none_is_named()
    {
        ShouldShow(BundleStep.Events, _ => { }, told => told["streams"]!.AsArray().Add(new JsonObject { ["name"] = "x", ["tenant"] = "T1", ["id"] = $"{PretendLog.Stream(5)}", ["lastVersion"] = 0 }));
        ShouldShow(BundleStep.Events, files => files["events.jsonl"] = [], told => told["streams"] = new JsonArray());
    }

    [Fact]
    public void Shows_when_an_event_is_moved_to_another_number_in_the_log() => ShouldShow(BundleStep.Inclusion, files =>
    {
        // 4, 5 and 6 were left out: the chain does not mind, the tree does.
        files.EditText("events.jsonl", text => Once(text, "\"sequence\":3,", "\"sequence\":4,"));
        files.EditText("proofs.json", text => Once(text, "\"sequence\": 3,", "\"sequence\": 4,"));
    });

    [Fact]
    public void Shows_when_two_streams_claim_one_number_in_the_log() => ShouldShow(BundleStep.Chain, files => files.EditLines(lines => lines[7] = Once(lines[7], "\"sequence\":9", "\"sequence\":3")));

    /// <summary>A forged event with a well-formed hash, and every hash after it worked out anew: the chain holds, the seal does not.</summary>
    [Fact]
    public void Shows_when_the_whole_chain_is_rewritten()
    {
        var forged = Rewritten();
        ShouldShow(BundleStep.Proofs, files => files["events.jsonl"] = forged["events.jsonl"]);
        ShouldShow(BundleStep.Inclusion, files =>
        {
            files["events.jsonl"] = forged["events.jsonl"];
            files.Edit("proofs.json", proofs =>
            {
                var other = JsonNode.Parse(forged["proofs.json"])!["sealed"]!.AsArray();
                foreach (var (leaf, i) in proofs["sealed"]!.AsArray().Select((leaf, i) => (leaf, i))) leaf!["hash"] = other[i]!["hash"]!.DeepClone();
            });
        });
        ShouldShow(BundleStep.Inclusion, files => (files["events.jsonl"], files["proofs.json"]) = (forged["events.jsonl"], forged["proofs.json"]));
    }

    [Fact]
    public void Shows_when_an_event_is_put_in_and_called_unsealed()
    {
        ShouldShow(BundleStep.Proofs, files => files.Edit("proofs.json", proofs =>
        {
            var sealedOnes = proofs["sealed"]!.AsArray();
            var last = sealedOnes[^1]!;
            sealedOnes.RemoveAt(sealedOnes.Count - 1);
            proofs["unsealed"]!.AsArray().Add((long)last["sequence"]!);
        }));
    }

    [Fact]
    public void Shows_when_an_event_has_no_proof_or_a_proof_no_event()
    {
        ShouldShow(BundleStep.Proofs, files => files.Edit("proofs.json", proofs => proofs["sealed"]!.AsArray().RemoveAt(2)));
        ShouldShow(BundleStep.Proofs, files => files.Edit("proofs.json", proofs => proofs["unsealed"]!.AsArray().Add(900)));
        ShouldShow(BundleStep.Proofs, files => files.Edit("proofs.json", proofs => proofs["sealed"]!.AsArray().Add(proofs["sealed"]![7]!.DeepClone())));
        ShouldShow(BundleStep.Proofs, files => files.Edit("proofs.json", proofs => proofs["unsealed"]!.AsArray().Add((long)proofs["sealed"]![7]!["sequence"]!)));
    }

    [Fact]
    public void Shows_when_proofs_are_of_another_matter()
    {
        var log = Sample.Log();
        var other = Zips.Unpack(BundleWriter.Write(Sample.Content(log) with { Streams = [new("other", log.Read("T2", 1))], Proofs = log.Prove(("T2", 1)) }, Sample.Current));
        ShouldShow(BundleStep.Proofs, files => files["proofs.json"] = other["proofs.json"]);
        ShouldShow(BundleStep.Events, files => files["events.jsonl"] = other["events.jsonl"]);
    }

    [Fact]
    public void Shows_when_a_proof_is_spoilt()
    {
        ShouldShow(BundleStep.Inclusion, files => files.Edit("proofs.json", proofs => proofs["sealed"]![0]!["path"]!.AsArray().RemoveAt(0)));
        ShouldShow(BundleStep.Inclusion, files => files.Edit("proofs.json", proofs => proofs["sealed"]![0]!["path"]!.AsArray().Add(new string('0', 64))));
        ShouldShow(BundleStep.Inclusion, files => files.Edit("proofs.json", proofs => proofs["sealed"]![0]!["path"]![1] = new string('0', 64)));
        ShouldShow(BundleStep.Inclusion, files => files.Edit("proofs.json", proofs => proofs["sealed"]![0]!["index"] = 0));
        ShouldShow(BundleStep.Inclusion, files => files.Edit("proofs.json", proofs => proofs["sealed"]![7]!["index"] = 9007199254740991));
        ShouldShow(BundleStep.Proofs, files => files.Edit("proofs.json", proofs => proofs["sealed"]![1]!["index"] = (long)proofs["sealed"]![0]!["index"]!));
        ShouldShow(BundleStep.Proofs, files => files.Edit("proofs.json", proofs => proofs["sealed"]![0]!["hash"] = new string('0', 64)));
    }

    [Theory]
    [InlineData("log", "\"01950000-0000-7000-8000-00000000000b\"")]
    [InlineData("number", "4")]
    [InlineData("size", "13")]
    [InlineData("root", "\"0000000000000000000000000000000000000000000000000000000000000000\"")]
    [InlineData("upTo", "7")]
    [InlineData("sealedAt", "\"2026-11-22T12:02:00.000001Z\"")]
    public void Shows_when_a_head_is_changed(string field, string value)
    {
        ShouldShow(BundleStep.Heads, files => files.Edit("heads.json", heads => heads["newest"]![field] = JsonNode.Parse(value)));
        ShouldShow(BundleStep.Heads, files => files.Edit("heads.json", heads => heads["earlier"]![0]!["head"]![field] = JsonNode.Parse(value)));
    }

    [Fact]
    public void Shows_when_a_head_is_signed_by_another_or_its_key_is_not_there()
    {
        ShouldShow(BundleStep.Heads, files => files.Edit("heads.json", heads => heads["newest"]!["key"] = Sample.OldPrint));
        ShouldShow(BundleStep.Heads, files => files.Edit("heads.json", heads => heads["newest"]!["key"] = new string('0', 64)));
        ShouldShow(BundleStep.Heads, files => files.Remove($"keys/{Sample.OldPrint}.pem"));
        ShouldShow(BundleStep.Heads, _ => { }, told => told["newestHead"] = 2);
    }

    [Fact]
    public void Shows_when_earlier_heads_are_not_the_beginning_of_the_newest()
    {
        ShouldShow(BundleStep.Consistency, files => files.Edit("heads.json", heads => heads["earlier"]![0]!["consistency"]!.AsArray().RemoveAt(0)));
        ShouldShow(BundleStep.Consistency, files => files.Edit("heads.json", heads => heads["earlier"]![0]!["consistency"]![0] = new string('0', 64)));
        ShouldShow(BundleStep.Consistency, files => files.Edit("heads.json", heads => heads["earlier"] = new JsonArray(heads["earlier"]![1]!.DeepClone(), heads["earlier"]![0]!.DeepClone())));
        ShouldShow(BundleStep.Consistency, files => files.Edit("heads.json", heads => heads["earlier"]!.AsArray().Add(heads["earlier"]![1]!.DeepClone())));
        ShouldShow(BundleStep.Consistency, files => files.Edit("heads.json", heads => heads["earlier"]!.AsArray().Add(new JsonObject { ["head"] = heads["newest"]!.DeepClone(), ["consistency"] = new JsonArray() })));
    }

    /// <summary>A log that was forked: its head is well signed, by the same key.</summary>
    [Fact]
    public void Shows_when_an_earlier_head_is_of_a_log_that_went_on_otherwise()
    {
        var other = Zips.Unpack(BundleWriter.Write(Sample.Content(Sample.Log("altered")), Sample.Current));
        var head = JsonNode.Parse(other["heads.json"])!["earlier"]![1]!["head"]!;
        ShouldShow(BundleStep.Consistency, files => files.Edit("heads.json", heads => heads["earlier"]![1]!["head"] = head.DeepClone()));
    }

    /// <summary>Well signed each, and never of one log in one order.</summary>
    [Fact]
    public void Shows_when_an_earlier_head_is_of_another_log_or_not_earlier()
    {
        ResignedShows(head => head with { Log = Guid.Empty });
        ResignedShows(head => head with { Number = 0 });
        ResignedShows(head => head with { Number = 2 });
        ResignedShows(head => head with { Number = 3 });
        ResignedShows(head => head with { Number = 4 });
        ResignedShows(head => head with { UpTo = 1000 });
        ResignedShows(head => head with { Size = 0 });
        ResignedShows(head => head with { Size = 4 });
        ResignedShows(head => head with { Size = 1000 });
        ResignedShows(head => head with { Root = MerkleTree.Empty });

        static void ResignedShows(Func<TreeHead, TreeHead> change) => ShouldShow(BundleStep.Consistency, files => files.Edit("heads.json", heads =>
            heads["earlier"]![0]!["head"] = Json(Sample.Old.Sign(change(Sample.Log().Prove(Sample.Streams).Earlier[0].Head.Head)))));
    }

    /// <summary>A newest head that says to cover less, or more, than its tree does.</summary>
    [Fact]
    public void Shows_when_the_newest_head_covers_less_or_more_than_is_proved()
    {
        var newest = Sample.Log().Prove(Sample.Streams).Newest.Head;
        ShouldShow(BundleStep.Proofs, files => files.Edit("heads.json", heads => heads["newest"] = Json(Sample.Current.Sign(newest with { UpTo = newest.UpTo - 1 }))));
        ShouldShow(BundleStep.Inclusion, files => files.Edit("heads.json", heads =>
        {
            heads["newest"] = Json(Sample.Current.Sign(newest with { Root = MerkleTree.Empty }));
            heads["earlier"] = new JsonArray();
        }));
    }

    [Fact]
    public void Shows_when_a_key_is_not_what_its_name_says()
    {
        ShouldShow(BundleStep.Keys, files => files[$"keys/{Sample.OldPrint}.pem"] = Encoding.ASCII.GetBytes(Sample.Stranger.Public.Pem));
        ShouldShow(BundleStep.Keys, files => files[$"keys/{Sample.OldPrint}.pem"] = Encoding.ASCII.GetBytes(Sample.Old.Public.Pem.ReplaceLineEndings("\r\n")));
        ShouldShow(BundleStep.Keys, files => files[$"keys/{Sample.OldPrint}.pem"] = [.. " "u8, .. files[$"keys/{Sample.OldPrint}.pem"]]);
        ShouldShow(BundleStep.Keys, files => files["keys/none.pem"] = "none"u8.ToArray());
        ShouldShow(BundleStep.Keys, files => files["keys/more.txt"] = files[$"keys/{Sample.OldPrint}.pem"]);
        ShouldShow(BundleStep.Keys, files => files["keys/private.pem"] = Encoding.ASCII.GetBytes(SealKey.NewPem()));
        foreach (var key in HostileKeys()) ShouldShow(BundleStep.Keys, files => files[$"keys/{Convert.ToHexStringLower(SHA256.HashData(key))}.pem"] = Encoding.ASCII.GetBytes(PemEncoding.WriteString("PUBLIC KEY", key) + "\n"));
    }

    /// <summary>Everything made anew, from the first event to the newest head, by somebody with a key of their own.</summary>
    [Fact]
    public void Cannot_be_told_from_the_real_one_without_a_key_that_is_trusted()
    {
        var log = new PretendLog();
        log.Record("T1", 1, """{"text":"never happened"}""");
        log.Record("*DEFAULT*", 9, "{}");
        log.Seal(Sample.Stranger);
        var zip = BundleWriter.Write(Sample.Content(log), Sample.Stranger);

        Both.ShouldFindMisfit(zip, BundleStep.Trust, Sample.CurrentPrint, Sample.OldPrint);
        Both.Check(zip).ShouldBe(new Answer(2, 0, $"Consistent, signed by {Sample.Stranger.Public.Fingerprint}: compare it with the published one."));
    }

    /// <summary>The newest events left out by somebody who signs with a key of their own: the heads are the real ones.</summary>
    [Fact]
    public void Is_caught_by_the_trusted_key_alone_when_only_the_newest_events_are_left_out()
    {
        var zip = Zips.Remade(
            Sample.WithTail, Sample.Stranger,
            files =>
            {
                files.EditLines(lines => lines.RemoveRange(7, 2));
                files.Edit("proofs.json", proofs => proofs["unsealed"] = new JsonArray());
            },
            told => told["streams"]![0]!["lastVersion"] = 7);

        Both.ShouldFindMisfit(zip, BundleStep.Trust, Sample.CurrentPrint);
        Both.Check(zip).Says.ShouldStartWith($"Consistent, signed by {Sample.Stranger.Public.Fingerprint}, its newest head by {Sample.CurrentPrint}");
    }

    static JsonObject Json(SignedTreeHead signed) => new()
    {
        ["log"] = $"{signed.Head.Log:D}", ["number"] = signed.Head.Number, ["size"] = signed.Head.Size, ["root"] = $"{signed.Head.Root}", ["upTo"] = signed.Head.UpTo,
        ["sealedAt"] = TreeHead.Time.Format(signed.Head.SealedAt), ["key"] = signed.Key, ["signature"] = Convert.ToHexStringLower(signed.Signature.Span),
    };

    static void ShouldShow(BundleStep step, Action<SortedDictionary<string, byte[]>> change, Action<JsonObject>? manifest = null)
    {
        foreach (var key in (SealKey[])[Sample.Current, Sample.Stranger])
        {
            var zip = Zips.Remade(Sample.Whole, key, change, manifest);
            Both.ShouldFindMisfit(zip, step, Sample.CurrentPrint);
            Both.ShouldFindMisfit(zip, step);
        }
    }

    static SortedDictionary<string, byte[]> Rewritten() => Zips.Unpack(BundleWriter.Write(Sample.Content(Sample.Log("altered")), Sample.Current));

    /// <summary>Another curve, the parameters written out, a point packed, a point that is not on the curve.</summary>
    static IEnumerable<byte[]> HostileKeys()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        yield return other.ExportSubjectPublicKeyInfo();
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var der = own.ExportSubjectPublicKeyInfo();
        byte[] packed = [.. der[..27], .. der[27..59]];
        packed[1] = 0x39;
        packed[24] = 0x22;
        packed[26] = (byte)(2 + (der[^1] & 1));
        yield return packed;
        byte[] off = [.. der];
        off[^1] ^= 1;
        yield return off;
        using var explicitly = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        explicitly.ImportParameters(explicitly.ExportExplicitParameters(true));
        yield return explicitly.ExportSubjectPublicKeyInfo();
        yield return [];
    }
}
