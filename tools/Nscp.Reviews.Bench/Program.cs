using System.Globalization;
using Nscp.Reviews.Bench;
using Nscp.Reviews.Cluster;

// Each slice of ours lies between two slices of the baseline, in one run over one server: machines are noisy, ratios less so.
var rounds = args is [var given, ..] && int.TryParse(given, CultureInfo.InvariantCulture, out var wanted) ? wanted : 5;
int[] writers = [1, 8];
const double SecondsPerSlice = 1.5;

var repository = Repository.Find() ?? throw new InvalidOperationException("Run this from the project's working copy: ./build.sh bench");
await using var place = await BenchPlace.OpenAsync(repository, CancellationToken.None);
IPath[] paths = [new OverHttp(place), new InProcess(place)];
var baseline = new PlainSql(place);
Console.WriteLine($"PostgreSQL {place.ServerVersion}, durable; {rounds} rounds of {SecondsPerSlice} s slices; {Environment.ProcessorCount} cores.");
var results = new List<Measured>();
foreach (var path in paths)
    foreach (var count in writers)
        results.Add(await Rounds.MeasureAsync(path, baseline, count, rounds, SecondsPerSlice));

Console.WriteLine();
Console.WriteLine("| path | writers | commands/s (median) | plain SQL/s (median) | ratio (median of rounds) |");
Console.WriteLine("| --- | --- | --- | --- | --- |");
foreach (var row in results)
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {row.Path} | {row.Writers} | {row.Own:0} | {row.Baseline:0} | {row.Ratio:P0} |"));
return 0;
