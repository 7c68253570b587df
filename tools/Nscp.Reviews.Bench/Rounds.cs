using System.Diagnostics;
using System.Globalization;

namespace Nscp.Reviews.Bench;

/// <summary>A way of appending: one call is one command on one case of eight.</summary>
interface IPath
{
    string Name { get; }

    /// <summary>What one writer repeats; it keeps its own connection or client.</summary>
    Task<IWriter> WriterAsync();
}

interface IWriter : IAsyncDisposable
{
    Task AppendAsync();
}

/// <summary>Appends per second of a path and of the baseline beside it, and their ratio, each the median of the rounds.</summary>
sealed record Measured(string Path, int Writers, double Own, double Baseline, double Ratio);

static class Rounds
{
    public static async Task<Measured> MeasureAsync(IPath path, IPath baseline, int writers, int rounds, double seconds)
    {
        var (own, plain) = (await WritersAsync(path, writers), await WritersAsync(baseline, writers));
        await SliceAsync(own, seconds / 3);
        await SliceAsync(plain, seconds / 3);
        var (owns, plains, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 1; round <= rounds; round++)
        {
            var (before, ours, after) = (await SliceAsync(plain, seconds), await SliceAsync(own, seconds), await SliceAsync(plain, seconds));
            owns.Add(ours);
            plains.Add((before + after) / 2);
            ratios.Add(ours / plains[^1]);
            await Console.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{path.Name}, {writers} writers, round {round} of {rounds}: {ours:0}/s, plain SQL {plains[^1]:0}/s"));
        }

        foreach (var writer in own.Concat(plain)) await writer.DisposeAsync();
        return new(path.Name, writers, Median(owns), Median(plains), Median(ratios));
    }

    static async Task<List<IWriter>> WritersAsync(IPath path, int count)
    {
        var writers = new List<IWriter>();
        for (var i = 0; i < count; i++) writers.Add(await path.WriterAsync());
        return writers;
    }

    /// <summary>Appends per second of all writers together.</summary>
    static async Task<double> SliceAsync(List<IWriter> writers, double seconds)
    {
        var watch = Stopwatch.StartNew();
        var done = await Task.WhenAll(writers.Select(async writer =>
        {
            var count = 0;
            for (; watch.Elapsed.TotalSeconds < seconds; count++) await writer.AppendAsync();
            return count;
        }));
        return done.Sum() / watch.Elapsed.TotalSeconds;
    }

    static double Median(List<double> values)
    {
        values.Sort();
        return values.Count % 2 == 1 ? values[values.Count / 2] : (values[(values.Count / 2) - 1] + values[values.Count / 2]) / 2;
    }
}
