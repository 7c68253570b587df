using System.Diagnostics;
using System.Globalization;

namespace Nscp.Reviews.Cluster;

/// <summary>The server process that postmaster.pid names.</summary>
sealed record Postmaster(int ProcessId, int Port, string Data)
{
    static string PidFile(string data) => Path.Combine(data, "postmaster.pid");

    /// <summary>False also when the number now belongs to another program, as after a restart of the machine.</summary>
    public bool IsAlive => ProcessTable.CommandLine(ProcessId) is { } line
        && line.Contains("postgres", StringComparison.Ordinal) && line.Contains(Data, StringComparison.Ordinal);

    public static Postmaster? Read(string data)
    {
        var file = PidFile(data);
        if (!File.Exists(file))
            return null;
        // Line 1 is the process, line 4 the port; a server that has just begun to start has not written it yet.
        var lines = File.ReadAllLines(file);
        return lines.Length > 0 && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var process)
            ? new Postmaster(process, lines.Length > 3 && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port) ? port : 0, data)
            : null;
    }

    /// <summary>PostgreSQL itself refuses to start when another process of its user has the old number.</summary>
    public static void ForgetIfDead(string data)
    {
        if (File.Exists(PidFile(data)) && Read(data) is not { IsAlive: true })
            File.Delete(PidFile(data));
    }

    public void Kill()
    {
        using var process = Process.GetProcessById(ProcessId);
        process.Kill();
        process.WaitForExit(TimeSpan.FromSeconds(5));
    }
}
