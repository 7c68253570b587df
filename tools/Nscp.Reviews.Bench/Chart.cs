using System.Globalization;
using System.Text;

namespace Nscp.Reviews.Bench;

/// <summary>The ratios as bars, each with a line at what it is to reach and a dot at Marten's.</summary>
static class Chart
{
    const int Left = 300, Width = 400, Row = 26, Top = 40;

    public static string Of(IReadOnlyList<TargetTable> tables)
    {
        var rows = tables.SelectMany(table => table.Rows.Select(row => (table.Server, Row: row))).ToList();
        var height = Top + (rows.Count * Row) + 30;
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture,
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Left + Width + 60} {height}" font-family="sans-serif" font-size="12" role="img" aria-label="Speed of each path as a share of plain SQL">""");
        svg.AppendLine("""<rect width="100%" height="100%" fill="#fff"/><text x="10" y="20" font-size="14">Share of the baseline's speed; line: to reach; dot: Marten 9.29</text>""");
        foreach (var (at, row) in rows.Index())
            Bar(svg, Top + (at * Row), row.Server, row.Row);
        return svg.AppendLine("</svg>").ToString();
    }

    static void Bar(StringBuilder svg, int y, string server, TargetRow row)
    {
        var one = row.Measured;
        var reached = row.Target is not { } target || one.Ratio * 100 >= target;
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Left - 8}" y="{y + 15}" text-anchor="end">{server.Split(' ')[1]}: {one.Path}, {one.Workers}</text>""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<rect x="{Left}" y="{y + 3}" width="{X(one.Ratio * 100)}" height="16" fill="{(reached ? "#00703c" : "#b58840")}"/>""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{Left + X(one.Ratio * 100) + 5}" y="{y + 15}">{one.Ratio * 100:0} %</text>""");
        if (row.Target is { } line)
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<line x1="{Left + X(line)}" x2="{Left + X(line)}" y1="{y}" y2="{y + 22}" stroke="#0b0c0c" stroke-width="2"/>""");
        if (row.Marten is { } marten)
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<circle cx="{Left + X(marten)}" cy="{y + 11}" r="4" fill="#d4351c"/>""");
    }

    static double X(double percent) => Math.Min(percent, 110) / 110 * Width;
}
