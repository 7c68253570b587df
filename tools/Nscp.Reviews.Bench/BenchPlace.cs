using NodaTime;
using Npgsql;
using Nscp.Reviews.Api;
using Nscp.Reviews.Cluster;
using Nscp.Reviews.EventStore;
using Nscp.Reviews.Projections;
using Nscp.Reviews.Tool.Tokens;

namespace Nscp.Reviews.Bench;

/// <summary>A durable server of its own, the real host over it, and a token: taken down, with its folder, at the end.</summary>
sealed class BenchPlace : IAsyncDisposable
{
    readonly LocalCluster _cluster;
    readonly WebApplication _host;
    readonly string _folder, _key;

    BenchPlace(LocalCluster cluster, WebApplication host, string folder, string key) => (_cluster, _host, _folder, _key) = (cluster, host, folder, key);

    public string Token => TokenOf("development-manager");

    public string Server => $"PostgreSQL {_cluster.ServerVersion} ({(_cluster.Kind is PostgresKind.Embedded ? "embedded" : "installed")})";

    public Uri Address => new(_host.Urls.First());

    public string OwnerConnectionString => _cluster.OwnerConnectionString;

    public string AppConnectionString => _cluster.AppConnectionString;

    public string LogConnectionString => _cluster.LogConnectionString;

    public string SuperuserConnectionString => new NpgsqlConnectionStringBuilder(_cluster.SuperuserConnectionString) { Database = new NpgsqlConnectionStringBuilder(OwnerConnectionString).Database }.ConnectionString;

    public Store Store => _host.Services.GetRequiredService<Store>();

    /// <param name="isSealing">Whether the host has a key, and so seals what is recorded.</param>
    public static async Task<BenchPlace> OpenAsync(string repository, PostgresKind? kind, CancellationToken ct, bool isSealing = false)
    {
        var shared = ClusterOptions.FromEnvironment(repository);
        var folder = Path.Combine(shared.DataFolder, $"bench-{kind}");
        Directory.CreateDirectory(folder);
        var cluster = await LocalCluster.StartAsync(shared with { DataFolder = folder, Kind = kind ?? shared.Kind }, new Progress<string>(Console.Error.WriteLine), ct);
        var keyFile = Path.Combine(folder, "development-signing-key");
        var key = PrivateFile.ReadOrMakeSecret(keyFile);
        var host = ReviewsHost.Build(
        [
            "--environment=Development", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning", $"--Reviews:DevelopmentKeyFile={keyFile}",
            $"--ConnectionStrings:Reviews={cluster.AppConnectionString}", $"--ConnectionStrings:ReviewsOwner={cluster.OwnerConnectionString}",
            $"--ConnectionStrings:ReviewsLog={cluster.LogConnectionString}",
            .. isSealing ? [$"--Reviews:SealKeyFile={SealKeyFile(folder)}"] : Array.Empty<string>(),
        ]);
        await host.PrepareDatabaseAsync();
        await using (var owner = NpgsqlDataSource.Create(cluster.OwnerConnectionString))
        {
            var roles = new DatabaseRoles(UserOf(cluster.AppConnectionString), UserOf(cluster.LogConnectionString));
            await Migrations.ApplyAsync(owner, roles, [.. Migration.OfTheStore, .. ReviewsTables.Migrations, Notes.Migration], ct);
        }
        await host.StartAsync(ct);
        return new BenchPlace(cluster, host, folder, key);
    }

    static string SealKeyFile(string folder)
    {
        var file = Path.Combine(folder, "seal-key.pem");
        PrivateFile.Write(file, SealKey.NewPem());
        return file;
    }

    public string TokenOf(string role) => DevelopmentToken.For(Person.Of(role), _key, SystemClock.Instance.GetCurrentInstant());

    static string UserOf(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Username!;

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await _cluster.DisposeAsync();
        Directory.Delete(_cluster.Folder, recursive: true);
        if (Directory.Exists(_folder)) Directory.Delete(_folder, recursive: true);
    }
}
