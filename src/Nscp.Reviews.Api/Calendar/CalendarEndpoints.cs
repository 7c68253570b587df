using Nscp.Reviews.Api.Readings;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Api.Calendar;

/// <param name="Revision">The number of the accepted list of bank holidays.</param>
/// <param name="CoversFrom">The first day covered, inclusive.</param>
/// <param name="CoversTo">The last day covered, inclusive.</param>
/// <param name="Sha256">Of the list's bytes as they were retrieved, lower-case hexadecimal.</param>
public sealed record CalendarRead(
    int Revision, string Division, string Source, LocalDate RetrievedOn, string Sha256, LocalDate CoversFrom, LocalDate CoversTo, IReadOnlyList<BankHoliday> BankHolidays);

/// <param name="Start">Day 0 as it was asked: the date, or the instant's London date.</param>
/// <param name="Due">Due to the end of that London day.</param>
/// <param name="Rule">How the start is treated: <c>A</c> never counts it and never moves it, <c>B</c> moves it to a working day, <c>C</c> counts it when it is one.</param>
/// <param name="Counted">Each day counted, in the order of the count; empty for months.</param>
/// <param name="Skipped">Each day passed over: <c>Saturday</c>, <c>Sunday</c> or the bank holiday's title.</param>
/// <param name="Clamped">Whether the month had no such day and its last day was taken.</param>
/// <param name="MovedTo">Rule B: the working day that was taken as day 0 instead of the start; absent where the start stayed.</param>
/// <param name="ClearDay">Clear days: the working day beyond the last one counted, which is the due date; absent without them.</param>
public sealed record DueDateRead(
    LocalDate Start, LocalDate Due, string Rule, string CalendarRevision, IReadOnlyList<LocalDate> Counted, IReadOnlyList<SkippedDay> Skipped, bool Clamped,
    LocalDate? MovedTo = null, LocalDate? ClearDay = null);

static class CalendarEndpoints
{
    // About a hundred years of each: more than any calendar covers, and a due date keeps a year of four digits.
    const int MostDays = 30_000, MostMonths = 1_200;

    internal static void MapCalendar(this IEndpointRouteBuilder api)
    {
        api.MapGet("/calendar", ReadAsync).GuardedAs("GET calendar").Lists<CalendarRead>("The bank holidays that are counted by, with what they cover");
        api.MapGet("/calendar/due-date", CountAsync).GuardedAs("GET calendar/due-date").Tells<DueDateRead>(
            "A due date with its working",
            new("start", typeof(string), "Day 0: a date, or an instant with its offset, which counts as its London date.", Required: true),
            new("workingDays", typeof(int), $"So many working days, from 0 to {MostDays}; or days, or months."),
            new("days", typeof(int), $"So many days, from 0 to {MostDays}."), new("months", typeof(int), $"So many months, from 0 to {MostMonths}; 12 for a year."),
            new("direction", typeof(string), "after (usual) or before."),
            new("rule", typeof(string), "Working days only. A (usual): the start is never counted and never moved. B: a start on which nobody is at work is first moved to the next working day (before: the previous), and that is day 0. C: a start that is a working day counts as day 1."),
            new("clearDays", typeof(bool), "Working days only. true: due one working day beyond the last one counted, so that all of them lie clear between."));
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
        var direction = OneOf(query, "direction", "must be after or before", ("after", Direction.Forward), ("before", Direction.Back));
        var rule = OneOf(query, "rule", "must be A, B or C", ("A", CountingRule.A), ("B", CountingRule.B), ("C", CountingRule.C));
        var clearDays = query.YesOrNo("clearDays") == true;
        if (allowance is { Unit: var unit } && !Counting.IsAbout(unit, rule, clearDays))
            query.Wrong<string>(clearDays ? "clearDays" : "rule", "is about working days only: days and months are counted by the calendar");
        if (query.Problem() is { } wrong)
        {
            await ProblemAnswer.WriteAsync(http, wrong);
            return;
        }

        var calendar = (await http.CalendarsAsync()).InForce;
        var working = Counting.Explain(calendar, start!.Value, allowance!.Value, direction, rule, clearDays);
        await (working.Due.Date is { } due
            ? JsonAnswer.WriteAsync(http, new DueDateRead(
                start.Value, due, rule.ToString(), $"{calendar.Revision}", [.. working.Counted.Select(c => c.Date)], working.Skipped, working.Clamped, working.MovedTo, working.ClearDay))
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

    /// <summary>The value of one of the words; the first where none is given.</summary>
    static T OneOf<T>(Query query, string name, string what, params ReadOnlySpan<(string Word, T Value)> words)
    {
        if (query.Text(name) is not { } given) return words[0].Value;
        foreach (var (word, value) in words)
            if (word == given) return value;
        query.Wrong<string>(name, what);
        return words[0].Value;
    }
}
