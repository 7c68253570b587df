using System.Diagnostics;
using Marten;
using NodaTime;
using Nscp.Reviews.Api.Storage;
using Nscp.Reviews.Bench.Stock;
using Nscp.Reviews.Evidence;

namespace Nscp.Reviews.Bench;

/// <summary>What goes through the whole log, in events per second.</summary>
static class WholeLog
{
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>A rebuild of every document after all were taken away, one in which nothing differs, and Marten's own of one small snapshot before, between and after.</summary>
    public static async Task<(Measured Emptied, Measured Same)> RebuildAsync(BenchPlace place, int rounds)
    {
        await using var stock = StockStore.Open(place.Superuser);
        var events = await CountAsync(place);
        var (emptied, same) = (new Pairs("rebuild of every document, none there", 1), new Pairs("rebuild of every document, none differs", 1));
        for (var round = 0; round < rounds; round++)
        {
            var first = await StockAsync();
            await place.RunAsync("truncate mt_doc_case, mt_doc_reference, mt_doc_words, mt_doc_clock, mt_doc_recommendation");
            var all = await ProductAsync();
            var second = await StockAsync();
            emptied.Add(all, (first + second) / 2);
            var nothing = await ProductAsync();
            same.Add(nothing, (second + await StockAsync()) / 2);
        }
        return (emptied.Median(), same.Median());

        Task<double> ProductAsync() => RebuildAsync(place.Host.Services.GetRequiredService<ILogStore>(), Rebuilding.Name);

        Task<double> StockAsync() => RebuildAsync(stock, nameof(StockSnapshot));

        async Task<double> RebuildAsync(IDocumentStore store, string name)
        {
            using var daemon = (IDisposable)await ((DocumentStore)store).BuildProjectionDaemonAsync();
            var begun = Stopwatch.GetTimestamp();
            await ((JasperFx.Events.Daemon.IProjectionDaemon)daemon).RebuildProjectionAsync(name, Longest, CancellationToken.None);
            var speed = events / Stopwatch.GetElapsedTime(begun).TotalSeconds;
            await Console.Error.WriteLineAsync($"  rebuild of {name}: {speed:N0} events/s");
            return speed;
        }
    }

    /// <summary>Sealed first, and then verified on one thread.</summary>
    public static async Task<double> VerifyAsync(BenchPlace place, int rounds)
    {
        using var key = SealKey.Parse(SealKey.NewPem());
        var begun = Stopwatch.GetTimestamp();
        var count = await new Sealer(place.Log, key, SystemClock.Instance, null).SealAsync(CancellationToken.None);
        await Console.Error.WriteLineAsync($"  sealed {count / Stopwatch.GetElapsedTime(begun).TotalSeconds:N0} events/s");
        var speeds = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            begun = Stopwatch.GetTimestamp();
            var report = await new Verification(place.Log, [key.Public], null, SystemClock.Instance).RunAsync(VerificationCause.OnDemand, null, CancellationToken.None);
            if (report.Findings.Count > 0) throw new InvalidOperationException(report.Findings[0].Sentence);
            speeds.Add(report.Events / Stopwatch.GetElapsedTime(begun).TotalSeconds);
            await Console.Error.WriteLineAsync($"  verified {speeds[^1]:N0} events/s");
        }
        return Rounds.Median(speeds);
    }

    static async Task<long> CountAsync(BenchPlace place)
    {
        await using var command = place.Log.CreateCommand("select count(*) from mt_events");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
