using NodaTime;
using Nscp.Reviews.Evidence;
using Nscp.Reviews.Tool;
using Nscp.Reviews.Tool.Replaying;
using Nscp.Reviews.Tool.Running;
using Nscp.Reviews.Tool.Sealing;

namespace Nscp.Reviews.Cluster.Tests.Killing;

/// <summary>The built host as a process of its own, as <c>./build.sh run</c> starts it, to be killed and started again.</summary>
sealed class HostOnTrial : IAsyncDisposable
{
    readonly TemporaryPlace _folder = new();
    HostProcess? _process;

    public HostOnTrial(string app, string? owner, string? log) => Database = Tool.Running.Database.Given(app, owner, log);

    public HostOnTrial(TestDatabase database) : this(database.AppConnectionString, database.OwnerConnectionString, database.LogConnectionString)
    {
    }

    public HostOnTrial(LocalCluster cluster) : this(cluster.AppConnectionString, cluster.OwnerConnectionString, cluster.LogConnectionString)
    {
    }

    public Tool.Running.Database Database { get; }

    public Workplace Place => _folder.Workplace;

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public PublicKey SealKey => SealKeyCommand.ReadOrMake(Place.SealKeyFile);

    /// <summary>Seals by the other's key, as all hosts over one database do.</summary>
    public HostOnTrial SealingLike(HostOnTrial other)
    {
        _ = other.SealKey;
        File.Copy(other.Place.SealKeyFile, Place.SealKeyFile);
        return this;
    }

    /// <summary>Returns when the host is ready.</summary>
    public async Task StartAsync()
    {
        Place.Key();
        _process = HostProcess.Start(Place, Database);
        using var client = new HttpClient { BaseAddress = Place.Address };
        await Readiness.WaitAsync(client, _process, HostProcess.LogFile(Place), SystemClock.Instance, Ct);
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
        using var client = new HttpClient(witness, disposeHandler: false) { BaseAddress = Place.Address, Timeout = TimeSpan.FromSeconds(30) };
        return await new Player(client, Place.Key(), SystemClock.Instance) { Patience = patience, Pause = Duration.FromMilliseconds(20) }
            .PlayAsync(script, new Progress<int>(), Ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>A data folder and an address that nobody else has.</summary>
sealed class TemporaryPlace : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nscp-reviews-killing-");

    public TemporaryPlace() => Workplace = new Workplace(
        Repository.Find()!, new ClusterOptions { DataFolder = _folder.FullName, BinariesFolder = Path.Combine(Repository.Find()!, ".data") }, new Uri($"http://127.0.0.1:{Tools.PretendHost.FreePort()}"));

    public Workplace Workplace { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}
