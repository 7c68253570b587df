namespace Nscp.Reviews.Domain.Clocks;

/// <summary>Working days are those of a <see cref="WorkingDayCalendar"/>; days, months and years are those of the common calendar.</summary>
public enum AllowanceUnit { WorkingDays, Days, Months, Years }

/// <summary>How much time is allowed: n whole units, never negative.</summary>
public readonly record struct Allowance
{
    /// <exception cref="ArgumentOutOfRangeException">n is negative.</exception>
    public Allowance(int n, AllowanceUnit unit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        (N, Unit) = (n, unit);
    }

    public int N { get; }

    public AllowanceUnit Unit { get; }

    public static Allowance WorkingDays(int n) => new(n, AllowanceUnit.WorkingDays);

    public static Allowance Days(int n) => new(n, AllowanceUnit.Days);

    public static Allowance Months(int n) => new(n, AllowanceUnit.Months);

    public static Allowance Years(int n) => new(n, AllowanceUnit.Years);
}

/// <summary>Whether the due date lies after the start or before it.</summary>
public enum Direction { Forward, Back }

/// <summary>How the start day is treated when working days are counted.</summary>
public enum CountingRule
{
    /// <summary>The start is day 0: never counted, never moved, never looked at (<i>Dodds v Walker</i> [1981] 1 WLR 1027).</summary>
    A,
    /// <summary>A start on which nobody is at work is first moved to the next working day (counting back: the previous), and that is day 0.</summary>
    B,
    /// <summary>A start that is a working day counts as day 1; any other is passed over, so that the count goes on as under rule A.</summary>
    C,
}

/// <summary>What counting came to: a date, or the plain statement that no date can be given.</summary>
public abstract record DueDate
{
    DueDate() { }

    /// <summary>The date, or null outside coverage.</summary>
    public abstract LocalDate? Date { get; }

    /// <summary>Due on this London date, to the end of that day.</summary>
    public sealed record On(LocalDate Day) : DueDate
    {
        public override LocalDate? Date => Day;
    }

    /// <summary>
    /// The count would have had to look at a day for which the calendar does not know the bank holidays
    /// (or, for plain days, months and years, at a year before −9989 or after 9989). Rules B and C look at the start too.
    /// </summary>
    public sealed record OutsideCoverage(LocalDate Start, CoveredYears Covered) : DueDate
    {
        public override LocalDate? Date => null;
    }
}

/// <summary>A day that counts; <paramref name="Number"/> is 1 for the first.</summary>
public readonly record struct CountedDay(int Number, LocalDate Date);

/// <summary>A day passed over: <paramref name="Why"/> is "Saturday", "Sunday" or the bank holiday's title.</summary>
public readonly record struct SkippedDay(LocalDate Date, string Why);

/// <summary>
/// A due date with its working, in the order in which the count meets the days. For working days each day after the
/// start up to and including the due date is in exactly one place: counted, skipped, <see cref="MovedTo"/> or
/// <see cref="ClearDay"/>; so is the start itself under rule C, and under rule B when it is moved. Months and years are
/// not counted day by day, so both lists are then empty. Outside coverage there is nothing but the due date's own words.
/// </summary>
public sealed class Working(DueDate due, IReadOnlyList<CountedDay> counted, IReadOnlyList<SkippedDay> skipped)
{
    public DueDate Due { get; } = due;

    public IReadOnlyList<CountedDay> Counted { get; } = counted;

    public IReadOnlyList<SkippedDay> Skipped { get; } = skipped;

    /// <summary>Rule B: the working day that was taken as day 0 instead of the start; null where the start stayed.</summary>
    public LocalDate? MovedTo { get; init; }

    /// <summary>Clear days: the working day beyond the last one counted, which is the due date; null without them.</summary>
    public LocalDate? ClearDay { get; init; }

    /// <summary>Months and years: whether the month had no such day and its last day was taken.</summary>
    public bool Clamped { get; init; }
}
