using System.Diagnostics;

namespace Nscp.Reviews.Cluster.Tests.Killing;

/// <summary>A disk that is really full: commands are refused, what was acknowledged stays, and it goes on when there is room again.</summary>
public sealed class FillingTheDisk(ITestOutputHelper output)
{
    const int LeftOver = 64 * 1024;

    [Fact]
    public async Task During_a_replay_loses_and_doubles_nothing_and_the_replay_can_be_finished()
    {
        using var disk = SmallDisk.Mount();
        var script = Replays.Year2024To25;
        var options = new ClusterOptions { DataFolder = disk.Folder, BinariesFolder = Path.Combine(Repository.Find()!, ".data"), Kind = ClusterOptions.KindFromEnvironment() };
        await using var cluster = await LocalCluster.StartAsync(options, new Progress<string>(), TestContext.Current.CancellationToken);
        await using var host = new HostOnTrial(cluster);
        await host.StartAsync();
        using var witness = new Witness();
        disk.FillUpTo(LeftOver);

        var refused = await host.PlayAsync(script, witness, Replays.GivesUpAtOnce);
        disk.MakeRoom();
        var finished = await host.PlayAsync(script, witness, Replays.Patient);

        output.WriteLine($"{refused}\n{finished}");
        refused.Failure.ShouldNotBeNull().ShouldContain("answered 503: The records cannot be added to");
        finished.Failure.ShouldBeNull();
        await Replays.CheckAsync(new Held(cluster), await Replays.UndisturbedAsync(script), witness);
        await Replays.FollowedAsync(new Held(cluster), host);
    }

    /// <summary>A file system in memory of a size of its own; only root may make one.</summary>
    sealed class SmallDisk : IDisposable
    {
        const string Size = "256m";

        SmallDisk(string folder) => Folder = folder;

        public string Folder { get; }

        string Ballast => Path.Combine(Folder, "ballast");

        public static SmallDisk Mount()
        {
            var folder = Path.Combine(Path.GetTempPath(), $"nscp-reviews-disk-{Guid.NewGuid():n}");
            Directory.CreateDirectory(folder);
            if (Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", $"size={Size},mode=755", "tmpfs", folder))
                return new SmallDisk(folder);
            Directory.Delete(folder);
            Assert.Skip("Only a user who may mount a file system can fill a disk up.");
            return null;
        }

        public void FillUpTo(int left)
        {
            using var ballast = File.Create(Ballast);
            var free = new DriveInfo(Folder).AvailableFreeSpace - left;
            var block = new byte[64 * 1024];
            for (; free > 0; free -= block.Length)
                ballast.Write(block.AsSpan(0, (int)Math.Min(block.Length, free)));
        }

        public void MakeRoom() => File.Delete(Ballast);

        public void Dispose()
        {
            // Lazily: a server that is still ending keeps its folder busy.
            Run("umount", "-l", Folder);
            Directory.Delete(Folder);
        }

        static bool Run(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
    }
}
