namespace Nscp.Reviews.Domain.Clocks;

/// <summary>Counts from a start date to a due date. The start is day 0: never counted, never moved, never looked at.</summary>
public static class Counting
{
    /// <summary>
    /// The due date: for working days the nth one after the start (back: before it); for days, months and years the
    /// corresponding calendar day, clamped to the month's end where there is none, counted from the start in one step
    /// and never rolled to a working day. n = 0 gives the start itself.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The allowance's n is negative.</exception>
    public static DueDate Due(
        WorkingDayCalendar calendar, LocalDate start, Allowance allowance,
        Direction direction = Direction.Forward, CountingRule rule = CountingRule.A)
    {
        var due = rule switch
        {
            CountingRule.A => CountByRuleA(calendar, start, allowance, direction),
        };
        return due is { } date ? new DueDate.On(date) : new DueDate.OutsideCoverage(start, calendar.Coverage);
    }

    /// <summary>The same due date, from the same computation, with each day that was counted or skipped on the way.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The allowance's n is negative.</exception>
    public static Working Explain(
        WorkingDayCalendar calendar, LocalDate start, Allowance allowance,
        Direction direction = Direction.Forward, CountingRule rule = CountingRule.A)
    {
        var due = Due(calendar, start, allowance, direction, rule);
        var counted = new List<CountedDay>();
        var skipped = new List<SkippedDay>();
        if (due.Date is not { } last) return new Working(due, counted, skipped, clamped: false);
        switch (allowance.Unit)
        {
            case AllowanceUnit.WorkingDays:
                foreach (var day in DaysFrom(start, last)) Sort(day, calendar.WhyNotWorking(day), counted, skipped);
                break;
            case AllowanceUnit.Days:
                foreach (var day in DaysFrom(start, last)) Sort(day, null, counted, skipped);
                break;
            case AllowanceUnit.Months:
            case AllowanceUnit.Years:
                return new Working(due, counted, skipped, clamped: last.Day != start.Day);
        }
        return new Working(due, counted, skipped, clamped: false);
    }

    static LocalDate? CountByRuleA(WorkingDayCalendar calendar, LocalDate start, Allowance allowance, Direction direction)
    {
        var n = allowance.N;
        if (n == 0) return start;
        var signed = direction == Direction.Forward ? n : -n;
        return allowance.Unit switch
        {
            AllowanceUnit.WorkingDays => direction == Direction.Forward ? calendar.NthAfter(start, n) : calendar.NthBefore(start, n),
            AllowanceUnit.Days => IsExpressible(start, signed / 365) ? start.PlusDays(signed) : null,
            AllowanceUnit.Months => IsExpressible(start, signed / 12) ? start.PlusMonths(signed) : null,
            AllowanceUnit.Years => IsExpressible(start, signed) ? start.PlusYears(signed) : null,
        };
    }

    // NodaTime's years run from -9998 to 9999 and it throws beyond them.
    static bool IsExpressible(LocalDate start, int years) => start.Year + (long)years is > -9990 and < 9990;

    static IEnumerable<LocalDate> DaysFrom(LocalDate start, LocalDate last)
    {
        var step = last < start ? -1 : 1;
        for (var day = start; day != last;)
        {
            day = day.PlusDays(step);
            yield return day;
        }
    }

    static void Sort(LocalDate day, string? why, List<CountedDay> counted, List<SkippedDay> skipped)
    {
        if (why is null) counted.Add(new CountedDay(counted.Count + 1, day));
        else skipped.Add(new SkippedDay(day, why));
    }
}
