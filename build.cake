#nullable enable
using System.Diagnostics;
using System.Text.RegularExpressions;

const string Configuration = "Release";
// These hold what differs between PostgreSQL's versions and ways of installing it; they run on each that is there.
string[] everyKind = ["Nscp.Reviews.EventStore.Tests", "Nscp.Reviews.Cluster.Tests"];
var target = Argument("target", "test");
var forced = EnvironmentVariable("Reviews__Postgres");
var (passed, failed, skipped) = (0, 0, 0);

Task("build").Does(() => DotNetBuild("Nscp.Reviews.slnx",
    new DotNetBuildSettings { Configuration = Configuration, NoLogo = true, Verbosity = DotNetVerbosity.Minimal }));

Task("tests").IsDependentOn("build").Does(() =>
{
    var projects = GetSubDirectories("tests").Select(folder => folder.GetDirectoryName()).Where(name => name.EndsWith(".Tests")).Order().ToArray();
    var servers = new List<Process>();
    try
    {
        var main = forced ?? "embedded";
        var server = StartServer(main, servers) ?? throw new CakeException($"No {main} PostgreSQL could be started.");
        var runs = projects.Select(project => (project, main, server)).ToList();
        if (forced is null && StartServer("installed", servers) is { } second)
            runs.AddRange(everyKind.Select(project => (project, "installed", second)));
        else if (forced is null)
            Console.WriteLine("No installed PostgreSQL on this machine: tests run on one kind only.");
        RunAll(runs);
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
    var code = StartProcess("dotnet", new ProcessSettings { Arguments = "stryker", WorkingDirectory = "tests/Nscp.Reviews.Domain.Tests" });
    if (code != 0)
        throw new CakeException("Too many mutants survived.");
});

Task("test").IsDependentOn("tests").Does(Finish);
Task("soak").IsDependentOn("tests").IsDependentOn("mutations").Does(Finish);

string? StartServer(string kind, List<Process> servers)
{
    var server = Process.Start(new ProcessStartInfo("dotnet", $"tools/Nscp.Reviews.Tool/bin/{Configuration}/net10.0/Nscp.Reviews.Tool.dll test-server {kind}")
        { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    servers.Add(server);
    return server.StandardOutput.ReadLine();
}

// Two at a time, those first that wait for servers more than they compute.
void RunAll(IEnumerable<(string Project, string Kind, string Server)> runs) => Parallel.ForEach(
    System.Collections.Concurrent.Partitioner.Create(runs.OrderByDescending(run => run.Project.Contains(".Cluster.")), System.Collections.Concurrent.EnumerablePartitionerOptions.NoBuffering),
    new ParallelOptions { MaxDegreeOfParallelism = 2 }, run =>
    {
        var (code, lines) = RunTests($"tests/{run.Project}/bin/{Configuration}/net10.0/{run.Project}", run.Kind, run.Server);
        lock (everyKind)
        {
            Console.WriteLine($"-- {run.Project}, {run.Kind} PostgreSQL");
            lines.ForEach(Console.WriteLine);
            Count(code, lines.LastOrDefault(line => line.Contains("Total: ")) ?? "");
        }
    });

void Count(int code, string summary)
{
    var counts = Regex.Match(summary, @"Total: (\d+)(?:, Errors: (\d+), Failed: (\d+), Skipped: (\d+))?");
    int Of(int group) => int.TryParse(counts.Groups[group].Value, out var count) ? count : 0;
    var bad = Of(2) + Of(3);
    // A run that ends badly without a failed test (a crash) is a failure too.
    failed += bad == 0 && code != 0 ? 1 : bad;
    skipped += Of(4);
    passed += Of(1) - Of(3) - Of(4);
}

(int Code, List<string> Lines) RunTests(string program, string kind, string server)
{
    var start = new ProcessStartInfo(program, "-noLogo -noColor") { RedirectStandardOutput = true };
    start.Environment["REVIEWS_TEST_POSTGRES"] = server;
    start.Environment["Reviews__Postgres"] = kind;
    start.Environment["REVIEWS_SOAK"] = target is "soak" ? "1" : null;
    using var tests = Process.Start(start)!;
    var lines = new List<string>();
    while (tests.StandardOutput.ReadLine() is { } line)
        lines.Add(line);
    tests.WaitForExit();
    return (tests.ExitCode, lines);
}

void Finish()
{
    Console.WriteLine($"{passed} passed, {failed} failed" + (skipped > 0 ? $", {skipped} skipped" : ""));
    // At once: the counts are the last line, which is where a person and a machine look.
    Environment.Exit(failed > 0 ? 1 : 0);
}

RunTarget(target);
