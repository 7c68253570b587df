using Nscp.Reviews.Evidence;

namespace Nscp.Reviews.Verifier.Tests;

/// <summary>Somebody changes a bundle's files and cannot sign.</summary>
public class ChangingABundle
{
    static readonly bool IsSoak = Environment.GetEnvironmentVariable("REVIEWS_SOAK") == "1";

    public static TheoryData<string> Files { get; } = [.. Zips.Unpack(Sample.WithTail).Keys];

    /// <summary>Every byte in a soak; else some from the first to the last.</summary>
    [Theory, MemberData(nameof(Files))]
    public void Shows_in_any_byte_of_any_file(string name)
    {
        var length = Zips.Unpack(Sample.WithTail)[name].Length;
        var positions = IsSoak ? Enumerable.Range(0, length) : Enumerable.Range(0, 12).Select(i => (int)((length - 1L) * i / 11)).Distinct();
        foreach (var position in positions)
        {
            var zip = Zips.Changed(Sample.WithTail, files => files[name][position] ^= (byte)(1 << (position % 7)));
            ShouldNotFit(zip, $"{name}, byte {position}");
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void Shows_when_a_file_is_removed(string name) => ShouldNotFit(Zips.Changed(Sample.WithTail, files => files.Remove(name)), name);

    [Theory, MemberData(nameof(Files))]
    public void Shows_when_a_file_is_longer_or_shorter_by_a_byte(string name)
    {
        ShouldNotFit(Zips.Changed(Sample.WithTail, files => files[name] = [.. files[name], (byte)'\n']), name);
        ShouldNotFit(Zips.Changed(Sample.WithTail, files => files[name] = files[name][..^1]), name);
        ShouldNotFit(Zips.Changed(Sample.WithTail, files => files[name] = []), name);
    }

    [Theory]
    [InlineData("more.txt")]
    [InlineData("keys/more.pem")]
    [InlineData("a")]
    public void Shows_when_a_file_is_added(string name) => Both.ShouldFindMisfit(Zips.Changed(Sample.Whole, files => files[name] = [1]), BundleStep.Files, Sample.CurrentPrint);

    [Fact]
    public void Shows_when_two_files_change_names() => Both.ShouldFindMisfit(
        Zips.Changed(Sample.Whole, files => (files["index.html"], files["calendar/revision-1.json"]) = (files["calendar/revision-1.json"], files["index.html"])), BundleStep.Digests, Sample.CurrentPrint);

    [Fact]
    public void Shows_when_the_newest_events_are_cut_off() =>
        Both.ShouldFindMisfit(Zips.Changed(Sample.WithTail, files => files.EditLines(lines => lines.RemoveAt(lines.Count - 2))), BundleStep.Digests, Sample.CurrentPrint);

    /// <summary>The manifest is made to fit, but nobody who could sign it did.</summary>
    [Fact]
    public void Shows_when_the_manifest_is_made_to_fit_and_not_signed() => Both.ShouldFindMisfit(
        Zips.Changed(Zips.Remade(Sample.Whole, Sample.Stranger, files => files["index.html"] = [1], told => told["key"] = Sample.CurrentPrint), _ => { }), BundleStep.Signature, Sample.CurrentPrint);

    /// <summary>How hard it is packed is nobody's affair.</summary>
    [Fact]
    public void Does_not_show_when_the_same_files_are_packed_otherwise()
    {
        foreach (var level in Enum.GetValues<System.IO.Compression.CompressionLevel>())
            Both.Check(Zips.Pack(Zips.Unpack(Sample.Whole).Reverse(), level), Sample.CurrentPrint).Code.ShouldBe(0);
    }

    static void ShouldNotFit(byte[] zip, string what)
    {
        Both.Check(zip, Sample.CurrentPrint, Sample.OldPrint).Code.ShouldBe(1, what);
        Both.Check(zip).Code.ShouldBe(1, what);
    }
}
