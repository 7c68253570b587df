namespace Nscp.Reviews.Domain.Clocks;

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

public enum Direction { Forward, Back }

/// <summary>How the first day is treated. Rule A never counts it and never moves it (<i>Dodds v Walker</i> [1981] 1 WLR 1027).</summary>
public enum CountingRule { A }

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
    /// (or, for plain days, months and years, at a year before −9989 or after 9989).
    /// </summary>
    public sealed record OutsideCoverage(LocalDate Start, CoveredYears Covered) : DueDate
    {
        public override LocalDate? Date => null;
    }
}

public readonly record struct CountedDay(int Number, LocalDate Date);

/// <summary>A day passed over: <paramref name="Why"/> is "Saturday", "Sunday" or the bank holiday's title.</summary>
public readonly record struct SkippedDay(LocalDate Date, string Why);

/// <summary>
/// A due date with its working: every day between the start (exclusive) and the due date (inclusive), in the order
/// in which the count meets them, is either counted or skipped. Months and years are not counted day by day, so both
/// lists are then empty; <see cref="Clamped"/> says whether the month had no such day and its last day was taken.
/// Outside coverage both lists are empty.
/// </summary>
public sealed class Working(DueDate due, IReadOnlyList<CountedDay> counted, IReadOnlyList<SkippedDay> skipped, bool clamped)
{
    public DueDate Due { get; } = due;

    public IReadOnlyList<CountedDay> Counted { get; } = counted;

    public IReadOnlyList<SkippedDay> Skipped { get; } = skipped;

    public bool Clamped { get; } = clamped;
}
