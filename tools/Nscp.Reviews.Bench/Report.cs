using System.Globalization;
using System.Text;

namespace Nscp.Reviews.Bench;

/// <summary>The figures as Markdown and as a chart.</summary>
sealed class Report
{
    readonly List<TargetTable> _tables = [];
    readonly List<Growth> _growths = [];

    public void Add(TargetTable table) => _tables.Add(table);

    public void Add(Growth growth) => _growths.Add(growth);

    /// <param name="folder">Null to print only.</param>
    public void Write(string? folder)
    {
        var markdown = Markdown();
        Console.WriteLine(markdown);
        if (folder is null)
            return;
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "event-store.md"), markdown);
        if (_tables.Count > 0)
            File.WriteAllText(Path.Combine(folder, "event-store.svg"), Chart.Of(_tables));
    }

    string Markdown()
    {
        var text = new StringBuilder(
            """
            # The event store's speed

            Made by `./build.sh bench`: do not edit. Each slice of ours lies between two slices of the baseline in the same run; medians of the rounds. Durable settings (fsync on); clients and server share the machine. The ratios, which compare neighbouring slices, say more than the figures per second. Events are about 370 bytes long, streams hold 8 unless it says otherwise.

            The baseline of appends is plain SQL: the stream row and the event row by one prepared batch on a held connection, one commit, none of the promises. The baseline of reads is one prepared SELECT of the same stream on a held connection, its rows taken as bytes; of the rebuild, a binary COPY of the same rows out of the database; of a page of deadlines, one prepared SELECT of the same 51 rows, with no row security. Ours keeps every promise: row security, version guard, hash chain, metadata, command record. Marten's figures were measured elsewhere, with Marten 9.29 on the same kind of machine and against the same baselines; it cannot be restored here.


            """);
        text.AppendLine(CultureInfo.InvariantCulture, $"{Machine.Describe()}").AppendLine();
        foreach (var table in _tables)
            Write(text, table);
        foreach (var growth in _growths)
            Write(text, growth);
        return text.ToString();
    }

    static void Write(StringBuilder text, TargetTable table)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"## Beside plain SQL, {table.Server}").AppendLine();
        text.AppendLine("| path | at once | per second | baseline | ratio | to reach | Marten | processor ms each |").AppendLine("| --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var (one, marten, target) in table.Rows)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {one.Path} | {one.Workers} | {one.Own:N0} | {one.Baseline:N0} | **{one.Ratio * 100:0} %** | {Percent(target)} | {Percent(marten)} | {one.Processor:0.00} |");
        text.AppendLine().AppendLine("![ratios](event-store.svg)").AppendLine();
    }

    static void Write(StringBuilder text, Growth growth)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"## How cost grows, {growth.Server}").AppendLine();
        foreach (var part in growth.Parts)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {part.What} | per second | baseline | ratio |").AppendLine("| --- | --- | --- | --- |");
            foreach (var (step, one) in part.Steps)
                text.AppendLine(CultureInfo.InvariantCulture, $"| {step} | {one.Own:N0} | {one.Baseline:N0} | {one.Ratio * 100:0} % |");
            text.AppendLine();
        }
    }

    static string Percent(int? value) => value is { } there ? $"{there} %" : "";
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
