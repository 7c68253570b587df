namespace Nscp.Reviews.Projections;

/// <summary>How a clock that is still open stands.</summary>
public enum OpenClockState { Overdue, DueToday, Running, OutsideCoverage }

/// <summary>Which open clocks are asked for, and on which day. What is null does not narrow.</summary>
/// <param name="Today">The day of asking: what happened after it is left out.</param>
/// <param name="Until">Due by the end of this day, overdue, or outside coverage.</param>
/// <param name="Clock">The kind of clock, as <see cref="ClockIds"/> names it.</param>
/// <param name="Organisation">The organisation that owes it.</param>
/// <param name="Case">By the case's own reference or its CSPR's.</param>
public sealed record DeadlineQuestion(
    LocalDate Today, LocalDate? Until = null, string? Clock = null, Force? Force = null, OrganisationCode? Organisation = null, CaseReference? Case = null, OpenClockState? State = null)
{
    /// <summary>
    /// Whether it is asked what would be if <see cref="Today"/> were today. The facts are those of the record as it is now: a clock that was met or
    /// cancelled after that day is open on it, one that started after it has not started, and a due date that was revised since stands as revised.
    /// </summary>
    public bool IsWhatIf { get; init; }
}
