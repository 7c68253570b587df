using System.Diagnostics;
using System.Globalization;

namespace Nscp.Reviews.Bench;

/// <summary>A way of working with the record: one call of one of its workers is one unit of work.</summary>
interface IPath
{
    string Name { get; }

    /// <summary>What one worker repeats; it keeps its own connection or session.</summary>
    Task<IWorker> WorkerAsync();
}

interface IWorker : IAsyncDisposable
{
    Task WorkAsync();
}

/// <summary>Units of work per second of a path and of the baseline beside it, and their ratio, each the median of the rounds.</summary>
sealed record Measured(string Path, int Workers, double Own, double Baseline, double Ratio);

/// <summary>The rounds of one measurement.</summary>
sealed class Pairs(string path, int workers)
{
    readonly List<double> _own = [], _baseline = [], _ratios = [];

    public void Add(double own, double baseline)
    {
        _own.Add(own);
        _baseline.Add(baseline);
        _ratios.Add(own / baseline);
    }

    public Measured Median() => new(path, workers, Rounds.Median(_own), Rounds.Median(_baseline), Rounds.Median(_ratios));
}

/// <summary>Each slice of ours lies between two slices of the baseline, in one run over one server: machines are noisy, ratios less so.</summary>
sealed record Rounds(int Count, double Seconds)
{
    public async Task<Measured> MeasureAsync(IPath path, IPath baseline, int workers)
    {
        var (own, plain, pairs) = (await WorkersAsync(path, workers), await WorkersAsync(baseline, workers), new Pairs(path.Name, workers));
        // Until the compiler has done with it: what costs milliseconds is called too rarely to be fast at once.
        await SliceAsync(own, Seconds * 2);
        await SliceAsync(plain, Seconds * 2);
        for (var round = 1; round <= Count; round++)
        {
            var before = await SliceAsync(plain, Seconds);
            var ours = await SliceAsync(own, Seconds);
            pairs.Add(ours, (before + await SliceAsync(plain, Seconds)) / 2);
        }
        foreach (var worker in own.Concat(plain)) await worker.DisposeAsync();
        var result = pairs.Median();
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {path.Name}, {workers} at once: {result.Own:0}/s, {baseline.Name} {result.Baseline:0}/s, {result.Ratio:0.00}"));
        return result;
    }

    static async Task<List<IWorker>> WorkersAsync(IPath path, int count)
    {
        var workers = new List<IWorker>();
        for (var i = 0; i < count; i++) workers.Add(await path.WorkerAsync());
        return workers;
    }

    /// <summary>Units per second of all workers together.</summary>
    static async Task<double> SliceAsync(IReadOnlyList<IWorker> workers, double seconds)
    {
        var watch = Stopwatch.StartNew();
        var done = await Task.WhenAll(workers.Select(worker => Task.Run(async () =>
        {
            var count = 0;
            for (; watch.Elapsed.TotalSeconds < seconds; count++) await worker.WorkAsync();
            return count;
        })));
        return done.Sum() / watch.Elapsed.TotalSeconds;
    }

    public static double Median(List<double> values)
    {
        values.Sort();
        return values.Count % 2 == 1 ? values[values.Count / 2] : (values[(values.Count / 2) - 1] + values[values.Count / 2]) / 2;
    }
}
