namespace Nscp.Reviews.Cluster.Tests;

/// <summary>A data folder of one test, and the clusters over it, which are of the kind that this run is of.</summary>
sealed class OwnCluster : IDisposable
{
    readonly bool _durable;
    readonly TestFolder _folder = TestFolder.Take();

    public OwnCluster(bool reachable = true, bool durable = false)
    {
        _durable = durable;
        Directory.CreateDirectory(Data, reachable ? (UnixFileMode)0b111_101_101 : (UnixFileMode)0b111_000_000);
    }

    public string Data => _folder.Path;
    public string Places => Cluster.Places.For(Data);
    public List<string> Said { get; } = [];

    public Task<LocalCluster> StartAsync(PostgresKind? kind = null) =>
        LocalCluster.StartAsync(Options(kind), new Hearing(Said), TestContext.Current.CancellationToken);

    /// <summary>A server that no program uses, as one leaves it that is killed.</summary>
    public async Task<int> StartServerAsync(string folder)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var user = await ServerUser.ChooseAsync(Path.Combine(folder, "postgres"), cancellation);
        var binaries = await Binaries.ObtainAsync(Options(), Server.MajorOf(folder), user, new Hearing(Said), cancellation);
        return await new Server(folder, binaries, user, _durable).StartAsync(null, cancellation);
    }

    public void Dispose() => _folder.Dispose();

    public ClusterOptions Options(PostgresKind? kind = null) => new()
    {
        DataFolder = Data,
        BinariesFolder = Path.Combine(Repository.Find()!, ".data"),
        Kind = kind ?? ClusterOptions.KindFromEnvironment(),
        Durable = _durable,
    };

    sealed class Hearing(List<string> said) : IProgress<string>
    {
        public void Report(string value) => said.Add(value);
    }
}
