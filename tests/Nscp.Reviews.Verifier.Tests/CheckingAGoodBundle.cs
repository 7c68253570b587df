using Nscp.Reviews.Evidence;

namespace Nscp.Reviews.Verifier.Tests;

public class CheckingAGoodBundle
{
    [Fact]
    public void Verifies_it_by_a_key_that_is_trusted() =>
        Both.Check(Sample.Whole, Sample.CurrentPrint).ShouldBe(new Answer(0, 0, "Verified: area T1, matter 12-7 “é”."));

    [Fact]
    public void Calls_it_consistent_and_never_verified_where_no_key_is_trusted() =>
        Both.Check(Sample.Whole).ShouldBe(new Answer(2, 0, $"Consistent, signed by {Sample.CurrentPrint}: compare it with the published one."));

    [Fact]
    public void Refuses_a_key_that_is_not_trusted()
    {
        Both.ShouldFindMisfit(Sample.Whole, BundleStep.Trust, Sample.Stranger.Public.Fingerprint);
        Both.ShouldFindMisfit(Sample.Whole, BundleStep.Trust, Sample.OldPrint);
        Both.Check(Sample.Whole, Sample.OldPrint, Sample.CurrentPrint).Code.ShouldBe(0);
    }

    [Fact]
    public void Tells_what_is_in_it() => Lines(Sample.Whole, Sample.CurrentPrint).ShouldBe(
    [
        "Verified: area T1, matter 12-7 “é”.",
        "8 events of 2 streams; head 3 of 2026-11-22 12:02:00 UTC seals 8 of them.",
        $"The bundle was made at 2026-11-22 13:00:00 UTC and signed by {Sample.CurrentPrint}.",
        "Note: recorded by other software, without a hash: 3 events. What was recorded after, and the seals, cover that too.",
        $"Note: earlier heads are signed by keys that you do not trust: {Sample.OldPrint}.",
        "It cannot show that what was recorded was true when it was recorded, nor what was recorded after the bundle was made.",
    ]);

    [Fact]
    public void Tells_how_many_events_are_not_sealed_yet()
    {
        Both.Check(Sample.WithTail, Sample.CurrentPrint).Code.ShouldBe(0);
        var lines = Lines(Sample.WithTail, Sample.CurrentPrint, Sample.OldPrint);
        lines.ShouldContain("10 events of 2 streams; head 3 of 2026-11-22 12:02:00 UTC seals 8 of them.");
        lines.ShouldContain("Note: newer than that head, and not sealed yet: 2 events. The chain and the bundle's signature cover that, and no seal does.");
        lines.ShouldNotContain(line => line.Contains("keys that you do not trust"));
    }

    [Fact]
    public void Says_what_to_do_where_no_key_is_trusted()
    {
        var lines = Lines(Sample.Whole);
        lines[1].ShouldBe("Until that is done, nothing shows who made it. If it is the same, check again with --trust and the fingerprint.");
        lines[2].ShouldBe("It says that it is about: area T1, matter 12-7 “é”.");
        lines.ShouldContain($"Note: earlier heads are signed by other keys: {Sample.OldPrint}.");
        lines.ShouldNotContain(line => line.Contains("Verified"));
    }

    /// <summary>Made just after the key was changed: the newest head is still the old key's.</summary>
    [Fact]
    public void Wants_both_keys_trusted_when_the_newest_head_is_signed_by_another()
    {
        var log = new PretendLog();
        log.Record("T1", 1, "{}");
        log.Record("*DEFAULT*", 9, "{}");
        log.Seal(Sample.Old);
        var zip = BundleWriter.Write(Sample.Content(log), Sample.Current);

        Both.Check(zip, Sample.OldPrint, Sample.CurrentPrint).Code.ShouldBe(0);
        Both.ShouldFindMisfit(zip, BundleStep.Trust, Sample.OldPrint);
        Both.ShouldFindMisfit(zip, BundleStep.Trust, Sample.CurrentPrint);
        Lines(zip)[0].ShouldBe($"Consistent, signed by {Sample.CurrentPrint}, its newest head by {Sample.OldPrint}: compare it with the published one.");
    }

    [Fact]
    public void Is_the_same_bytes_but_for_the_signature_whenever_it_is_made()
    {
        var log = Sample.Log();
        var (one, other) = (Zips.Unpack(BundleWriter.Write(Sample.Content(log), Sample.Current)), Zips.Unpack(BundleWriter.Write(Sample.Content(log), Sample.Current)));
        one.Keys.ShouldBe(other.Keys);
        one.Where(file => !file.Value.SequenceEqual(other[file.Key])).Select(file => file.Key).ShouldBe(["manifest.sig"]);
        Zips.Pack(one).ShouldBe(Zips.Pack(Zips.Unpack(Zips.Pack(one))));
    }

    [Fact]
    public void Holds_the_agreed_files() => Zips.Unpack(Sample.Whole).Keys.Order(StringComparer.Ordinal).ShouldBe(
        ((string[])["calendar/revision-1.json", "events.jsonl", "heads.json", "index.html", $"keys/{Sample.OldPrint}.pem", $"keys/{Sample.CurrentPrint}.pem", "manifest.json", "manifest.sig", "proofs.json"]).Order(StringComparer.Ordinal));

    static IReadOnlyList<string> Lines(byte[] zip, params string[] trusted) => Telling.Of(BundleVerifier.Check(zip, trusted.ToHashSet())).Lines;
}
