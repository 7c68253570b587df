using System.Globalization;
using System.Text;

namespace Nscp.Reviews.Bench;

/// <summary>The clocks' figures as Markdown.</summary>
static class ClocksReport
{
    /// <param name="folder">Null to print only.</param>
    public static void Write(IReadOnlyList<DueDateFigure> dueDates, string? folder)
    {
        var markdown = Markdown(dueDates);
        Console.WriteLine(markdown);
        if (folder is null)
            return;
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "clocks.md"), markdown);
    }

    static string Markdown(IReadOnlyList<DueDateFigure> dueDates)
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
        return text.ToString();
    }
}
