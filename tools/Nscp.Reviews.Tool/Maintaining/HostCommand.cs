using System.Diagnostics;
using Nscp.Reviews.Tool.Running;

namespace Nscp.Reviews.Tool.Maintaining;

/// <summary>What the host's program does when words follow its name: <c>migrate</c>, <c>messages</c>, and the command line of the libraries that it keeps the record with.</summary>
static class HostCommand
{
    /// <summary>At the caller's own terminal.</summary>
    /// <returns>The host's exit code.</returns>
    public static async Task<int> PassAsync(Workplace place, IReadOnlyList<string> words, CancellationToken cancellation)
    {
        await using var database = await Database.OpenAsync(place, new Lines(), cancellation);
        using var host = Process.Start(HostProcess.Command(place, database, words))!;
        return await EndAsync(host, cancellation);
    }

    /// <param name="told">Hears every line that it prints, on whichever thread reads it, one at a time.</param>
    /// <returns>The host's exit code.</returns>
    public static async Task<int> HearAsync(Workplace place, Database database, IReadOnlyList<string> words, Action<string> told, CancellationToken cancellation)
    {
        var start = HostProcess.Command(place, database, words);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        var turn = new Lock();
        using var host = new Process { StartInfo = start };
        host.OutputDataReceived += Hear;
        host.ErrorDataReceived += Hear;
        host.Start();
        host.BeginOutputReadLine();
        host.BeginErrorReadLine();
        return await EndAsync(host, cancellation);

        void Hear(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null) return;
            lock (turn) told(line.Data);
        }
    }

    static async Task<int> EndAsync(Process host, CancellationToken cancellation)
    {
        try
        {
            await host.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            await HostProcess.EndAsync(host);
            throw;
        }
        return host.ExitCode;
    }
}
