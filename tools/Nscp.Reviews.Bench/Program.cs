using System.Globalization;
using Nscp.Reviews.Bench;
using Nscp.Reviews.Cluster;

// ./build.sh bench [rounds]: measures, prints, and writes docs/benchmarks/. With the words of a path behind the rounds: only that path, printed only.
// ./build.sh bench due-dates, re-deriving or evidence [rounds]: only those, printed only; evidence is written too.
if (args is ["due-dates"])
{
    ClocksReport.Write(DueDates.Measure(), [], folder: null);
    return 0;
}
var repository = Repository.Find() ?? throw new InvalidOperationException("Run this from the project's working copy: ./build.sh bench");
var count = args is [var given, ..] && int.TryParse(given, CultureInfo.InvariantCulture, out var wanted) ? wanted : 5;
var only = string.Join(' ', args.Skip(1));
var rounds = new Rounds(count, Seconds: 1.5);
var report = new Report();
var rederiving = new List<RederivingFigure>();
if (args is ["re-deriving"])
{
    await using var one = await BenchPlace.OpenAsync(repository, kind: null, CancellationToken.None);
    ClocksReport.Write([], await Rederiving.MeasureAsync(one, rounds: 3), folder: null);
    return 0;
}
if (args is ["evidence", ..])
{
    Evidence.Write(await EvidenceAsync(args is [_, var several] ? int.Parse(several, CultureInfo.InvariantCulture) : 5), Path.Combine(repository, "docs", "benchmarks"));
    return 0;
}
foreach (var kind in (PostgresKind[])[PostgresKind.Embedded, PostgresKind.Installed])
{
    if (await Attempt.OpenAsync(repository, kind) is not { } place)
        continue;
    await using (place)
    {
        report.Add(await TargetTable.MeasureAsync(place, rounds, only));
        if (only.Length == 0)
            rederiving.AddRange(await Rederiving.MeasureAsync(place, count));
        if (only.Length == 0)
            report.Add(await Growth.MeasureAsync(place, rounds with { Count = Math.Max(1, count / 3) }));
    }
}
report.Write(only.Length == 0 ? Path.Combine(repository, "docs", "benchmarks") : null);
if (only.Length == 0)
{
    ClocksReport.Write(DueDates.Measure(), rederiving, Path.Combine(repository, "docs", "benchmarks"));
    Evidence.Write(await EvidenceAsync(count), Path.Combine(repository, "docs", "benchmarks"));
}
return 0;

// A host of its own: it seals, and the others do not.
async Task<IReadOnlyList<EvidenceFigures>> EvidenceAsync(int times)
{
    var figures = new List<EvidenceFigures>();
    foreach (var kind in (PostgresKind[])[PostgresKind.Embedded, PostgresKind.Installed])
    {
        if (await Attempt.OpenAsync(repository, kind, isSealing: true) is not { } place)
            continue;
        await using (place) figures.Add(await Evidence.MeasureAsync(place, new Rounds(times, Seconds: 1.5)));
    }
    return figures;
}
