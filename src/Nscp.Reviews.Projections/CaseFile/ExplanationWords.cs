using System.Text;

namespace Nscp.Reviews.Projections;

/// <summary>A clock's working as a paragraph of plain English.</summary>
static class ExplanationWords
{
    const string Nothing = "no period laid down";

    internal static string Allowance(CaseClock clock) => clock switch
    {
        { Allowance: { } set } => Count(set.N, set.Unit switch
        {
            AllowanceUnit.WorkingDays => "working day",
            AllowanceUnit.Days => "day",
            AllowanceUnit.Months => "month",
            AllowanceUnit.Years => "year",
        }),
        { Definition.Allowance: ClockAllowance.NotLaidDown } => Nothing,
        { Definition.Allowance: ClockAllowance.SetWithStart } => "a number of working days set with the request",
        _ => "a date given with the fact that starts it",
    };

    internal static string Paragraph(ClockExplanation e, LocalDate today)
    {
        var text = new StringBuilder();
        var clock = e.Clock;
        text.Append($"Case {e.Reference}, clock {clock.Id}");
        if (clock.BelongsTo is { } what) text.Append($" ({what})");
        text.Append($": owed by {clock.OwedBy}");
        if (clock.OwedTo is { } to) text.Append($" to {to}");
        text.Append($"; met by: {clock.MetBy}. {Period(e)}: {Force(clock.Force)} ({clock.Source}), by the policy {clock.Policy}.");
        if (clock.StatutoryDuty is { } duty) text.Append($" The duty: {Ended(duty)}");
        if (clock.Note is { } note) text.Append($" {Ended(note)}");
        if (e.Start is { } start) text.Append($" It is counted from {Say.WeekdayAndDate(start.On)}{DayZero(e)}: {start.Sentence}");
        else text.Append(" It has not started.");
        if (clock.Caveat is { } caveat) text.Append($" {caveat}");
        if (e.MovedTo is { } moved) text.Append($" Nobody is at work on that day, so {Say.WeekdayAndDate(moved)} is taken as day 0.");
        AppendCounted(text, e);
        if (e.Clamped) text.Append(" That month has no such day, so its last day is taken.");
        if (Due(e) is { } due) text.Append($" {due}");
        if (clock.OtherReadingDue is { } other) text.Append($" By the other reading of the guidance it would be due on {Say.WeekdayAndDate(other)}.");
        foreach (var move in e.Moves) text.Append($" On {Say.Date(move.On)} calendar revision {move.Revision} moved it from {Or(move.From)} to {Or(move.To)}, because {move.Why}.");
        foreach (var earlier in clock.Earlier ?? []) if (e.Moves.All(move => move.Version != earlier.ChangedBy)) text.Append($" {Earlier(earlier)}");
        return text.Append($" {Standing(clock, today)}").ToString();
    }

    static string DayZero(ClockExplanation e) => e.Rule switch
    {
        "A" when e.Days.Count > 0 => " (day 0, which is not counted)",
        "A" => "",
        "B" => " (rule B: a start on which nobody is at work moves to the next day on which somebody is)",
        _ => " (rule C: a working day is day 1)",
    };

    static string Period(ClockExplanation e) => (e.Clock.DueOn, e.Clock.Unit, e.Allowance) switch
    {
        (null, _, Nothing) => "No period is laid down",
        _ => $"The period is {e.Allowance}{(e.Direction == "before" ? ", counted back" : "")}",
    };

    /// <summary>The first and the last day counted, and every day passed over but the weekends.</summary>
    static void AppendCounted(StringBuilder text, ClockExplanation e)
    {
        var (count, first, last, weekends) = (0, default(LocalDate), default(LocalDate), false);
        List<string> passed = [];
        foreach (var (date, number, why) in e.Days)
        {
            if (number is not null) (first, last, count) = (count == 0 ? date : first, date, count + 1);
            else if (why is "Saturday" or "Sunday") weekends = true;
            else passed.Add($"{Say.WeekdayAndDate(date)} ({why})");
        }
        if (count == 0) return;
        if (weekends) passed.Insert(0, "Saturdays and Sundays");
        text.Append($" The first day counted is {Say.WeekdayAndDate(first)}");
        if (count > 1) text.Append($", and the {Ordinal(count)} is {Say.WeekdayAndDate(last)}");
        if (e.ClearDay is { } day) text.Append($", with {Say.WeekdayAndDate(day)} clear of them");
        if (passed.Count > 0) text.Append($"; {Say.List(passed)} {(weekends || passed.Count > 1 ? "are" : "is")} passed over");
        text.Append('.');
    }

    static string Ordinal(int n) => (n % 100, n % 10) switch
    {
        (11 or 12 or 13, _) => $"{n}th",
        (_, 1) => $"{n}st",
        (_, 2) => $"{n}nd",
        (_, 3) => $"{n}rd",
        _ => $"{n}th",
    };

    static string? Due(ClockExplanation e) => e switch
    {
        { Clock.DueOn: { } due } => $"It is due on {Say.WeekdayAndDate(due)}, to the end of that day in London{(e.Days.Count > 0 ? $", by calendar revision {e.CalendarRevision}" : "")}.",
        { Clock.State: ClockState.OutsideCoverage } => $"No due date can be given: the bank holidays are known from {Say.Date(e.CoversFrom)} to {Say.Date(e.CoversTo)}, and the count would go beyond.",
        _ => null,
    };

    static string Earlier(EarlierReading earlier) =>
        $"Until it was corrected on {Say.Date(Domain.Time.London.DateOf(earlier.Until))} it read: counted from {Or(earlier.StartsOn)}{(earlier.DueOn is { } due ? $", due on {Say.Date(due)}" : "")}{(earlier.MetOn is { } met ? $", met on {Say.Date(met)}" : "")}{(earlier.CancelledOn is { } off ? $", cancelled on {Say.Date(off)}" : "")}{(earlier.MissedOn is { } missed ? $", missed on {Say.Date(missed)}" : "")}.";

    static string Standing(ClockAnswer clock, LocalDate today)
    {
        var n = clock.N is { } number ? Count(number, clock.Unit == "working-days" ? "working day" : "day") : null;
        return clock.State switch
        {
            ClockState.NotStarted => $"As at {Say.Date(today)} it does not run.",
            ClockState.Running => clock.DueOn is null ? $"As at {Say.Date(today)} it has run for {n ?? "a time that cannot be counted"}." : $"As at {Say.Date(today)} {n ?? "an uncounted time"} {(clock.N == 1 ? "is" : "are")} left.",
            ClockState.DueToday => $"As at {Say.Date(today)} this is its last day.",
            ClockState.Overdue => $"As at {Say.Date(today)} it is overdue by {n ?? "a time that cannot be counted"}.",
            ClockState.Met when clock.MetOn is { } met => $"It was met on {Say.WeekdayAndDate(met)}.",
            ClockState.Met => "It has been met.",
            ClockState.MetLate => $"It was met on {Say.WeekdayAndDate(clock.MetOn!.Value)}, late by {n ?? "a time that cannot be counted"}.",
            ClockState.Missed => $"It can no longer be met: {clock.Because}{(n is null ? "" : $", {n} over")}.",
            ClockState.Cancelled => $"It was cancelled on {Say.WeekdayAndDate(clock.CancelledOn!.Value)}, because {clock.Because}{(n is null ? "" : $", {n} over")}.",
            ClockState.OutsideCoverage => "Whether it is in time cannot be said before a list of bank holidays that reaches so far has been accepted.",
        };
    }

    static string Force(Force force) => force switch
    {
        Domain.Clocks.Force.Statute => "it is laid down in statute",
        Domain.Clocks.Force.Guidance => "it is guidance, not law",
        Domain.Clocks.Force.Local => "it is local, set by the partnership",
        Domain.Clocks.Force.Expectation => "it is an expectation only",
    };

    static string Count(int n, string thing) => n == 1 ? $"1 {thing}" : $"{n} {thing}s";

    static string Or(LocalDate? day) => day is { } date ? Say.Date(date) : "no date";

    static string Ended(string sentence) => sentence.EndsWith('.') ? sentence : $"{sentence}.";
}
