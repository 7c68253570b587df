using System.Globalization;
using System.Text;

namespace Nscp.Reviews.Bench;

/// <summary>The clocks' figures as Markdown.</summary>
static class ClocksReport
{
    /// <param name="folder">Null to print only.</param>
    public static void Write(IReadOnlyList<DueDateFigure> dueDates, IReadOnlyList<RederivingFigure> rederiving, string? folder)
    {
        var markdown = Markdown(dueDates, rederiving);
        Console.WriteLine(markdown);
        if (folder is null)
            return;
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "clocks.md"), markdown);
    }

    static string Markdown(IReadOnlyList<DueDateFigure> dueDates, IReadOnlyList<RederivingFigure> rederiving)
    {
        var text = new StringBuilder(
            """
            # The clocks' speed

            Made by `./build.sh bench`: do not edit. One due date by the shipped calendar, measured by BenchmarkDotNet in one process (short run). To reach: under 2 µs without the working and under 10 µs with it for 15 working days, and nothing allocated for each day counted. A due date costs the same however many days it counts. Its working is two arrays, one of the days counted and one of those passed over.


            """);
        text.AppendLine(CultureInfo.InvariantCulture, $"{Machine.Describe()}").AppendLine();
        text.AppendLine("| what | working days | mean | allocated |").AppendLine("| --- | --- | --- | --- |");
        foreach (var one in dueDates)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {one.What} | {one.WorkingDays} | {one.Nanoseconds / 1000:0.000} µs | {one.Bytes:N0} bytes |");
        text.AppendLine(
            """

            ## A new list of bank holidays

            From the moment at which an administrator's list was accepted over HTTP until the last case told what moved: a message to each case, which is read, derived under both lists, and appended to where a due date moved, its documents with it. To reach: 10,000 open clocks in under 5 s.

            | server | cases | open clocks | moved | seconds | memory grown by |
            | --- | --- | --- | --- | --- | --- |
            """);
        foreach (var one in rederiving)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {one.Server} | {one.Cases:N0} | {one.OpenClocks:N0} | {one.Moved:N0} | {one.Seconds:0.0} | {one.MegabytesGrown} MB |");
        return text.ToString();
    }
}
