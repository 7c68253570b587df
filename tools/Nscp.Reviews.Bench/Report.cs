using System.Globalization;
using System.Text;

namespace Nscp.Reviews.Bench;

/// <summary>One line of the page.</summary>
/// <param name="Beside">What it is compared with.</param>
/// <param name="ToReach">The least ratio; null where none is set.</param>
sealed record Line(Measured Measured, string Beside, double? ToReach);

/// <summary>The page docs/benchmarks/record.md.</summary>
sealed class Report(string server, int events, int rounds)
{
    readonly StringBuilder _text = new(string.Create(CultureInfo.InvariantCulture,
        $"""
        # The record's speed

        Made by `./build.sh bench`: do not edit. {Machine.Describe()} {server}, with the durability of the private cluster (fsync on), for both sides; clients and server share the machine. Medians of {rounds} rounds. Each slice of ours lies between two slices of what it is compared with, in one run: the ratios say more than the figures per second. Nothing is set of the runtime's garbage collector.

        *Stock Marten* is what a user of Marten would write: the case found by its reference, `FetchForWriting`, one inline projection that calls the same pure function, row security by `UseRowLevelSecurity`, the same hash and the same record of the command; Marten's defaults otherwise. It does not look whether the list of bank holidays has changed. *Plain SQL* inserts the rows of the same command, made beforehand, by one prepared batch on a held connection: it reads and decides nothing. It is the limit.

        A case has eight events of an incident's first days, unless it says otherwise. The log holds {events:N0} events.


        """));

    public void Table(string title, IReadOnlyList<Line> lines)
    {
        if (lines.Count == 0) return;
        _text.AppendLine(CultureInfo.InvariantCulture, $"## {title}").AppendLine();
        _text.AppendLine("| path | at once | per second | beside | per second | ratio | to reach |").AppendLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var (one, beside, target) in lines)
        {
            var least = target is { } ratio ? string.Create(CultureInfo.InvariantCulture, $"{ratio:0.##}{(one.Ratio >= ratio ? "" : " (missed)")}") : "";
            _text.AppendLine(CultureInfo.InvariantCulture, $"| {one.Path} | {one.Workers} | {one.Own:N0} | {beside} | {one.Baseline:N0} | **{one.Ratio:0.00}** | {least} |");
        }
        _text.AppendLine();
    }

    public void Figures(string title, IReadOnlyList<(string What, string Seen, string ToReach)> figures)
    {
        if (figures.Count == 0) return;
        _text.AppendLine(CultureInfo.InvariantCulture, $"## {title}").AppendLine();
        _text.AppendLine("| what | seen | to reach |").AppendLine("| --- | --- | --- |");
        foreach (var (what, seen, target) in figures) _text.AppendLine(CultureInfo.InvariantCulture, $"| {what} | **{seen}** | {target} |");
        _text.AppendLine();
    }

    /// <param name="folder">Null to print only.</param>
    public void Write(string? folder)
    {
        var page = _text.ToString().TrimEnd() + "\n";
        Console.WriteLine(page);
        if (folder is not null) File.WriteAllText(Path.Combine(folder, "record.md"), page);
    }
}

static class Machine
{
    /// <summary>Date, processor, cores, memory and system.</summary>
    public static string Describe()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor";
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        var today = NodaTime.SystemClock.Instance.GetCurrentInstant().InUtc().Date;
        return string.Create(CultureInfo.InvariantCulture,
            $"{today:d MMMM yyyy}; {model}, {Environment.ProcessorCount} cores, {memory:0} GB; {System.Runtime.InteropServices.RuntimeInformation.OSDescription}; .NET {Environment.Version}.");
    }
}
