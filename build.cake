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
    var main = forced ?? "embedded";
    WithServer(main, required: true, server => RunAll(projects, main, server));
    if (forced is null)
        WithServer("installed", required: false, server => RunAll(everyKind, "installed", server));
});

Task("mutations").IsDependentOn("tests").WithCriteria(() => failed == 0).Does(() =>
{
    var code = StartProcess("dotnet", new ProcessSettings { Arguments = "stryker", WorkingDirectory = "tests/Nscp.Reviews.Domain.Tests" });
    if (code != 0)
        throw new CakeException("Too many mutants survived.");
});

Task("test").IsDependentOn("tests").Does(Finish);
Task("soak").IsDependentOn("tests").IsDependentOn("mutations").Does(Finish);

void WithServer(string kind, bool required, Action<string> run)
{
    using var server = Process.Start(new ProcessStartInfo("dotnet", $"tools/Nscp.Reviews.Tool/bin/{Configuration}/net10.0/Nscp.Reviews.Tool.dll test-server {kind}")
        { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    try
    {
        if (server.StandardOutput.ReadLine() is { } connection)
            run(connection);
        else if (required)
            throw new CakeException($"No {kind} PostgreSQL could be started.");
        else
            Console.WriteLine($"No {kind} PostgreSQL on this machine: tests run on one kind only.");
    }
    finally
    {
        server.StandardInput.Close();
        server.WaitForExit();
    }
}

void RunAll(IEnumerable<string> projects, string kind, string server)
{
    foreach (var project in projects)
    {
        Console.WriteLine($"-- {project}, {kind} PostgreSQL");
        var (code, summary) = RunTests($"tests/{project}/bin/{Configuration}/net10.0/{project}", kind, server);
        var counts = Regex.Match(summary, @"Total: (\d+)(?:, Errors: (\d+), Failed: (\d+), Skipped: (\d+))?");
        int Count(int group) => int.TryParse(counts.Groups[group].Value, out var count) ? count : 0;
        var bad = Count(2) + Count(3);
        // A run that ends badly without a failed test (a crash) is a failure too.
        failed += bad == 0 && code != 0 ? 1 : bad;
        skipped += Count(4);
        passed += Count(1) - Count(3) - Count(4);
    }
}

(int Code, string Summary) RunTests(string program, string kind, string server)
{
    var start = new ProcessStartInfo(program, "-noLogo -noColor") { RedirectStandardOutput = true };
    start.Environment["REVIEWS_TEST_POSTGRES"] = server;
    start.Environment["Reviews__Postgres"] = kind;
    start.Environment["REVIEWS_SOAK"] = target is "soak" ? "1" : null;
    using var tests = Process.Start(start)!;
    var summary = "";
    while (tests.StandardOutput.ReadLine() is { } line)
    {
        Console.WriteLine(line);
        summary = line.Contains("Total: ") ? line : summary;
    }
    tests.WaitForExit();
    return (tests.ExitCode, summary);
}

void Finish()
{
    Console.WriteLine($"{passed} passed, {failed} failed" + (skipped > 0 ? $", {skipped} skipped" : ""));
    // At once: the counts are the last line, which is where a person and a machine look.
    Environment.Exit(failed > 0 ? 1 : 0);
}

RunTarget(target);
