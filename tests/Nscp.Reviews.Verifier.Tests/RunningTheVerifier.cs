using System.Diagnostics;
using System.Text;

namespace Nscp.Reviews.Verifier.Tests;

/// <summary>Both verifiers as programs: what they print, and their exit codes.</summary>
public sealed class RunningTheVerifier : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nscp-reviews-verifier");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Ends_with_0_2_or_1()
    {
        var good = FileOf(Sample.Whole);
        Both(good, "--trust", Sample.CurrentPrint).ShouldBe((0, "Verified: area T1, matter 12-7 “é”."));
        Both("--trust", Sample.OldPrint, "--trust", Sample.CurrentPrint, good).Code.ShouldBe(0);
        Both(good).ShouldBe((2, $"Consistent, signed by {Sample.CurrentPrint}: compare it with the published one."));
        Both(good, "--trust", Sample.OldPrint).Code.ShouldBe(1);
        Both(FileOf(Zips.Changed(Sample.Whole, files => files["index.html"][3] ^= 1)), "--trust", Sample.CurrentPrint).Code.ShouldBe(1);
        Both(FileOf("no zip"u8.ToArray())).Code.ShouldBe(1);
        Both(FileOf([])).Code.ShouldBe(1);
    }

    [Fact]
    public void Names_what_does_not_fit_and_by_which_check() => Ours(FileOf(Zips.Changed(Sample.Whole, files => files["index.html"][3] ^= 1))).Said.ShouldBe(
        "Does not fit: The file index.html is not the one that the manifest names: its length or SHA-256 is another. (check 4 of 13: digests)\n");

    [Fact]
    public void Takes_a_fingerprint_as_people_copy_it()
    {
        var good = FileOf(Sample.Whole);
        Both(good, "--trust", Sample.CurrentPrint.ToUpperInvariant()).Code.ShouldBe(0);
        Both(good, "--trust", string.Join(':', Sample.CurrentPrint.Chunk(2).Select(two => new string(two)))).Code.ShouldBe(0);
        Both(good, "--trust", string.Join(' ', Sample.CurrentPrint.Chunk(4).Select(four => new string(four)))).Code.ShouldBe(0);
    }

    [Fact]
    public void Says_how_it_is_used_and_ends_with_64()
    {
        var good = FileOf(Sample.Whole);
        string[][] wrong = [[], [good, good], [good, "--trust"], [good, "--trust", "abc"], [good, "--trust", Sample.CurrentPrint + "0"], ["--help"], [good, "--trust", new string('g', 64)], ["--trust", Sample.CurrentPrint]];
        foreach (var arguments in wrong) Both(arguments).Code.ShouldBe(64, string.Join(' ', arguments));
        Ours().Complained.ShouldStartWith("verify-bundle <zip> [--trust <fingerprint>]...");
        Ours("--verbose", good).Code.ShouldBe(64);
    }

    [Fact]
    public void Says_so_when_the_file_cannot_be_read()
    {
        var absent = Path.Combine(_folder.FullName, "absent.zip");
        Ours(absent).Complained.ShouldStartWith($"The file {absent} cannot be read: ");
        foreach (var none in (string[])[absent, _folder.FullName]) Both(none).Code.ShouldBe(64);
    }

    /// <summary>Text of a bundle is anybody's: nothing of it steers the terminal.</summary>
    [Fact]
    public void Prints_no_character_that_steers_a_terminal()
    {
        var file = FileOf(Zips.Remade(Sample.Whole, Sample.Current, _ => { }, told => told["about"]![1]!["text"] = "\u001b[2J\u202e\u2028\u0085 \ue000 fine é 😀"));
        Both(file, "--trust", Sample.CurrentPrint).ShouldBe((0, "Verified: area T1, matter ?[2J??? ? fine é 😀."));
        Ours(file).Said.ShouldNotContain("\u001b");
    }

    [Fact]
    public void Leaves_nothing_behind()
    {
        var file = FileOf(Sample.Whole);
        Both(file).Code.ShouldBe(2);
        _folder.GetFileSystemInfos().Select(entry => entry.FullName).ShouldBe([file]);
    }

    string FileOf(byte[] zip)
    {
        var file = Path.Combine(_folder.FullName, $"{_folder.GetFiles().Length}.zip");
        File.WriteAllBytes(file, zip);
        return file;
    }

    /// <summary>Asked of both, which must agree in the code and, where it fits, in the first line.</summary>
    (int Code, string First) Both(params string[] arguments)
    {
        var (ours, second) = (Ours(arguments), Second(arguments));
        second.Code.ShouldBe(ours.Code, second.Said + second.Complained);
        var first = ours.Said.Split('\n')[0];
        if (ours.Code is 0 or 2) second.Said.ShouldBe(first + "\n");
        return (ours.Code, first);
    }

    (int Code, string Said, string Complained) Ours(params string[] arguments) => Run("dotnet", [SecondVerifier.Script("Nscp.Reviews.Verifier.dll"), .. arguments]);

    (int Code, string Said, string Complained) Second(params string[] arguments) => Run("node", [SecondVerifier.Script("second-verifier.mjs"), .. arguments]);

    (int Code, string Said, string Complained) Run(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8, WorkingDirectory = _folder.FullName,
        })!;
        var complained = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said, complained.Result);
    }
}
