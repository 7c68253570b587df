using NodaTime;

namespace Nscp.Reviews.Evidence.Tests.Seals;

/// <summary>A host that seals a database's log, with a key of its own.</summary>
sealed class SealingHost : IDisposable
{
    internal SealingHost(LogDatabase database, AnchorFiles? anchors = null, int most = 2_000)
    {
        Log = new SealedLog(database.Application);
        Sealer = new Sealer(database.Log, Key, SystemClock.Instance, anchors, Tell) { Most = most };
    }

    internal SealKey Key { get; } = SealKey.Parse(SealKey.NewPem());

    internal List<SealNews> News { get; } = [];

    internal SealedLog Log { get; }

    internal Sealer Sealer { get; }

    internal Task<int> SealAsync() => Sealer.SealAsync(LogDatabase.Ct);

    void Tell(SealNews one)
    {
        lock (News) News.Add(one);
    }

    public void Dispose() => Key.Dispose();
}
