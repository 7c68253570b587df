using Nscp.Reviews.Api.Access;
using Nscp.Reviews.Api.OpenApi;
using Nscp.Reviews.Api.Problems;
using Nscp.Reviews.Api.Readings;
using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Milestones;

namespace Nscp.Reviews.Api.Calendar;

/// <param name="Revision">The number of the accepted list of bank holidays.</param>
/// <param name="CoversFrom">The first day covered, inclusive.</param>
/// <param name="CoversTo">The last day covered, inclusive.</param>
/// <param name="Sha256">Of the list's bytes as they were retrieved, lower-case hexadecimal.</param>
public sealed record CalendarRead(
    int Revision, string Division, string Source, LocalDate RetrievedOn, string Sha256, LocalDate CoversFrom, LocalDate CoversTo, IReadOnlyList<BankHoliday> BankHolidays);

/// <param name="Due">Due to the end of that London day.</param>
/// <param name="Rule">How the first day is treated: <c>A</c> never counts it and never moves it.</param>
/// <param name="Counted">Each day counted, the due date last; empty for months.</param>
/// <param name="Skipped">Each day passed over: <c>Saturday</c>, <c>Sunday</c> or the bank holiday's title.</param>
/// <param name="Clamped">Whether the month had no such day and its last day was taken.</param>
public sealed record DueDateRead(LocalDate Due, string Rule, string CalendarRevision, IReadOnlyList<LocalDate> Counted, IReadOnlyList<SkippedDay> Skipped, bool Clamped);

static class CalendarEndpoints
{
    // About a hundred years of each: more than any calendar covers, and a due date keeps a year of four digits.
    const int MostDays = 30_000, MostMonths = 1_200;

    internal static void MapCalendar(this IEndpointRouteBuilder api)
    {
        api.MapGet("/calendar", ReadAsync).GuardedAs("GET calendar").Lists<CalendarRead>("The bank holidays that are counted by, with what they cover");
        api.MapGet("/calendar/due-date", CountAsync).GuardedAs("GET calendar/due-date").Tells<DueDateRead>(
            "A due date with its working",
            new("start", typeof(string), "Day 0: a date, or an instant, which counts as its London date.", Required: true), new("workingDays", typeof(int), "So many working days; or days, or months."),
            new("days", typeof(int), "So many days."), new("months", typeof(int), "So many months."), new("direction", typeof(string), "after (usual) or before."),
            new("rule", typeof(string), "A: the start is never counted and never moved."), new("clearDays", typeof(bool), "Not counted yet: false."));
    }

    static async Task ReadAsync(HttpContext http)
    {
        if (new Query(http).Problem() is { } wrong)
        {
            await ProblemAnswer.WriteAsync(http, wrong);
            return;
        }
        var list = (await http.RequestServices.GetRequiredService<Worlds>().RevisionsAsync(http.RequestAborted))[^1].List;
        http.Response.SetVersion(list.Revision);
        await (CsvAnswer.IsAsked(http.Request) ? CsvAnswer.WriteAsync(http, list.Holidays) : JsonAnswer.WriteAsync(http, new CalendarRead(
            list.Revision, BankHolidayFeed.EnglandAndWales, list.Provenance.Source, list.Provenance.RetrievedOn, list.Provenance.Sha256,
            list.Coverage.FirstDay, list.Coverage.LastDay, list.Holidays)));
    }

    static async Task CountAsync(HttpContext http)
    {
        var query = new Query(http);
        var start = Start(query);
        var allowance = HowMuch(query);
        var direction = query.Text("direction") switch { null or "after" => Direction.Forward, "before" => Direction.Back, _ => Other(query, "direction", "must be after or before") };
        if (query.Text("rule") is { } rule and not "A") query.Wrong<string>("rule", rule is "B" or "C" ? "must be A: rules B and C are not counted yet" : "must be A");
        if (query.YesOrNo("clearDays") == true) query.Wrong<string>("clearDays", "must be false: clear days are not counted yet");
        if (query.Problem() is { } wrong)
        {
            await ProblemAnswer.WriteAsync(http, wrong);
            return;
        }

        var calendar = (await http.CalendarsAsync()).InForce;
        var working = Counting.Explain(calendar, start!.Value, allowance!.Value, direction);
        await (working.Due.Date is { } due
            ? JsonAnswer.WriteAsync(http, new DueDateRead(due, nameof(CountingRule.A), $"{calendar.Revision}", [.. working.Counted.Select(c => c.Date)], working.Skipped, working.Clamped))
            : ProblemAnswer.WriteAsync(http, Problem4xx.OutsideCoverage($"The calendar knows the bank holidays from {Say.Date(calendar.Coverage.FirstDay)} to {Say.Date(calendar.Coverage.LastDay)}; this count would go beyond.")));
    }

    /// <summary>A date, or an instant, which counts as its London date.</summary>
    static LocalDate? Start(Query query)
    {
        if (query.Text("start") is not { } text)
        {
            query.Wrong<string>("start", "is missing");
            return null;
        }
        return text.Contains('T') ? query.Value<Instant>("start") is { } instant ? London.DateOf(instant) : null : query.Value<LocalDate>("start");
    }

    static Allowance? HowMuch(Query query)
    {
        var given = new[] { ("workingDays", AllowanceUnit.WorkingDays), ("days", AllowanceUnit.Days), ("months", AllowanceUnit.Months) }
            .Where(unit => query.Text(unit.Item1) is not null).ToList();
        if (given is [var (name, unit)]) return query.Number(name, 0, unit == AllowanceUnit.Months ? MostMonths : MostDays) is { } n ? new Allowance(n, unit) : null;
        query.Wrong<string>("workingDays", "or months or days must be given, and only one of them");
        return null;
    }

    static Direction Other(Query query, string name, string what)
    {
        query.Wrong<string>(name, what);
        return Direction.Forward;
    }
}
