namespace Nscp.Reviews.Cluster;

/// <summary>Where server binaries are usually found.</summary>
static class InstalledFolders
{
    static readonly (string Parent, string Pattern, string Below)[] Usual =
    [
        ("/usr/lib/postgresql", "*", "bin"),
        ("/usr", "pgsql-*", "bin"),
        ("/opt/homebrew/opt", "postgresql*", "bin"),
        ("/usr/local/opt", "postgresql*", "bin"),
        ("/home/linuxbrew/.linuxbrew/opt", "postgresql*", "bin"),
        ("/opt/local/lib", "postgresql*", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
        ("/usr/local", "pgsql", "bin"),
        ("/usr/libexec", "postgresql*", ""),
    ];

    public static IEnumerable<string> All() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathRooted)
            .Concat(Usual.Where(place => Directory.Exists(place.Parent)).SelectMany(Below))
            .Distinct(StringComparer.Ordinal);

    static IEnumerable<string> Below((string Parent, string Pattern, string Below) place) =>
        Directory.EnumerateDirectories(place.Parent, place.Pattern)
            .Select(folder => Path.Combine(folder, place.Below));
}
