using System.Globalization;
using Npgsql;

namespace Nscp.Reviews.Cluster;

/// <summary>
/// One PostgreSQL server for a test run. The pipeline starts one for all test projects and names it in
/// <c>REVIEWS_TEST_POSTGRES</c> (a superuser's connection string); where that is not set, the test process starts its
/// own in the temporary folder and stops it when it ends. It gives up durability for speed.
/// </summary>
public sealed class TestCluster : IAsyncDisposable
{
    public const string Variable = "REVIEWS_TEST_POSTGRES";
    static readonly Lazy<Task<TestCluster>> Only = new(StartSharedAsync);

    readonly ConnectionStrings _connections;
    readonly LocalCluster? _own;
    readonly TestFolder? _folder;
    readonly string _run = Guid.NewGuid().ToString("n")[..8];
    int _count;

    TestCluster(ConnectionStrings connections, LocalCluster? own, TestFolder? folder) =>
        (_connections, _own, _folder) = (connections, own, folder);

    public string SuperuserConnectionString => _connections.AsSuperuser();

    /// <summary>The one server of this process; it is stopped when the process ends.</summary>
    public static Task<TestCluster> SharedAsync() => Only.Value;

    /// <param name="binariesFolder">Where embedded binaries are kept between runs.</param>
    /// <param name="kind">The only kind to use, or null: installed first, then embedded.</param>
    /// <param name="cancellation">Ends the start.</param>
    public static async Task<TestCluster> StartOwnAsync(string binariesFolder, PostgresKind? kind, CancellationToken cancellation)
    {
        var folder = TestFolder.Take();
        var options = new ClusterOptions { DataFolder = folder.Path, BinariesFolder = binariesFolder, Kind = kind, Durable = false };
        var own = await LocalCluster.StartAsync(options, new Progress<string>(), cancellation);
        return new TestCluster(own.Connections, own, folder);
    }

    /// <summary>A database of the caller's own, empty or a copy of <paramref name="template"/>.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync(TestDatabase? template = null, CancellationToken cancellation = default)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{_run}_{Interlocked.Increment(ref _count)}");
        // Copying files takes a third of the time that copying through the log does, when nothing is flushed.
        var copy = template is null ? "" : $" template {template.Name} strategy file_copy";
        await using var connection = new NpgsqlConnection(_connections.AsSuperuser());
        await connection.OpenAsync(cancellation);
        await Roles.RunAsync(connection, $"create database {name} owner {ConnectionStrings.Owner}{copy}", cancellation);
        return new TestDatabase(name, _connections);
    }

    /// <summary>A database that <paramref name="prepare"/> fills (with the schema, say), for others to be copies of.</summary>
    public async Task<TestDatabase> CreateTemplateAsync(
        Func<TestDatabase, CancellationToken, Task> prepare, CancellationToken cancellation = default)
    {
        var template = await CreateDatabaseAsync(cancellation: cancellation);
        await prepare(template, cancellation);
        // PostgreSQL copies no database that somebody is connected to; pools keep connections open.
        await using var connection = new NpgsqlConnection(_connections.AsSuperuser());
        await connection.OpenAsync(cancellation);
        await Roles.RunAsync(connection, $"alter database {template.Name} allow_connections false", cancellation);
        await Roles.RunAsync(connection, $"select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{template.Name}'", cancellation);
        return template;
    }

    public async ValueTask DisposeAsync()
    {
        if (_own is null)
            return;
        NpgsqlConnection.ClearAllPools();
        await _own.DisposeAsync();
        _folder!.Dispose();
    }

    static async Task<TestCluster> StartSharedAsync()
    {
        if (ClusterOptions.Variable(Variable) is { } given)
        {
            var connections = new ConnectionStrings(given);
            await Roles.PrepareAsync(connections, CancellationToken.None);
            return new TestCluster(connections, null, null);
        }
        var started = await StartOwnAsync(TestFolder.Binaries(), ClusterOptions.KindFromEnvironment(), CancellationToken.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => started.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return started;
    }
}

/// <summary>A database of one test or test class; dropping it is cheap but optional.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    readonly ConnectionStrings _connections;

    internal TestDatabase(string name, ConnectionStrings connections) => (Name, _connections) = (name, connections);

    public string Name { get; }
    public string OwnerConnectionString => _connections.As(ConnectionStrings.Owner, Name);
    public string AppConnectionString => _connections.As(ConnectionStrings.App, Name);
    public string LogConnectionString => _connections.As(ConnectionStrings.Log, Name);
    public string SuperuserConnectionString => _connections.AsSuperuser(Name);

    public async ValueTask DisposeAsync()
    {
        await using var connection = new NpgsqlConnection(_connections.AsSuperuser());
        await connection.OpenAsync();
        await Roles.RunAsync(connection, $"drop database if exists {Name} with (force)", CancellationToken.None);
    }
}
