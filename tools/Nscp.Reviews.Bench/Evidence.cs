using System.Globalization;
using System.Text;
using Npgsql;
using Nscp.Reviews.EventStore;

namespace Nscp.Reviews.Bench;

/// <summary>What history, proof and sealing cost on one server.</summary>
/// <param name="Readings">Beside the plain SELECT of the same stream.</param>
/// <param name="Sealing">Appends while the sealer runs, beside appends while it is paused.</param>
sealed record EvidenceFigures(string Server, IReadOnlyList<Measured> Readings, Measured Verifying, IReadOnlyList<Measured> Sealing);

static class Evidence
{
    public static async Task<EvidenceFigures> MeasureAsync(BenchPlace place, Rounds rounds)
    {
        await Console.Error.WriteLineAsync($"{place.Server}: history and proof");
        var verifying = await VerifyPath.MeasureAsync(place, rounds);
        var stream = await LongCase.MakeAsync(place);
        await using var log = NpgsqlDataSource.Create(place.LogConnectionString);
        await SealedAsync(log);
        var select = new PlainSelect(place.SuperuserConnectionString, [stream], "NSCP");
        var readings = new List<Measured>();
        foreach (var path in (IPath[])
        [
            new DecisionHistories(place, stream),
            new ReadingOverHttp(place, "the same over HTTP, with the record of the reading", $"/api/v1/cases/{LongCase.Reference}/decisions/1/history"),
            new ReadingOverHttp(place, "audit bundle over HTTP", $"/api/v1/cases/{LongCase.Reference}/audit-bundle"),
        ])
            readings.Add(await rounds.MeasureAsync(path, select, 1));
        return new(place.Server, readings, verifying, [await SealingAsync(place, log, rounds, 1), await SealingAsync(place, log, rounds, 8)]);
    }

    static async Task<Measured> SealingAsync(BenchPlace place, NpgsqlDataSource log, Rounds rounds, int workers)
    {
        var (path, owns, plains, ratios) = (new AppendOnly(place.Store), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds.Count; round++)
        {
            var before = await SliceAsync(isSealing: false);
            var own = await SliceAsync(isSealing: true);
            var after = await SliceAsync(isSealing: false);
            owns.Add(own);
            plains.Add((before + after) / 2);
            ratios.Add(own / plains[^1]);
        }
        var result = new Measured("append while the log is sealed", workers, Rounds.Median(owns), Rounds.Median(plains), Rounds.Median(ratios));
        await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {result.Path}, {workers} at once: {result.Own:0}/s, unsealed {result.Baseline:0}/s, {result.Ratio:P0}"));
        return result;

        async Task<double> SliceAsync(bool isSealing)
        {
            // What the slice before left to be sealed is not this one's cost.
            await ConsumerOffice.ResumeAsync(log, Sealing.Name, CancellationToken.None);
            await SealedAsync(log);
            if (!isSealing) await ConsumerOffice.PauseAsync(log, Sealing.Name, CancellationToken.None);
            var all = await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => path.WorkerAsync()));
            return await rounds.SliceAsync(all);
        }
    }

    static async Task SealedAsync(NpgsqlDataSource log)
    {
        while ((await ConsumerOffice.ListAsync(log, CancellationToken.None)).FirstOrDefault(one => one.Name == Sealing.Name) is not { Behind: 0 }) await Task.Delay(50);
    }

    /// <param name="folder">Null to print only.</param>
    public static void Write(IReadOnlyList<EvidenceFigures> figures, string? folder)
    {
        var text = new StringBuilder(
            """
            # The speed of history and proof

            Made by `./build.sh bench`: do not edit. Each slice of ours lies between two slices of the baseline, in one run over one server; medians of the rounds.
            Memory is set as `./build.sh run` sets it for the host: see *Memory* in [operations](../operations.md).


            """);
        text.AppendLine(CultureInfo.InvariantCulture, $"{Machine.Describe()}").AppendLine();
        foreach (var one in figures) Append(text, one);
        Console.WriteLine(text);
        if (folder is not null) File.WriteAllText(Path.Combine(folder, "evidence.md"), text.ToString());
    }

    static void Append(StringBuilder text, EvidenceFigures one)
    {
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"""
            ## {one.Server}

            A case of {LongCase.Events} events. To reach: how a decision came about in under 3 times the plain SELECT of its stream (one prepared statement, nothing deserialised), a bundle in under a second.

            | reading | milliseconds | plain SELECT | times as long |
            | --- | --- | --- | --- |
            """);
        foreach (var reading in one.Readings) text.AppendLine(CultureInfo.InvariantCulture, $"| {reading.Path} | {1000 / reading.Own:0.00} | {1000 / reading.Baseline:0.00} | {1 / reading.Ratio:0.0} |");
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"""

            The whole log verified on one thread: {one.Verifying.Own:N0} events per second (to reach: 100,000), {one.Verifying.Ratio:P0} of a plain binary COPY-out of the same rows ({one.Verifying.Baseline:N0}).

            | sealing | at once | per second | without | share |
            | --- | --- | --- | --- | --- |
            """);
        foreach (var append in one.Sealing) text.AppendLine(CultureInfo.InvariantCulture, $"| {append.Path} | {append.Workers} | {append.Own:N0} | {append.Baseline:N0} | {append.Ratio:P0} |");
        text.AppendLine();
    }
}
