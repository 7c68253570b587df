using Nscp.Reviews.Bench;
using Nscp.Reviews.Cluster;

// ./build.sh bench [table|growth] [rounds]: measures, prints, and writes docs/benchmarks/.
var repository = Repository.Find() ?? throw new InvalidOperationException("Run this from the project's working copy: ./build.sh bench");
var parts = args.Where(arg => arg is "table" or "growth").ToList();
var count = args.Select(arg => int.TryParse(arg, out var given) ? given : 0).FirstOrDefault(given => given > 0, 5);
var rounds = new Rounds(count, Seconds: 1.5);
var report = new Report();
foreach (var kind in (PostgresKind[])[PostgresKind.Embedded, PostgresKind.Installed])
{
    if (await Attempt.OpenAsync(repository, kind) is not { } place)
        continue;
    await using (place)
    {
        if (parts.Count == 0 || parts.Contains("table"))
            report.Add(await TargetTable.MeasureAsync(place, rounds));
        if (parts.Count == 0 || parts.Contains("growth"))
            report.Add(await Growth.MeasureAsync(place, rounds with { Count = Math.Max(1, count / 2) }));
    }
}
report.Write(Path.Combine(repository, "docs", "benchmarks"));
return 0;
