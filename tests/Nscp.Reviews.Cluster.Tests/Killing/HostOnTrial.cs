using NodaTime;
using Nscp.Reviews.Tool;
using Nscp.Reviews.Tool.Replaying;
using Nscp.Reviews.Tool.Running;

namespace Nscp.Reviews.Cluster.Tests.Killing;

/// <summary>The built host as a process of its own, as <c>./build.sh run</c> starts it, to be killed and started again.</summary>
sealed class HostOnTrial : IAsyncDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nscp-reviews-killing-");
    readonly Workplace _place;
    readonly Tool.Running.Database _database;
    HostProcess? _process;

    public HostOnTrial(string app, string? owner, string? log)
    {
        _database = Tool.Running.Database.Given(app, owner, log);
        var repository = Repository.Find()!;
        _place = new Workplace(
            repository, new ClusterOptions { DataFolder = _folder.FullName, BinariesFolder = Path.Combine(repository, ".data") }, new Uri($"http://127.0.0.1:{Tools.PretendHost.FreePort()}"));
    }

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Returns when the host is ready.</summary>
    public async Task StartAsync()
    {
        _place.Key();
        _process = HostProcess.Start(_place, _database);
        using var client = new HttpClient { BaseAddress = _place.Address };
        await Readiness.WaitAsync(client, _process, HostProcess.LogFile(_place), SystemClock.Instance, Ct);
    }

    /// <summary>As <c>kill -9</c> does: it hears nothing and finishes nothing.</summary>
    public void Kill()
    {
        using var process = System.Diagnostics.Process.GetProcessById(_process!.Id);
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>Plays a script as the tool does, watched; gives up on a host that does not answer for so long.</summary>
    public async Task<Played> PlayAsync(Script script, Witness witness, Duration patience)
    {
        using var client = new HttpClient(witness, disposeHandler: false) { BaseAddress = _place.Address, Timeout = TimeSpan.FromSeconds(30) };
        return await new Player(client, _place.Key(), SystemClock.Instance) { Patience = patience, Pause = Duration.FromMilliseconds(20) }
            .PlayAsync(script, new Progress<int>(), Ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
