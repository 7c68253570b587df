using System.Globalization;
using Npgsql;

namespace Nscp.Reviews.Cluster;

/// <summary>
/// A private PostgreSQL over a data folder, on loopback only. Several processes may use one at once; the last to leave
/// stops it. A server left running by a process that was killed is taken over.
/// </summary>
public sealed class LocalCluster : IAsyncDisposable
{
    const string Database = "reviews";
    const int SecondsToAnswer = 4;

    readonly string _dataFolder;
    readonly Server _server;
    readonly ConnectionStrings _connections;
    readonly FileStream _use;
    bool _left;

    LocalCluster(string dataFolder, string folder, Server server, Binaries binaries, int port, ConnectionStrings connections, FileStream use)
    {
        (_dataFolder, _server, _connections, _use) = (dataFolder, server, connections, use);
        (Folder, Kind, ServerVersion, Port) = (folder, binaries.Kind, binaries.Major, port);
    }

    /// <summary>Where PostgreSQL's files are: the data folder, unless the server's user cannot enter it.</summary>
    public string Folder { get; }
    public PostgresKind Kind { get; }
    /// <summary>The major version.</summary>
    public int ServerVersion { get; }
    public int Port { get; }

    public string SuperuserConnectionString => _connections.AsSuperuser();
    public string OwnerConnectionString => _connections.As(ConnectionStrings.Owner, Database);
    public string AppConnectionString => _connections.As(ConnectionStrings.App, Database);
    public string LogConnectionString => _connections.As(ConnectionStrings.Log, Database);

    internal ConnectionStrings Connections => _connections;

    /// <summary>Makes the cluster where there is none, and starts the server where none runs.</summary>
    /// <exception cref="ClusterException">PostgreSQL cannot be had as asked.</exception>
    public static async Task<LocalCluster> StartAsync(
        ClusterOptions options, IProgress<string> progress, CancellationToken cancellation)
    {
        var folder = await FolderAsync(options, progress, cancellation);
        var user = await ServerUser.ChooseAsync(ExistingData(folder), cancellation);
        if (user.Name is not null && !await user.CanEnterAsync(folder, cancellation))
            throw new ClusterException($"The data in {folder} belongs to the user '{user.Name}', who cannot enter that folder. Open the way to it (chmod a+x on it and the folders above).");
        using var turn = await FileLock.ExclusiveAsync(Path.Combine(options.DataFolder, "start.lock"), cancellation);
        var use = await FileLock.SharedAsync(Path.Combine(options.DataFolder, "use.lock"), cancellation);
        Server? server = null;
        try
        {
            var password = PrivateFile.ReadOrMakeSecret(PasswordFile(options, folder));
            var binaries = await Binaries.ObtainAsync(options, Server.MajorOf(folder), user, progress, cancellation);
            server = new Server(folder, binaries, user, options.Durable);
            if (Server.MajorOf(folder) is null)
            {
                progress.Report($"Making a PostgreSQL {binaries.Major} cluster in {folder} ...");
                await server.MakeAsync(password, cancellation);
            }
            var port = await RunningOrStartAsync(server, options.DataFolder, password, progress, cancellation);
            var connections = ConnectionStrings.For(port, password);
            await Roles.PrepareAsync(connections, cancellation);
            await Roles.CreateDatabaseAsync(connections, Database, cancellation);
            return new LocalCluster(options.DataFolder, folder, server, binaries, port, connections, use);
        }
        catch
        {
            await LeaveAsync(options.DataFolder, use, server);
            throw;
        }
    }

    /// <summary>Leaves the cluster, and stops the server when nobody else uses it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_left)
            return;
        _left = true;
        await LeaveAsync(_dataFolder, _use, _server);
    }

    static async Task LeaveAsync(string dataFolder, FileStream use, Server? server)
    {
        await use.DisposeAsync();
        using var last = FileLock.TryExclusive(Path.Combine(dataFolder, "use.lock"));
        if (last is not null && server is not null)
            await server.StopAsync(CancellationToken.None);
    }

    static async Task<int> RunningOrStartAsync(
        Server server, string dataFolder, string password, IProgress<string> progress, CancellationToken cancellation)
    {
        var portFile = Path.Combine(dataFolder, "postgres.port");
        if (server.RunningPort() is { } running)
        {
            if (await AnswersAsync(ConnectionStrings.For(running, password), cancellation))
                return running;
            progress.Report("A PostgreSQL server left by an earlier run does not answer: starting it again ...");
            await server.KillAsync(cancellation);
        }
        int? last = File.Exists(portFile) && int.TryParse(await File.ReadAllTextAsync(portFile, cancellation), CultureInfo.InvariantCulture, out var kept) ? kept : null;
        var port = await server.StartAsync(last, cancellation);
        await File.WriteAllTextAsync(portFile, $"{port}\n", cancellation);
        return port;
    }

    static async Task<bool> AnswersAsync(ConnectionStrings connections, CancellationToken cancellation)
    {
        // Its own time limits: the wait for the first answer heeds no cancellation.
        var impatient = new NpgsqlConnectionStringBuilder(connections.AsSuperuser())
        {
            Pooling = false,
            Timeout = SecondsToAnswer,
            CommandTimeout = SecondsToAnswer,
        };
        try
        {
            await using var connection = new NpgsqlConnection(impatient.ConnectionString);
            await connection.OpenAsync(cancellation);
            await Roles.RunAsync(connection, "select 1", cancellation);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    static async Task<string> FolderAsync(ClusterOptions options, IProgress<string> progress, CancellationToken cancellation)
    {
        if (ExistingData(options.DataFolder) is not null)
            return options.DataFolder;
        var newcomer = await ServerUser.ChooseAsync(null, cancellation);
        return await Places.ForDataAsync(options.DataFolder, newcomer, progress, cancellation);
    }

    static string? ExistingData(string folder) =>
        Path.Combine(folder, "postgres") is var data && Directory.Exists(data) ? data : null;

    static string PasswordFile(ClusterOptions options, string folder)
    {
        var file = Path.Combine(options.DataFolder, "postgres.password");
        return ExistingData(folder) is null || File.Exists(file)
            ? file
            : throw new ClusterException(
                $"""
                 {file}, which holds the password of the PostgreSQL in {folder}, is gone.
                 Put it back, or name another, empty folder with Reviews__DataFolder.
                 """);
    }
}
