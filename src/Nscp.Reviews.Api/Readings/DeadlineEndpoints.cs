using Nscp.Reviews.Api.Access;
using Nscp.Reviews.Api.OpenApi;
using Nscp.Reviews.Api.Problems;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.EventStore;
using Nscp.Reviews.Projections;

namespace Nscp.Reviews.Api.Readings;

/// <summary>What is due across all cases, and the year's key facts.</summary>
static class DeadlineEndpoints
{
    const int Usual = 20, Most = 250;

    internal static void MapDeadlines(this IEndpointRouteBuilder api) => api.MapGet("/deadlines", DeadlinesAsync).GuardedAs("GET deadlines")
        .ListsParts<Page<Deadline>>("Clocks due within so many working days, or overdue", new Asked("within", typeof(int), "Working days from today: 0 to 250, usually 20."));

    internal static void MapReports(this IEndpointRouteBuilder api) => api.MapGet("/reports/key-facts", KeyFactsAsync).GuardedAs("GET key-facts").Lists<KeyFacts>(
            "A year's key facts as the annual report prints them", new("year", typeof(string), "A year from April to March, such as 2019-20.", Required: true),
            new("asAt", typeof(LocalDate), "As they stood at the end of this day; the year's last when left out."));

    static async Task DeadlinesAsync(HttpContext http)
    {
        var query = new Query(http);
        var (within, limit, after) = (query.Number("within", 0, Most) ?? Usual, ListAnswer.Limit(query), query.Text("after"));
        var (calendar, today) = ((await http.CalendarsAsync()).InForce, http.Today());
        var until = DeadlineList.Until(calendar, today, within);
        var problem = query.Problem() ?? (until is null ? Problem4xx.OutsideCoverage($"The calendar knows the bank holidays up to {Say.Date(calendar.Coverage.LastDay)}; {within} working days from today go beyond.") : null);
        if (problem is not null)
        {
            await ProblemAnswer.WriteAsync(http, problem);
            return;
        }
        var page = await ListAnswer.ReadAsync(http, () => DeadlineList.ReadAsync(http.Source(), Caller.Of(http).Tenant, calendar, today, until!.Value, limit, after, http.RequestAborted));
        if (page is not null) await ListAnswer.WriteAsync(http, page);
    }

    static async Task KeyFactsAsync(HttpContext http)
    {
        var query = new Query(http);
        var (year, asAt) = (query.Text("year"), query.Value<LocalDate>("asAt"));
        var period = KeyFactsPeriod.OfYear(year);
        if (period is null) query.Wrong<string>("year", year is null ? "is missing" : "must be a year from April to March, such as 2019-20");
        if (query.Problem() is { } wrong)
        {
            await ProblemAnswer.WriteAsync(http, wrong);
            return;
        }
        var facts = await KeyFacts.ReadAsync(http.RequestServices.GetRequiredService<Store>(), Caller.Of(http).Tenant, period!, asAt ?? period!.To, http.RequestAborted);
        await (CsvAnswer.IsAsked(http.Request) ? CsvAnswer.WriteAsync(http, [facts]) : JsonAnswer.WriteAsync(http, facts));
    }
}
