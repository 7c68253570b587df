using NodaTime;
using Npgsql;
using Nscp.Reviews.Api;
using Nscp.Reviews.Api.Storage;
using Nscp.Reviews.Cluster;
using Nscp.Reviews.Tool.Tokens;

namespace Nscp.Reviews.Bench;

/// <summary>A durable server of its own and the host over it, not yet started: taken down, with its folder, at the end.</summary>
sealed class BenchPlace : IAsyncDisposable
{
    readonly LocalCluster _cluster;
    readonly string _folder;

    BenchPlace(LocalCluster cluster, WebApplication host, string folder)
    {
        (_cluster, Host, _folder) = (cluster, host, folder);
        Superuser = new NpgsqlConnectionStringBuilder(cluster.SuperuserConnectionString) { Database = new NpgsqlConnectionStringBuilder(cluster.OwnerConnectionString).Database }.ConnectionString;
        Log = NpgsqlDataSource.Create(cluster.LogConnectionString);
    }

    public WebApplication Host { get; }

    public Sessions Sessions => Host.Services.GetRequiredService<Sessions>();

    public string Server => $"PostgreSQL {_cluster.ServerVersion} ({(_cluster.Kind is PostgresKind.Embedded ? "embedded" : "installed")})";

    public Uri Address => new(Host.Urls.First());

    public string Application => _cluster.AppConnectionString;

    public string Superuser { get; }

    public NpgsqlDataSource Log { get; }

    string KeyFile => Path.Combine(_folder, "development-signing-key");

    public static async Task<BenchPlace> OpenAsync(string repository, CancellationToken ct)
    {
        var shared = ClusterOptions.FromEnvironment(repository);
        var folder = Path.Combine(shared.DataFolder, "bench");
        Directory.CreateDirectory(folder);
        var cluster = await LocalCluster.StartAsync(shared with { DataFolder = folder }, new Progress<string>(Console.Error.WriteLine), ct);
        var host = ReviewsHost.Build([.. Settings(cluster, folder).Select(one => $"--{one.Key}={one.Value}"), "--urls=http://127.0.0.1:0"]);
        var place = new BenchPlace(cluster, host, folder);
        PrivateFile.ReadOrMakeSecret(place.KeyFile);
        await host.PrepareDatabaseAsync();
        return place;
    }

    /// <summary>For the host, in this process or in one of its own.</summary>
    public Dictionary<string, string> Settings() => Settings(_cluster, _folder);

    static Dictionary<string, string> Settings(LocalCluster cluster, string folder) => new(StringComparer.Ordinal)
    {
        ["environment"] = "Development",
        ["Logging:LogLevel:Default"] = "Warning",
        ["Reviews:DevelopmentKeyFile"] = Path.Combine(folder, "development-signing-key"),
        ["ConnectionStrings:Reviews"] = cluster.AppConnectionString,
        ["ConnectionStrings:ReviewsOwner"] = cluster.OwnerConnectionString,
        ["ConnectionStrings:ReviewsLog"] = cluster.LogConnectionString,
    };

    public string TokenOf(string role) => DevelopmentToken.For(Person.Of(role), PrivateFile.ReadOrMakeSecret(KeyFile), SystemClock.Instance.GetCurrentInstant());

    /// <summary>As the superuser, whom neither row security nor a missing grant binds.</summary>
    public async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Superuser);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Log.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await _cluster.DisposeAsync();
        Directory.Delete(_cluster.Folder, recursive: true);
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }
}
