using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Nscp.Reviews.Cluster;

/// <summary>One data directory and the server over it, run with PostgreSQL's own initdb and pg_ctl.</summary>
sealed class Server(string folder, Binaries binaries, ServerUser user, bool durable)
{
    const int Tries = 5;

    string Data => Path.Combine(folder, "postgres");
    string Log => Path.Combine(folder, "postgres.log");

    /// <summary>The version that made the data directory in this folder, or null when there is none.</summary>
    public static int? MajorOf(string folder)
    {
        var file = Path.Combine(folder, "postgres", "PG_VERSION");
        try
        {
            return File.Exists(file) ? int.Parse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture) : null;
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new ClusterException(
                $"The data in {folder} belongs to another user. Run as that user, or name another folder with Reviews__DataFolder.", refused);
        }
    }

    /// <summary>Made aside and then renamed, so that a kill in between leaves nothing half-made.</summary>
    public async Task MakeAsync(string password, CancellationToken cancellation)
    {
        var aside = Path.Combine(folder, "postgres.new");
        var passwordFile = Path.Combine(folder, "password.new");
        if (Directory.Exists(aside))
            Directory.Delete(aside, recursive: true);
        Directory.CreateDirectory(aside, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        PrivateFile.Write(passwordFile, password);
        await user.GiveAsync(aside, cancellation);
        await user.GiveAsync(passwordFile, cancellation);
        var made = await user.RunAsync(
            [binaries.Program("initdb"), "-D", aside, "-U", ConnectionStrings.Superuser, "--auth=scram-sha-256",
             $"--pwfile={passwordFile}", "--encoding=UTF8", "--no-locale", .. durable ? [] : new[] { "--no-sync" }], cancellation);
        File.Delete(passwordFile);
        if (!made.Succeeded)
            throw new ClusterException($"PostgreSQL could not make its data directory in {folder}:\n{made.Output}");
        Directory.Move(aside, Data);
    }

    /// <returns>The port on which a server over this data directory already runs, or null.</returns>
    public int? RunningPort() => Postmaster.Read(Data) is { IsAlive: true } running ? running.Port : null;

    /// <summary>Starts the server on the wanted port, or on a free one where that is taken.</summary>
    public async Task<int> StartAsync(int? wanted, CancellationToken cancellation)
    {
        if (!File.Exists(Log))
            PrivateFile.Write(Log, "");
        await user.GiveAsync(Log, cancellation);
        var said = "";
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            Postmaster.ForgetIfDead(Data);
            var port = wanted is { } known && IsFree(known) ? known : FreePort();
            // Not broken off: pg_ctl would leave a server behind that nobody has heard of.
            var started = await user.RunAsync(
                [binaries.Program("pg_ctl"), "start", "-w", "-t", "60", "-D", Data, "-l", Log, "-o", Settings(port)], CancellationToken.None);
            if (started.Succeeded)
                return port;
            said = started.Output;
            // The port was taken between our look and the start, or a killed server's last processes still hold on.
            await Task.Delay(TimeSpan.FromSeconds(0.5 * (attempt + 1)), cancellation);
        }
        throw new ClusterException($"PostgreSQL did not start over {Data}:\n{said}\n{LastLinesOfLog()}");
    }

    public async Task StopAsync(CancellationToken cancellation)
    {
        if (Postmaster.Read(Data) is not { IsAlive: true } running)
            return;
        var stopped = await user.RunAsync(
            [binaries.Program("pg_ctl"), "stop", "-w", "-t", "30", "-m", "fast", "-D", Data], cancellation);
        if (!stopped.Succeeded && running.IsAlive)
            throw new ClusterException($"PostgreSQL did not stop over {Data}:\n{stopped.Output}");
    }

    /// <summary>For a server that runs but does not answer. PostgreSQL recovers from this at its next start.</summary>
    public async Task KillAsync(CancellationToken cancellation)
    {
        await user.RunAsync([binaries.Program("pg_ctl"), "stop", "-w", "-t", "3", "-m", "immediate", "-D", Data], cancellation);
        if (Postmaster.Read(Data) is { IsAlive: true } running)
            running.Kill();
    }

    string Settings(int port)
    {
        var settings = $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c timezone=UTC -c max_connections=200";
        return durable ? settings : settings + " -c fsync=off -c synchronous_commit=off -c full_page_writes=off";
    }

    string LastLinesOfLog() => string.Join('\n', File.ReadLines(Log).TakeLast(10));

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
