using System.Globalization;
using Nscp.Reviews.Bench;
using Nscp.Reviews.Cluster;

// ./build.sh bench [rounds] [events] [part]: measures, prints, and writes docs/benchmarks/; of one part (command, read, log, proof, host) printed only. The clocks
// are measured with the full log.
// ./build.sh bench due-dates or re-deriving: only those, printed only.
const int allEvents = 100_000;
if (args is ["due-dates"])
{
    ClocksReport.Write(DueDates.Measure(), [], folder: null);
    return 0;
}
var repository = Repository.Find() ?? throw new InvalidOperationException("Run this from the project's working copy: ./build.sh bench");
if (args is ["re-deriving"])
{
    ClocksReport.Write([], await Rederiving.MeasureAsync(repository, rounds: 3), folder: null);
    return 0;
}
var rounds = args is [var given, ..] ? int.Parse(given, CultureInfo.InvariantCulture) : 5;
var events = args is [_, var many, ..] ? int.Parse(many, CultureInfo.InvariantCulture) : allEvents;
var part = args is [_, _, var one] ? one : "";
var folder = part.Length == 0 ? Path.Combine(repository, "docs", "benchmarks") : null;
await using (var place = await BenchPlace.OpenAsync(repository, CancellationToken.None))
    (await new TargetTable(place, repository, new Rounds(rounds, Seconds: 1), events, part).MeasureAsync()).Write(folder);
if (folder is not null && events == allEvents) ClocksReport.Write(DueDates.Measure(), await Rederiving.MeasureAsync(repository, rounds), folder);
return 0;
