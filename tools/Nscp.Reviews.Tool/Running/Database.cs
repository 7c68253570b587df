using Nscp.Reviews.Cluster;

namespace Nscp.Reviews.Tool.Running;

/// <summary>The database that the host is given: one that the environment names, or a private cluster.</summary>
sealed class Database : IAsyncDisposable
{
    readonly LocalCluster? _cluster;

    Database(LocalCluster? cluster, string app, string? owner, string? log, string told) =>
        (_cluster, AppConnectionString, OwnerConnectionString, LogConnectionString, Told) = (cluster, app, owner, log, told);

    public string AppConnectionString { get; }
    public string? OwnerConnectionString { get; }
    public string? LogConnectionString { get; }

    /// <summary>What it is, for a person; never with a password.</summary>
    public string Told { get; }

    /// <summary>The owner's way in.</summary>
    /// <exception cref="ToolException">The environment names a server but no owner.</exception>
    public string Owner() => OwnerConnectionString
        ?? throw new ToolException("This needs the owner's connection: set ConnectionStrings__ReviewsOwner beside ConnectionStrings__Reviews.");

    /// <summary>The log reader's way in.</summary>
    /// <exception cref="ToolException">The environment names a server but no log reader.</exception>
    public string Log() => LogConnectionString
        ?? throw new ToolException("This needs the log reader's connection: set ConnectionStrings__ReviewsLog beside ConnectionStrings__Reviews.");

    public static Database Given(string app, string? owner, string? log) => new(null, app, owner, log, "the server that ConnectionStrings__Reviews names");

    public static async Task<Database> OpenAsync(Workplace place, IProgress<string> progress, CancellationToken cancellation)
    {
        if (Variable("ConnectionStrings__Reviews") is { } app)
            return Given(app, Variable("ConnectionStrings__ReviewsOwner"), Variable("ConnectionStrings__ReviewsLog"));
        var cluster = await LocalCluster.StartAsync(place.Cluster, progress, cancellation);
        var kind = cluster.Kind is PostgresKind.Embedded ? "embedded" : "installed";
        return new Database(cluster, cluster.AppConnectionString, cluster.OwnerConnectionString, cluster.LogConnectionString,
            $"PostgreSQL {cluster.ServerVersion} ({kind}), port {cluster.Port} on this machine only, files in {cluster.Folder}");
    }

    public ValueTask DisposeAsync() => _cluster?.DisposeAsync() ?? ValueTask.CompletedTask;

    static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
