using NodaTime;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Domain.Tests.Clocks;

/// <summary>Counts with a finger on the calendar, one day at a time, as a person would who has only the list of bank holidays.</summary>
sealed class NaiveCount
{
    readonly Func<LocalDate, string?> holiday;
    readonly CoveredYears years;
    readonly int step;
    LocalDate day;

    NaiveCount(CoveredYears years, Func<LocalDate, string?> holiday, LocalDate start, Direction direction) =>
        (this.years, this.holiday, day, step) = (years, holiday, start, direction == Direction.Forward ? 1 : -1);

    public LocalDate? Due { get; private set; }

    public LocalDate? MovedTo { get; private set; }

    public LocalDate? ClearDay { get; private set; }

    public List<CountedDay> Counted { get; } = [];

    public List<SkippedDay> Skipped { get; } = [];

    public static NaiveCount Of(
        CoveredYears years, Func<LocalDate, string?> holiday, LocalDate start, int n, Direction direction, CountingRule rule, bool clearDays)
    {
        var count = new NaiveCount(years, holiday, start, direction);
        return count.Walk(n, rule, clearDays) ? count : new NaiveCount(years, holiday, start, direction);
    }

    public bool IsThatOf(Working working) =>
        (working.Due.Date, working.MovedTo, working.ClearDay, working.Clamped) == (Due, MovedTo, ClearDay, false)
        && working.Counted.SequenceEqual(Counted) && working.Skipped.SequenceEqual(Skipped);

    /// <summary>False as soon as a day would have to be looked at of which the list says nothing.</summary>
    bool Walk(int n, CountingRule rule, bool clearDays)
    {
        var start = day;
        if (rule == CountingRule.B)
        {
            if (!IsKnown) return false;
            while (!IsWorked)
            {
                if (!Pass()) return false;
            }
            if (day != start) MovedTo = day;
        }
        if (rule == CountingRule.C && n > 0)
        {
            if (!IsKnown) return false;
            if (IsWorked) Counted.Add(new(1, day));
            else Skipped.Add(new(day, Why!));
        }
        while (Counted.Count < n)
        {
            if (!ToNextWorkingDay()) return false;
            Counted.Add(new(Counted.Count + 1, day));
        }
        if (clearDays)
        {
            if (!ToNextWorkingDay()) return false;
            ClearDay = day;
        }
        Due = day;
        return true;
    }

    bool IsKnown => years.Contains(day);

    string? Why => day.DayOfWeek >= IsoDayOfWeek.Saturday ? day.DayOfWeek.ToString() : holiday(day);

    bool IsWorked => Why is null;

    bool Pass()
    {
        Skipped.Add(new(day, Why!));
        day = day.PlusDays(step);
        return IsKnown;
    }

    bool ToNextWorkingDay()
    {
        day = day.PlusDays(step);
        while (IsKnown)
        {
            if (IsWorked) return true;
            if (!Pass()) return false;
        }
        return false;
    }
}
