using System.Globalization;

namespace Nscp.Reviews.Evidence;

/// <summary>
/// Tree heads kept outside the database, a file each, in a folder per month (UTC): <c>2026-11/head-000000000007.json</c>. A file is written under another
/// name, brought to the disk and moved, and never written again, so the folder may lie on write-once storage.
/// </summary>
/// <remarks>A name that a crash took from the folder before it reached the disk is written again by the next <see cref="WriteMissingAsync"/>.</remarks>
public sealed class AnchorFiles
{
    const string Prefix = "head-", Suffix = ".json";
    const int HeadsAtOnce = 1_000;

    readonly string _folder;
    long _written;

    /// <param name="folder">Must exist, so that storage that is not mounted is noticed.</param>
    /// <exception cref="DirectoryNotFoundException">It does not.</exception>
    public AnchorFiles(string folder) =>
        _folder = Directory.Exists(folder) ? folder : throw new DirectoryNotFoundException($"There is no folder {folder} for the anchors.");

    /// <summary>Writes every head that has no file yet, after a crash too; to be called again and again, by any number of hosts.</summary>
    /// <returns>How many it wrote.</returns>
    /// <exception cref="IOException">The storage refuses, or is gone, whether or not a head is missing. What was written stays; the rest is for the next call.</exception>
    public async Task<int> WriteMissingAsync(SealedLog log, CancellationToken ct)
    {
        if (!Directory.Exists(_folder)) throw new DirectoryNotFoundException($"There is no folder {_folder} for the anchors any more.");
        var (count, there) = (0, _written == 0 ? Numbers().ToHashSet() : []);
        while (await log.HeadsAsync(_written, HeadsAtOnce, ct) is { Count: > 0 } heads)
        {
            foreach (var head in heads)
            {
                if (!there.Contains(head.Head.Number) && Write(head))
                    count++;
                _written = head.Head.Number;
            }
        }
        return count;
    }

    /// <summary>All anchors, in no order.</summary>
    public IEnumerable<Anchor> Read() => Files().Select(file => Anchor.Read(file, NameOf));

    /// <summary>The one with the highest number; null when there is none.</summary>
    /// <exception cref="UnreadableAnchorException">It cannot be read.</exception>
    public SignedTreeHead? Newest() =>
        Files().MaxBy(NumberOf) is { } file ? Anchor.Read(file, NameOf).Head ?? throw new UnreadableAnchorException(file) : null;

    static string NameOf(TreeHead head) => string.Create(CultureInfo.InvariantCulture, $"{head.SealedAt.InUtc().Date:uuuu-MM}/{Prefix}{head.Number:D12}{Suffix}");

    IEnumerable<string> Files() => Directory.EnumerateFiles(_folder, $"{Prefix}*{Suffix}", SearchOption.AllDirectories);

    IEnumerable<long> Numbers() => Files().Select(NumberOf);

    // One whose name holds no number is found when it is read.
    static long NumberOf(string file) =>
        long.TryParse(Path.GetFileName(file).AsSpan()[Prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;

    bool Write(SignedTreeHead head)
    {
        var file = Path.Combine(_folder, NameOf(head.Head));
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var unfinished = Path.Combine(Path.GetDirectoryName(file)!, $".{Guid.NewGuid():n}");
        try
        {
            using (var stream = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(Anchor.Write(head));
                stream.Flush(flushToDisk: true);
            }
            File.Move(unfinished, file, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another host was faster. Whether it says the same is for the verification to tell.
            return false;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}

/// <summary>An anchor cannot be read; nothing may rest on what it would say.</summary>
public sealed class UnreadableAnchorException(string file) : Exception($"The anchor {file} cannot be read.");
