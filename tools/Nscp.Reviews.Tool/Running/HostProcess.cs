using System.Diagnostics;
using System.Globalization;
using Nscp.Reviews.Cluster;
using Nscp.Reviews.Tool.Sealing;

namespace Nscp.Reviews.Tool.Running;

/// <summary>The host, as a process of ours whose number is kept so that a later run can end it if we are killed.</summary>
sealed class HostProcess : IAsyncDisposable
{
    const string Program = "Nscp.Reviews.Api.dll";
    static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(15);

    readonly Process _process;
    readonly string _pidFile;

    HostProcess(Process process, string pidFile) => (_process, _pidFile) = (process, pidFile);

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    public Task EndedAsync(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    public static string LogFile(Workplace place) => place.InDataFolder("host.log");

    static string PidFile(Workplace place) => place.InDataFolder("host.pid");

    public static HostProcess Start(Workplace place, Database database)
    {
        // The shell opens the log and becomes the host: nothing of ours stands between the two, so that the host
        // outlives us unharmed if we are killed.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "umask 077; exec \"$@\" </dev/null >\"$0\" 2>&1", LogFile(place), "dotnet", Built(place)])
        {
            UseShellExecute = false,
            WorkingDirectory = Path.GetDirectoryName(Built(place)),
        };
        Give(start, place, database);
        if (start.Environment.TryAdd("Reviews__SealKeyFile", place.SealKeyFile))
            SealKeyCommand.ReadOrMake(place.SealKeyFile);
        if (start.Environment.TryAdd("Reviews__AnchorFolder", place.AnchorFolder))
            Directory.CreateDirectory(place.AnchorFolder);
        var process = Process.Start(start)!;
        File.WriteAllText(PidFile(place), process.Id.ToString(CultureInfo.InvariantCulture));
        return new HostProcess(process, PidFile(place));
    }

    /// <summary>The same program, with the same settings, for one command of its own: it serves nobody and makes no key to seal by.</summary>
    public static ProcessStartInfo Command(Workplace place, Database database, IEnumerable<string> words)
    {
        var start = new ProcessStartInfo("dotnet", [Built(place), .. words]) { UseShellExecute = false, WorkingDirectory = Path.GetDirectoryName(Built(place)) };
        place.Key();
        Give(start, place, database);
        if (File.Exists(place.SealKeyFile))
            start.Environment.TryAdd("Reviews__SealKeyFile", place.SealKeyFile);
        return start;
    }

    static void Give(ProcessStartInfo start, Workplace place, Database database)
    {
        var environment = start.Environment;
        environment.TryAdd("ASPNETCORE_ENVIRONMENT", "Development");
        environment.TryAdd("ASPNETCORE_URLS", place.Address.GetLeftPart(UriPartial.Authority));
        environment["ConnectionStrings__Reviews"] = database.AppConnectionString;
        if (database.OwnerConnectionString is { } owner)
            environment["ConnectionStrings__ReviewsOwner"] = owner;
        if (database.LogConnectionString is { } log)
            environment["ConnectionStrings__ReviewsLog"] = log;
        environment["Reviews__DevelopmentKeyFile"] = place.KeyFile;
    }

    /// <summary>Ends a host that an earlier run left when it was killed.</summary>
    public static async Task StopOrphanAsync(Workplace place, IProgress<string> progress)
    {
        if (!File.Exists(PidFile(place)) || !int.TryParse(await File.ReadAllTextAsync(PidFile(place)), CultureInfo.InvariantCulture, out var id))
            return;
        // The number may have gone to another program since.
        if (ProcessTable.CommandLine(id) is { } line && line.Contains(Built(place), StringComparison.Ordinal))
        {
            progress.Report("Stopping the host that an earlier run left ...");
            using var orphan = Process.GetProcessById(id);
            await EndAsync(orphan);
        }
        File.Delete(PidFile(place));
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync(_process);
        _process.Dispose();
        File.Delete(_pidFile);
    }

    internal static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
            await Signal.SendAsync("TERM", process.Id);
        using var patience = new CancellationTokenSource(TimeToStop);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Built beside this program (a tool, or a test of it), in the same configuration.</summary>
    static string Built(Workplace place)
    {
        var below = AppContext.BaseDirectory[AppContext.BaseDirectory.LastIndexOf($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)..];
        var built = Path.Combine(place.Repository, "src", "Nscp.Reviews.Api", below.Trim(Path.DirectorySeparatorChar), Program);
        return File.Exists(built) ? built : throw new ToolException($"The host is not built: {built} is missing. Use ./build.sh run.");
    }
}

static class Signal
{
    /// <summary>.NET can only kill; the shell can ask.</summary>
    public static async Task SendAsync(string signal, int process)
    {
        using var shell = Process.Start("/bin/sh", ["-c", "kill -s \"$0\" \"$1\" 2>/dev/null", signal, process.ToString(CultureInfo.InvariantCulture)]);
        await shell.WaitForExitAsync();
    }
}
