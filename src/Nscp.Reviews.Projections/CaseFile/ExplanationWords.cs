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

    internal static string Paragraph(ClockExplanation e, LocalDate today) => string.Join(' ', Sentences(e, today).OfType<string>());

    static IEnumerable<string?> Sentences(ClockExplanation e, LocalDate today)
    {
        var clock = e.Clock;
        yield return $"Case {e.Reference}, clock {clock.Id}{(clock.BelongsTo is { } what ? $" ({what})" : "")}: owed by {clock.OwedBy}{(clock.OwedTo is { } to ? $" to {to}" : "")}; met by: {clock.MetBy}.";
        yield return $"{Period(e)}: {Force(clock.Force)} ({clock.Source}), by the policy {clock.Policy}.";
        yield return clock.StatutoryDuty is { } duty ? $"The duty: {Ended(duty)}" : null;
        yield return clock.Note is { } note ? Ended(note) : null;
        yield return e.Start is { } start ? $"It is counted from {Say.WeekdayAndDate(start.On)}{DayZero(e)}: {start.Sentence}" : "It has not started.";
        yield return clock.Caveat;
        yield return e.MovedTo is { } moved ? $"Nobody is at work on that day, so {Say.WeekdayAndDate(moved)} is taken as day 0." : null;
        yield return Counted(e);
        yield return e.Clamped ? "That month has no such day, so its last day is taken." : null;
        yield return Due(e);
        yield return clock.OtherReadingDue is { } other ? $"By the other reading of the guidance it would be due on {Say.WeekdayAndDate(other)}." : null;
        foreach (var move in e.Moves) yield return $"On {Say.Date(move.On)} calendar revision {move.Revision} moved it from {Or(move.From)} to {Or(move.To)}, because {move.Why}.";
        foreach (var earlier in clock.Earlier ?? []) if (e.Moves.All(move => move.Version != earlier.ChangedBy)) yield return Earlier(earlier);
        yield return Standing(clock, today);
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
    static string? Counted(ClockExplanation e)
    {
        var counted = e.Days.Where(day => day.Number is not null).ToList();
        if (counted.Count == 0) return null;
        var (weekends, holidays) = (e.Days.Any(day => day.PassedOver is "Saturday" or "Sunday"), e.Days.Where(day => day.PassedOver is not (null or "Saturday" or "Sunday")));
        List<string> passed = [.. holidays.Select(day => $"{Say.WeekdayAndDate(day.Date)} ({day.PassedOver})")];
        if (weekends) passed.Insert(0, "Saturdays and Sundays");
        var last = counted.Count == 1 ? "" : $", and the {Ordinal(counted.Count)} is {Say.WeekdayAndDate(counted[^1].Date)}";
        var clear = e.ClearDay is { } day ? $", with {Say.WeekdayAndDate(day)} clear of them" : "";
        return $"The first day counted is {Say.WeekdayAndDate(counted[0].Date)}{last}{clear}{(passed.Count == 0 ? "" : $"; {Say.List(passed)} {(weekends || passed.Count > 1 ? "are" : "is")} passed over")}.";
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
