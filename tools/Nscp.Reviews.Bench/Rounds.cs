using System.Diagnostics;
using System.Globalization;

namespace Nscp.Reviews.Bench;

/// <summary>A way of working with the store: one call of one of its workers is one unit of work.</summary>
interface IPath
{
    string Name { get; }

    /// <summary>What one worker repeats; it keeps its own connection or client.</summary>
    Task<IWorker> WorkerAsync();
}

interface IWorker : IAsyncDisposable
{
    Task WorkAsync();
}

/// <summary>Units of work per second of a path and of the baseline beside it, and their ratio, each the median of the rounds.</summary>
/// <param name="Processor">Milliseconds of processor time per unit, client and server together; null where it was not taken.</param>
sealed record Measured(string Path, int Workers, double Own, double Baseline, double Ratio, double? Processor = null);

/// <summary>Each slice of ours lies between two slices of the baseline, in one run over one server: machines are noisy, ratios less so.</summary>
sealed record Rounds(int Count, double Seconds)
{
    public async Task<Measured> MeasureAsync(IPath path, IPath baseline, int workers)
    {
        var (own, plain) = (await WorkersAsync(path, workers), await WorkersAsync(baseline, workers));
        // Until the compiler has done with it: what costs milliseconds is called too rarely to be fast at once.
        await SliceAsync(own, Seconds * 4);
        await SliceAsync(plain, Seconds / 2);
        var (owns, plains, ratios, processors) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 1; round <= Count; round++)
        {
            var before = await SliceAsync(plain, Seconds);
            var begun = ProcessorTime.Taken();
            var ours = await SliceAsync(own, Seconds);
            processors.Add((ProcessorTime.Taken() - begun) / (ours * Seconds));
            var after = await SliceAsync(plain, Seconds);
            owns.Add(ours);
            plains.Add((before + after) / 2);
            ratios.Add(ours / plains[^1]);
        }
        foreach (var worker in own.Concat(plain))
            await worker.DisposeAsync();
        var result = new Measured(path.Name, workers, Median(owns), Median(plains), Median(ratios), Median(processors));
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {path.Name}, {workers} at once: {result.Own:0}/s, baseline {result.Baseline:0}/s, {result.Ratio:P0}"));
        return result;
    }

    /// <summary>One slice of workers that are used for nothing else: units per second of all together.</summary>
    public async Task<double> SliceAsync(IReadOnlyList<IWorker> workers)
    {
        var done = await SliceAsync(workers, Seconds);
        foreach (var worker in workers)
            await worker.DisposeAsync();
        return done;
    }

    static async Task<List<IWorker>> WorkersAsync(IPath path, int count)
    {
        var workers = new List<IWorker>();
        for (var i = 0; i < count; i++)
            workers.Add(await path.WorkerAsync());
        return workers;
    }

    /// <summary>Units per second of all workers together.</summary>
    static async Task<double> SliceAsync(IReadOnlyList<IWorker> workers, double seconds)
    {
        var watch = Stopwatch.StartNew();
        var done = await Task.WhenAll(workers.Select(worker => Task.Run(async () =>
        {
            var count = 0;
            for (; watch.Elapsed.TotalSeconds < seconds; count++)
                await worker.WorkAsync();
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

/// <summary>Milliseconds that all processors of the machine have worked, whoever they worked for: client and server are on one machine.</summary>
static class ProcessorTime
{
    const double MillisecondsPerTick = 10;

    public static double Taken()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var ticks = fields.Skip(1).Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToList();
        const int idle = 3, waiting = 4;
        return (ticks.Take(8).Sum() - ticks[idle] - ticks[waiting]) * MillisecondsPerTick;
    }
}
