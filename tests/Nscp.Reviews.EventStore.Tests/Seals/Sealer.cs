using NodaTime;

namespace Nscp.Reviews.EventStore.Tests.Seals;

/// <summary>A host that seals a database's log, with a key of its own.</summary>
sealed class Sealer(StoreDatabase database, AnchorFiles? anchors = null) : IDisposable
{
    internal SealKey Key { get; } = SealKey.Parse(SealKey.NewPem());

    internal List<SealNews> News { get; } = [];

    internal SealedLog Log { get; } = new(database.Application);

    internal Consumer Consumer => new Sealing(Key, SystemClock.Instance, anchors, Tell).Consumer(TimeSpan.Zero);

    /// <summary>Until everything is sealed.</summary>
    internal Task SealAsync() => SealAsync(Consumer);

    internal async Task SealAsync(Consumer consumer)
    {
        await using var host = Host.Start(database, consumer);
        await CaughtUpAsync();
    }

    internal Task CaughtUpAsync() => Waits.UntilAsync(async () => await StatusAsync() is { Behind: 0 }, async () => $"{(await StatusAsync())?.Position}", "everything is sealed");

    internal async Task<ConsumerStatus?> StatusAsync() => (await ConsumerOffice.ListAsync(database.Log, StoreDatabase.Ct)).SingleOrDefault(one => one.Name == Sealing.Name);

    void Tell(SealNews one)
    {
        lock (News) News.Add(one);
    }

    public void Dispose() => Key.Dispose();
}
