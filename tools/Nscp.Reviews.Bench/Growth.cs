using System.Globalization;

namespace Nscp.Reviews.Bench;

/// <summary>How cost grows with one thing, all else being equal: what it is, and each step's measurement.</summary>
sealed record Growing(string What, IReadOnlyList<(string Step, Measured Measured)> Steps);

sealed record Growth(string Server, IReadOnlyList<Growing> Parts)
{
    static readonly int[] Writers = [1, 2, 4, 8, 16];
    static readonly int[] Lengths = [8, 80, 800];
    static readonly int[] Logs = [10_000, 100_000, 1_000_000];

    public static async Task<Growth> MeasureAsync(BenchPlace place, Rounds rounds)
    {
        await Console.Error.WriteLineAsync($"{place.Server}: how cost grows");
        var plain = new PlainSql(place);
        var (appending, deciding, reading, appendingToLogs, readingLogs) = (Steps(), Steps(), Steps(), Steps(), Steps());
        foreach (var writers in Writers)
        {
            appending.Add(($"{writers}", await rounds.MeasureAsync(new AppendOnly(place.Store), plain, writers)));
            deciding.Add(($"{writers}", await rounds.MeasureAsync(new LoadDecideAppend(place.Store), plain, writers)));
        }
        foreach (var length in Lengths)
        {
            var streams = await Filling.StreamsAsync(place.SuperuserConnectionString, Math.Max(10, 8_000 / length), length);
            reading.Add((Count(length), await rounds.MeasureAsync(new ReadAndFold(place.Store, streams, length), new PlainSelect(place.SuperuserConnectionString, streams), 1)));
        }
        var there = 0;
        foreach (var size in Logs)
        {
            var streams = await Filling.StreamsAsync(place.SuperuserConnectionString, (size - there) / 8, 8);
            there = size;
            appendingToLogs.Add((Count(size), await rounds.MeasureAsync(new AppendOnly(place.Store), plain, 8)));
            readingLogs.Add((Count(size), await rounds.MeasureAsync(new ReadAndFold(place.Store, streams, 8), new PlainSelect(place.SuperuserConnectionString, streams), 8)));
        }
        return new Growth(place.Server,
        [
            new("append only, by writers at once", appending), new("load, decide, append, by writers at once", deciding), new("read and fold, by events in the stream", reading),
            new("append only, 8 writers, by events in the log", appendingToLogs), new("read and fold 8 events, 8 readers, by events in the log", readingLogs),
        ]);
    }

    static List<(string, Measured)> Steps() => [];

    static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
