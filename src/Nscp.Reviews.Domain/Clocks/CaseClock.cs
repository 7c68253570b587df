using Nscp.Reviews.Domain.Organisations;

namespace Nscp.Reviews.Domain.Clocks;

/// <summary>
/// One clock of one case, derived from facts, policy and calendar; nothing of it is stored but what can be derived again.
/// All dates are London dates.
/// </summary>
public sealed record CaseClock
{
    /// <summary>This clock in this case: the bare clock id for the first, <c>agency-return-2</c> for the second in order of start; never re-used.</summary>
    public required string Id { get; init; }

    public required ClockDefinition Definition { get; init; }

    /// <summary>What it belongs to within the case: <c>decision 1</c>, <c>R1/2</c>, <c>hold 1</c>, an agency's code; null when that is the case itself.</summary>
    public string? BelongsTo { get; init; }

    /// <summary>The organisation that owes it, where one is known by code.</summary>
    public OrganisationCode? Owner { get; init; }

    /// <summary>Whether another area's authority owes it: shown as theirs, outside our timeliness.</summary>
    public bool IsTheirs { get; init; }

    /// <summary>Day 0, never counted; null while it has not started.</summary>
    public LocalDate? StartsOn { get; init; }

    /// <summary>The event that started it.</summary>
    public Guid? StartedBy { get; init; }

    /// <summary>Due to the end of that day; null while it has not started and where no period is laid down.</summary>
    public DueDate? Due { get; init; }

    /// <summary>Where readings of the guidance differ, the earlier due date, which the other reading gives.</summary>
    public LocalDate? OtherReadingDue { get; init; }

    public LocalDate? MetOn { get; init; }

    public LocalDate? CancelledOn { get; init; }

    /// <summary>Why it was cancelled or missed, as the end of a sentence.</summary>
    public string? Because { get; init; }

    /// <summary>The day from which it could no longer be met.</summary>
    public LocalDate? MissedOn { get; init; }
}

public enum ClockState { NotStarted, Running, DueToday, Overdue, Met, MetLate, Missed, Cancelled, OutsideCoverage }
