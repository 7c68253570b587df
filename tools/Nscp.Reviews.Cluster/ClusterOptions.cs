namespace Nscp.Reviews.Cluster;

public enum PostgresKind
{
    /// <summary>Server binaries that are on the machine.</summary>
    Installed,

    /// <summary>Server binaries from npm, kept in the data folder.</summary>
    Embedded,
}

public sealed record ClusterOptions
{
    /// <summary>Where the cluster, its password and its log are kept.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Where the embedded binaries are installed; several clusters may share it.</summary>
    public required string BinariesFolder { get; init; }

    /// <summary>The only kind to use, or null: installed first, then embedded.</summary>
    public PostgresKind? Kind { get; init; }

    /// <summary>False gives up the data at a crash of the machine for speed: for tests only.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>
    /// Reads <c>Reviews__DataFolder</c> (default: <c>.data</c> in the repository) and <c>Reviews__Postgres</c>.
    /// </summary>
    public static ClusterOptions FromEnvironment(string repository)
    {
        var folder = Variable("Reviews__DataFolder") is { } chosen
            ? Path.GetFullPath(chosen)
            : Path.Combine(repository, ".data");
        return new ClusterOptions { DataFolder = folder, BinariesFolder = folder, Kind = KindFromEnvironment() };
    }

    internal static PostgresKind? KindFromEnvironment() => Variable("Reviews__Postgres") switch
    {
        null => null,
        "installed" => PostgresKind.Installed,
        "embedded" => PostgresKind.Embedded,
        var other => throw new ClusterException(
            $"Reviews__Postgres is '{other}'. It may be 'installed', 'embedded' or not set."),
    };

    internal static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}

/// <summary>PostgreSQL cannot be had as asked; the message tells a person what to do.</summary>
public sealed class ClusterException(string message, Exception? inner = null) : Exception(message, inner);
