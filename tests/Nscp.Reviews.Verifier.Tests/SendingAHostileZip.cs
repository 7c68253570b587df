using Nscp.Reviews.Evidence;

namespace Nscp.Reviews.Verifier.Tests;

/// <summary>A ZIP that is cut off, lies, or would exhaust who opens it: a refusal, never an exception, nothing unpacked to disk.</summary>
public class SendingAHostileZip
{
    static readonly RawFile[] Good = [.. Zips.Unpack(Sample.Whole).Select(file => new RawFile(file.Key, file.Value))];

    [Fact]
    public void Is_read_when_it_is_honest()
    {
        Both.Check(RawZip.Of(Good), Sample.CurrentPrint).Code.ShouldBe(0);
        Both.Check(RawZip.Of(Good.Select(file => file with { Method = 0 })), Sample.CurrentPrint).Code.ShouldBe(0);
        Both.Check(RawZip.Of(Good.Select(file => file with { Flags = 0b1000_0000_0110 })), Sample.CurrentPrint).Code.ShouldBe(0);
    }

    [Fact]
    public void Is_refused_wherever_it_is_cut_off()
    {
        for (var length = 0; length < Sample.Whole.Length; length += 1 + (length / 40)) ShouldBeRefused(Sample.Whole[..length]);
        ShouldBeRefused(Sample.Whole[..^1]);
        ShouldBeRefused(Sample.Whole[1..]);
    }

    [Fact]
    public void Is_refused_when_it_is_none()
    {
        ShouldBeRefused([]);
        ShouldBeRefused("PK"u8.ToArray());
        ShouldBeRefused("%PDF-1.7 and so on, long enough to be something"u8.ToArray());
        ShouldBeRefused(new byte[100_000]);
        ShouldBeRefused(RawZip.Of([]));
    }

    [Theory]
    [InlineData("../manifest.json")]
    [InlineData("/etc/passwd")]
    [InlineData("C:\\x")]
    [InlineData("a\\b")]
    [InlineData("a/../b")]
    [InlineData("a//b")]
    [InlineData("a/b/c")]
    [InlineData("a/")]
    [InlineData("./a")]
    [InlineData(".hidden")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("a\0.json")]
    [InlineData("é")]
    [InlineData("")]
    public void Is_refused_for_a_name_that_no_file_of_a_bundle_has(string name) => ShouldBeRefused(RawZip.Of([.. Good, new(name, [1])]));

    [Fact]
    public void Is_refused_for_a_name_that_is_too_long()
    {
        Both.ShouldFindMisfit(RawZip.Of([.. Good, new(new string('a', 100), [1])]), BundleStep.Files);
        ShouldBeRefused(RawZip.Of([.. Good, new(new string('a', 101), [1])]));
    }

    [Fact]
    public void Is_refused_when_a_file_is_there_twice()
    {
        ShouldBeRefused(RawZip.Of([.. Good, Good[0]]));
        ShouldBeRefused(RawZip.Of([Good[0] with { Content = [1] }, .. Good]));
    }

    [Fact]
    public void Is_refused_when_its_list_and_its_files_tell_two_things()
    {
        ShouldBeRefused(RawZip.Of(Changed(file => file with { OwnName = new string('z', file.Name.Length) })));
        ShouldBeRefused(RawZip.Of(Changed(file => file with { OwnName = file.Name + "z" })));
        ShouldBeRefused(RawZip.Of(Changed(file => file with { OwnLength = 1 })));
        ShouldBeRefused(RawZip.Of(Changed(file => file with { Offset = 1 })));
        ShouldBeRefused(RawZip.Of(Changed(file => file with { Offset = uint.MaxValue })));
    }

    [Fact]
    public void Is_refused_when_it_is_packed_in_a_way_that_no_bundle_is()
    {
        ShouldBeRefused(RawZip.Of(Changed(file => file with { Flags = 1 })));
        ShouldBeRefused(RawZip.Of(Changed(file => file with { Flags = 8 })));
        ShouldBeRefused(RawZip.Of(Changed(file => file with { Method = 12 })));
        ShouldBeRefused(RawZip.Of(Changed(file => file with { Extra = [1, 0, 0, 0] })));
        ShouldBeRefused(RawZip.Of(Changed(file => file with { Comment = [65] })));
        ShouldBeRefused(RawZip.Of(Good, comment: [65]));
        ShouldBeRefused(RawZip.Of(Good, between: [65]));
        ShouldBeRefused(RawZip.Of(Good, before: [65]));
        ShouldBeRefused([.. Sample.Whole, 0]);
        ShouldBeRefused([.. "#!/bin/sh\n"u8, .. Sample.Whole]);
    }

    [Fact]
    public void Is_refused_when_it_tells_a_wrong_number_of_files()
    {
        foreach (var count in (int[])[0, Good.Length - 1, Good.Length + 1, 1001, ushort.MaxValue]) ShouldBeRefused(RawZip.Of(Good, count));
        ShouldBeRefused(RawZip.Of(Enumerable.Range(0, 1001).Select(i => new RawFile($"f{i}", []))));
        Both.ShouldFindMisfit(RawZip.Of(Enumerable.Range(0, 1000).Select(i => new RawFile($"f{i}", []))), BundleStep.Manifest);
    }

    /// <summary>Each field of the end record but the list's length and place, which other tests change.</summary>
    [Fact]
    public void Is_refused_when_it_tells_of_several_disks_or_of_a_comment()
    {
        foreach (var fromTheEnd in (int[])[18, 16, 14, 12, 2])
        {
            var zip = Sample.Whole.ToArray();
            zip[^fromTheEnd]++;
            ShouldBeRefused(zip);
        }
        var both = Sample.Whole.ToArray();
        both[^14]++;
        both[^12]++;
        ShouldBeRefused(both);
    }

    [Fact]
    public void Is_refused_when_a_length_is_not_what_comes_out()
    {
        foreach (var length in (uint[])[0, 1, 100_000, int.MaxValue, uint.MaxValue]) ShouldBeRefused(RawZip.Of(Changed(file => file with { Length = length })));
        foreach (var packed in (uint[])[0, 1, 100_000, int.MaxValue, uint.MaxValue]) ShouldBeRefused(RawZip.Of(Changed(file => file with { Packed = packed })));
        ShouldBeRefused(RawZip.Of(Changed(file => file with { Method = 0, Length = (uint)file.Content.Length + 1 })));
        ShouldBeRefused(RawZip.Of(Changed(file => file with { Data = [0xff, 0xff, 0xff] })));
        ShouldBeRefused(RawZip.Of(Changed(file => file with { Data = RawFile.Deflate(file.Content)[..^3] })));
        ShouldBeRefused(RawZip.Of(Changed(file => file with { Data = [] })));
    }

    [Fact]
    public void Is_refused_when_its_list_of_files_is_cut_off_or_goes_on()
    {
        foreach (var cut in (int[])[1, 5, 40, 60]) ShouldBeRefused(RawZip.Of(Good, changeList: list => list[..^cut]));
        // A name that would go on beyond the end of the ZIP.
        ShouldBeRefused(RawZip.Of([.. Good, new(new string('z', 90), [1])], changeList: list => list[..^60]));
        ShouldBeRefused(RawZip.Of(Good, changeList: list => [.. list, 0]));
        ShouldBeRefused(RawZip.Of(Good, changeList: list => [.. list, .. list]));
        ShouldBeRefused(RawZip.Of(Good, changeList: _ => []));
    }

    [Fact]
    public void Unpacks_no_more_of_a_bomb_than_it_says_that_it_holds()
    {
        var zip = RawZip.Of([new("bomb", []) { Data = RawFile.Deflate(new byte[64 << 20]), Length = 10 }]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        BundleVerifier.Check(zip, new HashSet<string>()).ShouldBeOfType<BundleVerdict.DoesNotFit>().Step.ShouldBe(BundleStep.Zip);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(4 << 20);
    }

    /// <summary>Each file is small enough, all of them are not.</summary>
    [Fact]
    public void Is_refused_when_it_unpacks_to_too_much_in_all()
    {
        var (part, length) = (RawFile.Deflate(new byte[90 << 20]), (uint)(90 << 20));
        var zip = RawZip.Of(Enumerable.Range(0, 3).Select(i => new RawFile($"part{i}", []) { Data = part, Length = length }));
        Both.ShouldFindMisfit(zip, BundleStep.Zip);
        Both.ShouldFindMisfit(RawZip.Of([new("part", []) { Data = part, Length = length }]), BundleStep.Manifest);
    }

    [Fact]
    public void Is_refused_when_it_is_a_bomb()
    {
        var bomb = RawFile.Deflate(new byte[(128 << 20) + 1]);
        ShouldBeRefused(RawZip.Of([.. Good, new("bomb", []) { Data = bomb, Length = (128 << 20) + 1 }]));
        ShouldBeRefused(RawZip.Of([.. Good, new("bomb", []) { Data = bomb, Length = 10 }]));
        ShouldBeRefused(RawZip.Of([.. Good, .. Enumerable.Range(0, 20).Select(i => new RawFile($"bomb{i}", []) { Data = bomb, Length = 13 << 20 })]));
    }

    [Fact]
    public void Is_refused_when_a_file_is_a_bundle_in_a_bundle_or_a_folder_is_a_file() =>
        Both.ShouldFindMisfit(RawZip.Of([.. Good, new("bundle.zip", Sample.Whole), new("keys", [1])]), BundleStep.Files);

    /// <summary>Whatever byte of the ZIP is changed, both verifiers say the same; what they still verify holds the same files.</summary>
    [Fact]
    public void Is_judged_alike_whatever_byte_of_it_is_changed()
    {
        var (random, files) = (new Random(7), Zips.Unpack(Sample.Whole));
        for (var round = 0; round < (Environment.GetEnvironmentVariable("REVIEWS_SOAK") == "1" ? 8000 : 400); round++)
        {
            var zip = Sample.Whole.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--) zip[random.Next(zip.Length)] = (byte)random.Next(256);
            if (Both.Check(zip, Sample.CurrentPrint).Code == 0) Zips.Unpack(zip).Values.SelectMany(bytes => bytes).ShouldBe(files.Values.SelectMany(bytes => bytes));
        }
    }

    static IEnumerable<RawFile> Changed(Func<RawFile, RawFile> change) => Good.Select((file, i) => i == 3 ? change(file) : file);

    static void ShouldBeRefused(byte[] zip)
    {
        Both.ShouldFindMisfit(zip, BundleStep.Zip, Sample.CurrentPrint);
        Both.ShouldFindMisfit(zip, BundleStep.Zip);
    }
}
