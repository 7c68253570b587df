namespace Nscp.Reviews.Domain.Tests.Clocks;

/// <summary>The tables of the page that tells people of the clocks.</summary>
static class ClocksPage
{
    static readonly string[] Lines = Read();

    /// <summary>The cells of each row of the one table whose header begins so; the first cell has the number 1.</summary>
    public static IReadOnlyList<string[]> Table(string header)
    {
        var at = Array.FindIndex(Lines, line => line.StartsWith(header, StringComparison.Ordinal));
        at.ShouldBeGreaterThan(-1, $"there is no table {header}");
        return [.. Lines.Skip(at + 2).TakeWhile(line => line.StartsWith('|')).Select(line => line.Split('|', StringSplitOptions.TrimEntries))];
    }

    static string[] Read()
    {
        using var reader = new StreamReader(typeof(ClocksPage).Assembly.GetManifestResourceStream("clocks.md")!);
        return reader.ReadToEnd().Split('\n');
    }
}
