using System.Diagnostics;

namespace Nscp.Reviews.Cluster;

public static class ProcessTable
{
    /// <returns>The words with which the process was started, or null when there is no such process.</returns>
    public static string? CommandLine(int process)
    {
        if (OperatingSystem.IsLinux())
            return FromProc(process);
        var start = new ProcessStartInfo("ps", ["-ww", "-p", $"{process}", "-o", "args="]) { UseShellExecute = false, RedirectStandardOutput = true };
        using var ps = Process.Start(start)!;
        var line = ps.StandardOutput.ReadToEnd().Trim();
        ps.WaitForExit();
        return line.Length > 0 ? line : null;
    }

    static string? FromProc(int process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process}/cmdline").Replace('\0', ' ').Trim();
            return line.Length > 0 ? line : null;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
