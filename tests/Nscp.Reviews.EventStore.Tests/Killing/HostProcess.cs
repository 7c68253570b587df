using System.Diagnostics;
using Npgsql;

namespace Nscp.Reviews.EventStore.Tests.Killing;

/// <summary>A host on trial, seen from the test.</summary>
sealed class HostProcess : IAsyncDisposable
{
    readonly Process _process;
    readonly StoreDatabase _database;
    readonly string _name;

    HostProcess(Process process, StoreDatabase database, string name) => (_process, _database, _name) = (process, database, name);

    internal static HostProcess Start(StoreDatabase database, string name, string consumer, Work pausesIn = Work.None)
    {
        var log = new NpgsqlConnectionStringBuilder(database.LogConnectionString) { ApplicationName = name }.ConnectionString;
        // Its standard input ends with this process, however that ends.
        var start = new ProcessStartInfo(Environment.ProcessPath!, [HostOnTrial.Word, name, consumer, $"{pausesIn}", log]) { RedirectStandardInput = true, UseShellExecute = false };
        return new HostProcess(Process.Start(start)!, database, name);
    }

    /// <summary>Until it stands in the middle of its work.</summary>
    internal Task PausedAsync() => Waits.UntilAsync(async () =>
    {
        _process.HasExited.ShouldBeFalse("the host has ended");
        return (await _database.TextsAsync($"select 1 from pause where host = '{_name}'")).Count > 0;
    });

    internal Task EndPauseAsync() => _database.ExecuteAsync($"update pause set over = true where host = '{_name}'");

    /// <summary>As <c>kill -9</c> does: it hears nothing and finishes nothing.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(StoreDatabase.Ct);
    }

    /// <summary>It stands still; its connections stay open, and the kernel answers for it.</summary>
    internal Task FreezeAsync() => SignalAsync("STOP");

    internal Task ContinueAsync() => SignalAsync("CONT");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync(StoreDatabase.Ct);
        kill.ExitCode.ShouldBe(0);
    }
}
