using Nscp.Reviews.Domain.Cases;

namespace Nscp.Reviews.Api.Readings;

/// <summary>What is counted over all cases in a period.</summary>
static class ReportEndpoints
{
    internal static void MapReports(this IEndpointRouteBuilder api)
    {
        api.MapGet("/reports/key-facts", KeyFactsAsync).GuardedAs("GET key-facts").Lists<KeyFacts>(
            "A period's key facts as the annual report prints them",
            [.. ReportPeriod.Parameters, new("asAt", typeof(LocalDate), "As they stood at the end of this day; the period's last when left out.")]);
        api.MapGet("/reports/timeliness", TimelinessAsync).GuardedAs("GET timeliness").Lists<Timeliness>(
            "Whether the clocks that fell due in a period were met in time, each with its force",
            [
                .. ReportPeriod.Parameters,
                new("asAt", typeof(LocalDate), "As they stood at the end of this day, not after today; today when left out, so that a clock met after the period is told as met late."),
            ]);
    }

    static async Task KeyFactsAsync(HttpContext http)
    {
        var query = new Query(http);
        var (period, asAt) = (ReportPeriod.Read(query), query.Value<LocalDate>("asAt"));
        if (query.Problem() is { } wrong)
        {
            await ProblemAnswer.WriteAsync(http, wrong);
            return;
        }
        var cases = new List<CaseHistory>();
        await foreach (var stream in Streams.OfTenantAsync(http.Source(), Caller.Of(http).Tenant, http.RequestAborted))
            if (CaseStream.Is(stream)) cases.Add(CaseStream.History(stream.Events));
        var facts = KeyFacts.Count(cases, period!, asAt ?? period!.To);
        await (CsvAnswer.IsAsked(http.Request) ? CsvAnswer.WriteAsync(http, [facts]) : JsonAnswer.WriteAsync(http, facts));
    }

    static async Task TimelinessAsync(HttpContext http)
    {
        var (query, today) = (new Query(http), http.Today());
        var (period, asAt) = (ReportPeriod.Read(query), query.Value<LocalDate>("asAt") ?? today);
        if (asAt > today) query.Wrong<string>("asAt", "must not be after today");
        if (query.Problem() is { } wrong)
        {
            await ProblemAnswer.WriteAsync(http, wrong);
            return;
        }
        var calendars = await http.CalendarsAsync();
        var timeliness = await http.AskAsync(session => Timeliness.ReadAsync(session, calendars, period!, asAt, http.RequestAborted));
        await (CsvAnswer.IsAsked(http.Request) ? CsvAnswer.WriteAsync(http, timeliness.Items) : JsonAnswer.WriteAsync(http, timeliness));
    }
}
