namespace Nscp.Reviews.Domain.Clocks;

/// <summary>How a clock stands at the end of a London day.</summary>
public enum ClockState
{
    /// <summary>The fact that starts it has not happened.</summary>
    NotStarted,
    /// <summary>It may still be met in time, on a later day than this; a floor, to the end of its day; or no period is laid down.</summary>
    Running,
    /// <summary>This is the due date, to the end of which it can be met in time.</summary>
    DueToday,
    /// <summary>The due date has passed; it may yet be met, late.</summary>
    Overdue,
    /// <summary>Met by the end of the due date; a floor once that has passed; and what has no period, whenever it was met.</summary>
    Met,
    /// <summary>Met after the due date, and so it stays.</summary>
    MetLate,
    /// <summary>It can no longer be met: the case was closed with it unmet, it was published without the copy, or taken down too soon.</summary>
    Missed,
    /// <summary>It no longer had to be met.</summary>
    Cancelled,
    /// <summary>Whether it is or was in time cannot be told, since the calendar gives it no due date.</summary>
    OutsideCoverage,
}

/// <summary>
/// The dates of a clock, as a row can keep them: enough to read the clock on any day without its case. <paramref name="DueOn"/> is
/// null while it has not started, where no period is laid down, and where the calendar gives no date.
/// </summary>
public sealed record ClockDates(
    LocalDate? StartsOn, LocalDate? DueOn, LocalDate? MetOn, LocalDate? CancelledOn, LocalDate? MissedOn,
    bool InWorkingDays, bool HasPeriod, bool IsFloor, bool CountsBack)
{
    /// <summary>Started by the end of the day, and neither met, cancelled nor missed by then. A clock that counts back runs before its day 0.</summary>
    public bool IsRunningOn(LocalDate day) => HasStartedBy(day) && !(MetOn <= day) && !(CancelledOn <= day) && !(MissedOn <= day);

    internal bool HasStartedBy(LocalDate day) => StartsOn is { } start && (CountsBack || start <= day);
}

/// <summary>
/// How a clock stands on a day. <paramref name="N"/> is what is left while it runs, and what it is over by once it is overdue, met
/// late, missed or cancelled; where no period is laid down, what has gone by. It counts working days when
/// <paramref name="InWorkingDays"/>, calendar days otherwise; null where there is nothing to count, or the calendar cannot count it.
/// </summary>
public sealed record ClockReading(ClockState State, int? N, bool InWorkingDays)
{
    /// <summary>The reading at the end of the day. What happened after that day has not happened yet.</summary>
    public static ClockReading Of(ClockDates clock, LocalDate day, WorkingDayCalendar calendar)
    {
        if (clock.CancelledOn is { } cancelled && cancelled <= day) return Say(ClockState.Cancelled, Over(cancelled));
        if (clock.MissedOn is { } missed && missed <= day) return Say(ClockState.Missed, Over(missed));
        if (clock.MetOn is { } met && met <= day) return Met(met);
        if (!clock.HasStartedBy(day)) return Say(ClockState.NotStarted);
        if (!clock.HasPeriod) return Say(ClockState.Running, Count(clock.StartsOn!.Value, day));
        if (clock.DueOn is not { } due) return Say(ClockState.OutsideCoverage);
        if (clock.IsFloor) return day > due ? Say(ClockState.Met) : Say(ClockState.Running, Count(day, due));
        if (day > due) return Say(ClockState.Overdue, Count(due, day));
        return day == due ? Say(ClockState.DueToday) : Say(ClockState.Running, Count(day, due));

        ClockReading Met(LocalDate on)
        {
            if (!clock.HasPeriod) return Say(ClockState.Met, clock.StartsOn is { } start ? Count(start, on) : null);
            if (clock.StartsOn is null) return Say(ClockState.Met);
            // Whether it was in time cannot be known without the due date, and is not guessed.
            if (clock.DueOn is not { } due) return Say(ClockState.OutsideCoverage);
            return on > due && !clock.IsFloor ? Say(ClockState.MetLate, Count(due, on)) : Say(ClockState.Met);
        }

        ClockReading Say(ClockState state, int? n = null) => new(state, n, clock.InWorkingDays);

        int? Over(LocalDate on) => clock.DueOn is { } due && on > due ? Count(due, on) : null;

        int? Count(LocalDate from, LocalDate to) => clock.InWorkingDays ? calendar.WorkingDaysBetween(from, to) : Period.DaysBetween(from, to);
    }
}
