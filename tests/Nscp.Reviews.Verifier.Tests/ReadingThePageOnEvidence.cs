using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;
using Nscp.Reviews.Evidence;

namespace Nscp.Reviews.Verifier.Tests;

/// <summary><c>docs/evidence.md</c> is what others write verifiers from: its example is worked out here, and its list of checks is ours.</summary>
public class ReadingThePageOnEvidence
{
    static readonly string Page = File.ReadAllText(Path.Combine(Repository(), "docs", "evidence.md"));

    [Fact]
    public void Finds_the_example_right()
    {
        var bytes = Convert.FromHexString(Regex.Replace(Regex.Match(Page, @"canonical bytes\s+```text\n([0-9a-f \n]+)```").Groups[1].Value, @"\s", ""));
        var one = new StoredEvent(PretendLog.Stream(10), PretendLog.Stream(10), 1, 1, "opened", Encoding.UTF8.GetBytes("""{"b": 1.50, "a": "é"}"""), Instant.FromUtc(2000, 1, 1, 0, 0).PlusNanoseconds(1_000))
        {
            Others = new OtherColumns(null, null, null, null, null, null, IsArchived: false),
        };
        var hash = EventChain.Hash(null, "t", one);

        Convert.ToHexStringLower(SHA256.HashData(bytes)).ShouldBe($"{hash}");
        Page.ShouldContain($"the hash `{hash}`");
    }

    [Fact]
    public void Finds_the_checks_in_their_order() => Regex.Matches(Page, @"^\| (\d+) \| ([a-z]+) \| ", RegexOptions.Multiline).Where(row => Enum.TryParse<BundleStep>(row.Groups[2].Value, ignoreCase: true, out _))
        .Select(row => (int.Parse(row.Groups[1].Value), row.Groups[2].Value)).ShouldBe(Enum.GetValues<BundleStep>().Select(step => ((int)step, step.ToString().ToLowerInvariant())));

    [Fact]
    public void Finds_the_limits_right()
    {
        Page.ShouldContain($"at most {BundleFormat.MostBytesOfAFile:n0} bytes (128 MiB) in one unpacked file, and {BundleFormat.MostBytes:n0} (256 MiB)");
        Page.ShouldContain($"1 to {BundleFormat.MostFiles:n0} files");
        Page.ShouldContain($"nested at most {BundleFormat.MostDepth + 1} deep");
        Page.ShouldContain($"the text `{BundleFormat.Version}`");
    }

    static string Repository([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
