#nullable enable
using System.Diagnostics;
using System.Text.RegularExpressions;

const string Configuration = "Release";
const string Tool = $"tools/Nscp.Reviews.Tool/bin/{Configuration}/net10.0/Nscp.Reviews.Tool.dll";
var target = Argument("target", "test");
// These hold what differs between PostgreSQL's versions and ways of installing it; they run on each that is there. Those that kill whole servers take longest.
string[] everyKind = ["Nscp.Reviews.Record.Tests", "Nscp.Reviews.Followers.Tests", "Nscp.Reviews.Evidence.Tests", .. target is "soak" ? ["Nscp.Reviews.Cluster.Tests"] : Array.Empty<string>()];
var forced = EnvironmentVariable("Reviews__Postgres");
var (passed, failed, skipped) = (0, 0, 0);
List<string> failures = [];

Task("build").Does(() => DotNetBuild("Nscp.Reviews.slnx",
    new DotNetBuildSettings { Configuration = Configuration, NoLogo = true, Verbosity = DotNetVerbosity.Minimal }));

// Code of an older handler would be run without a word.
Task("handlers").IsDependentOn("build").Does(() =>
{
    var written = System.IO.Directory.CreateTempSubdirectory("nscp-reviews-handlers-").FullName;
    try
    {
        if (StartProcess("dotnet", $"{Tool} handlers {written}") != 0 || !SameFiles(written, "src/Nscp.Reviews.Api/Generated"))
            throw new CakeException("The code that handles messages (src/Nscp.Reviews.Api/Generated) is not that of the handlers as they are now: run ./build.sh generate and commit what it writes.");
    }
    finally
    {
        System.IO.Directory.Delete(written, recursive: true);
    }
});

Task("tests").IsDependentOn("handlers").Does(async () =>
{
    var projects = GetSubDirectories("tests").Select(folder => folder.GetDirectoryName()).Where(name => name.EndsWith(".Tests")).Order();
    var servers = new List<Process>();
    try
    {
        var main = forced ?? "embedded";
        var server = StartServer(main, servers) ?? throw new CakeException($"No {main} PostgreSQL could be started.");
        List<(string Project, string Kind, string Server)> runs = [.. projects.Select(project => (project, main, server))];
        if (forced is null && StartServer("installed", servers) is { } second)
            runs.AddRange(everyKind.Select(project => (project, "installed", second)));
        else if (forced is null)
            Console.WriteLine("No installed PostgreSQL on this machine: tests run on one kind only.");
        // Three at a time, those first that wait for servers more than they compute.
        await Parallel.ForEachAsync(runs.OrderByDescending(run => run.Project.Contains(".Cluster.") || run.Project.Contains(".Followers.")), new ParallelOptions { MaxDegreeOfParallelism = 3 }, (run, _) =>
        {
            RunTests(run.Project, run.Kind, run.Server);
            return ValueTask.CompletedTask;
        });
    }
    finally
    {
        foreach (var server in servers)
        {
            server.StandardInput.Close();
            server.WaitForExit();
        }
    }
});

Task("mutations").IsDependentOn("tests").WithCriteria(() => failed == 0).Does(() =>
{
    if (StartProcess("dotnet", new ProcessSettings { Arguments = "stryker", WorkingDirectory = "tests/Nscp.Reviews.Domain.Tests" }) != 0)
        throw new CakeException("Too many mutants survived.");
});

Task("test").IsDependentOn("tests").Does(Finish);
Task("soak").IsDependentOn("tests").IsDependentOn("mutations").Does(Finish);

static bool SameFiles(string one, string other) => Contents(one).SequenceEqual(Contents(other));

static IEnumerable<(string, string)> Contents(string folder) => System.IO.Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
    .Select(file => (System.IO.Path.GetRelativePath(folder, file), System.IO.File.ReadAllText(file))).OrderBy(file => file.Item1, StringComparer.Ordinal);

string? StartServer(string kind, List<Process> servers)
{
    var server = Process.Start(new ProcessStartInfo("dotnet", $"{Tool} test-server {kind}")
        { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    servers.Add(server);
    return server.StandardOutput.ReadLine();
}

void RunTests(string project, string kind, string server)
{
    var start = new ProcessStartInfo($"tests/{project}/bin/{Configuration}/net10.0/{project}", "-noLogo -noColor") { RedirectStandardOutput = true };
    start.Environment["REVIEWS_TEST_POSTGRES"] = server;
    start.Environment["Reviews__Postgres"] = kind;
    start.Environment["REVIEWS_SOAK"] = target is "soak" ? "1" : null;
    using var tests = Process.Start(start)!;
    var said = tests.StandardOutput.ReadToEnd();
    tests.WaitForExit();
    lock (everyKind)
    {
        var run = $"-- {project}, {kind} PostgreSQL";
        // What hosts logged helps only beside a failure.
        Console.WriteLine($"{run}\n{(tests.ExitCode == 0 ? Regex.Replace(said, "^\\{.*\n", "", RegexOptions.Multiline) : said).TrimEnd()}");
        var listed = Regex.Matches(said, @"^    \S.*\[FAIL\]\r?\n(?:(?:      .*)?\r?\n)*", RegexOptions.Multiline).Select(failure => $"{run}\n{failure.Value.TrimEnd()}").ToList();
        if (tests.ExitCode != 0 && listed.Count == 0) listed.Add($"{run}\n    Ended with code {tests.ExitCode} and named no test. Its last words:\n{string.Join('\n', said.TrimEnd().Split('\n').TakeLast(20))}");
        failures.AddRange(listed);
        Count(tests.ExitCode, Regex.Matches(said, @"Total: (\d+)(?:, Errors: (\d+), Failed: (\d+), Skipped: (\d+))?").LastOrDefault() ?? Match.Empty);
    }
}

void Count(int code, Match counts)
{
    int Of(int group) => int.TryParse(counts.Groups[group].Value, out var count) ? count : 0;
    var bad = Of(2) + Of(3);
    // A run that ends badly without a failed test (a crash) is a failure too.
    failed += bad == 0 && code != 0 ? 1 : bad;
    skipped += Of(4);
    passed += Of(1) - Of(3) - Of(4);
}

void Finish()
{
    // Once more, and last: whoever reads only the end of a long output still reads what failed.
    foreach (var failure in failures)
        Console.WriteLine(failure);
    Console.WriteLine($"{passed} passed, {failed} failed" + (skipped > 0 ? $", {skipped} skipped" : ""));
    // At once: the counts are the last line, which is where a person and a machine look.
    Environment.Exit(failed > 0 ? 1 : 0);
}

RunTarget(target);
