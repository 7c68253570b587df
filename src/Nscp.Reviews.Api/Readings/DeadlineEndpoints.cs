using NodaTime.Text;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Api.Readings;

/// <param name="AsIfToday">The day that was asked for as if it were today; absent when it was not, and the answer is what is due.</param>
/// <param name="Warnings">What must be known of the calendar's end, each a whole sentence that says what to do.</param>
/// <param name="After">The cursor of the next part; null when this is the last.</param>
public sealed record DeadlinesRead(LocalDate? AsIfToday, IReadOnlyList<string> Warnings, IReadOnlyList<Deadline> Items, string? After);

/// <summary>What is due across all cases.</summary>
static class DeadlineEndpoints
{
    internal const string AsIfTodayHeader = "X-As-If-Today";

    const int Most = 250;

    internal static void MapDeadlines(this IEndpointRouteBuilder api) => api.MapGet("/deadlines", DeadlinesAsync).GuardedAs("GET deadlines")
        .ListsParts<DeadlinesRead>(
            "The open clocks of all cases: the earliest due date first, on the same day statute before guidance before local; outside coverage last",
            new("within", typeof(int), "Only those due within so many working days from today, overdue, or outside coverage: 0 to 250."),
            new("clock", typeof(string), "Only of this kind, such as rapid-review."), new("force", typeof(Force), "Only of this force."),
            new("organisation", typeof(OrganisationCode), "Only those that this organisation owes."), new("reference", typeof(CaseReference), "Only of this case."),
            new("state", typeof(OpenClockState), "Only those that stand so."),
            new("today", typeof(LocalDate), "As if this were today, by the facts as they are recorded now. A clock that was met after that day is open on it, and one that started after it is not listed, "
                + "but one that counts back, such as pre-publication-copy, may be listed before its plan was recorded. "
                + $"The answer is marked with asIfToday, and in the header {AsIfTodayHeader}."));

    static async Task DeadlinesAsync(HttpContext http)
    {
        var (query, calendar) = (new Query(http), (await http.CalendarsAsync()).InForce);
        var (within, limit, after) = (query.Number("within", 0, Most), ListAnswer.Limit(query), query.Text("after"));
        var asIf = query.Value<LocalDate>("today");
        var today = asIf ?? http.Today();
        var asked = new DeadlineQuestion(
            today, within is { } days ? DeadlineList.Until(calendar, today, days) : null, Clock(query), query.Value<Force>("force"), query.Value<OrganisationCode>("organisation"),
            query.Value<CaseReference>("reference"), query.Value<OpenClockState>("state")) { IsWhatIf = asIf is not null };
        if ((query.Problem() ?? OutsideCoverage(calendar, asked, within)) is { } problem)
        {
            await ProblemAnswer.WriteAsync(http, problem);
            return;
        }
        var read = await ListAnswer.ReadAsync(http, () => http.AskAsync(session => DeadlineList.ReadAsync(session, calendar, asked, limit, after, http.RequestAborted)));
        if (read is null) return;
        if (asIf < read.RecordFrom)
            await ProblemAnswer.WriteAsync(http, Problem4xx.BadHeader("today", $"must not be before the record begins: its first clock started on {Say.Date(read.RecordFrom.Value)}"));
        else
            await WriteAsync(http, read.Page, asIf, CoverageWarnings.Of(calendar.Coverage, today, read.AtTheEdge));
    }

    static string? Clock(Query query)
    {
        var clock = query.Text("clock");
        return clock is null || ClockIds.All.Contains(clock) ? clock : query.Wrong<string>("clock", "must be the name of a clock, such as rapid-review");
    }

    static Problem? OutsideCoverage(WorkingDayCalendar calendar, DeadlineQuestion asked, int? within)
    {
        var coverage = calendar.Coverage;
        var known = $"The calendar knows the bank holidays from {Say.Date(coverage.FirstDay)} to {Say.Date(coverage.LastDay)}";
        if (asked.IsWhatIf && !coverage.Contains(asked.Today)) return Problem4xx.OutsideCoverage($"{known}; {Say.Date(asked.Today)} is not one of its days.");
        return within is not null && asked.Until is null ? Problem4xx.OutsideCoverage($"{known}; {within} working days from {Say.Date(asked.Today)} go beyond.") : null;
    }

    static Task WriteAsync(HttpContext http, Page<Deadline> page, LocalDate? asIf, IReadOnlyList<string> warnings)
    {
        if (asIf is { } day) http.Response.Headers[AsIfTodayHeader] = LocalDatePattern.Iso.Format(day);
        ListAnswer.LinkTo(http, page.After);
        return CsvAnswer.IsAsked(http.Request) ? CsvAnswer.WriteAsync(http, page.Items) : JsonAnswer.WriteAsync(http, new DeadlinesRead(asIf, warnings, page.Items, page.After));
    }
}
