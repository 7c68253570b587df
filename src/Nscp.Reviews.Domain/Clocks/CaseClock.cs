namespace Nscp.Reviews.Domain.Clocks;

/// <summary>
/// One clock of one case, derived from facts, policy and calendar; nothing of it is stored but what can be derived again.
/// All dates are London dates.
/// </summary>
public sealed record CaseClock
{
    /// <summary>This clock in this case: the bare clock id for the first, <c>agency-return-2</c> for the second in order of start; never re-used.</summary>
    public required string Id { get; init; }

    /// <summary>By the policy in force on the day it starts; for <c>rapid-review</c> on the day the SIN was sent.</summary>
    public required ClockDefinition Definition { get; init; }

    /// <summary>What it belongs to within the case: <c>decision 1</c>, <c>R1/2</c>, <c>hold 1</c>, an agency's code; null when that is the case itself.</summary>
    public string? BelongsTo { get; init; }

    /// <summary>The organisation that owes it, where one is known by code.</summary>
    public OrganisationCode? Owner { get; init; }

    /// <summary>Whether another area's authority owes it: shown as theirs, outside our timeliness.</summary>
    public bool IsTheirs { get; init; }

    /// <summary>Day 0, never counted; null while it has not started.</summary>
    public LocalDate? StartsOn { get; init; }

    /// <summary>The event that started it, or from whose newest form it is counted; null while it has not started.</summary>
    public Guid? StartedBy { get; init; }

    /// <summary>Of the event that makes it the clock that it is, whichever event it is counted from at present: its id keeps to this one.</summary>
    internal Envelope? Anchor { get; init; }

    /// <summary>What the reader must know of how it started, as a whole sentence; null where nothing needs saying.</summary>
    public string? Caveat { get; init; }

    /// <summary>What was counted from <see cref="StartsOn"/>; null where the due date itself is given, or no period is laid down.</summary>
    public Allowance? Allowance { get; init; }

    /// <summary>Due to the end of that day; null while it has not started and where no period is laid down.</summary>
    public DueDate? Due { get; init; }

    /// <summary>Who counts it: the revision in force when the fact that ended it was recorded, or, while it runs, the one in force.</summary>
    public required WorkingDayCalendar Calendar { get; init; }

    /// <summary>The date that the start fact gave, where it gave one.</summary>
    internal LocalDate? Given { get; init; }

    /// <summary>The definition and the start of the other reading, where there is one.</summary>
    internal (ClockDefinition Definition, LocalDate StartsOn)? OtherReading { get; init; }

    /// <summary>The calendar revision under which it was met, cancelled or missed; null while it has not ended.</summary>
    internal int? EndedUnder { get; init; }

    /// <summary>Where readings of the guidance differ, the earlier due date, which the other reading gives.</summary>
    public LocalDate? OtherReadingDue { get; init; }

    /// <summary>The day on which it was met, in time or late; null where it was not. A floor is met once its day has passed, and has a date here only where a take-down followed.</summary>
    public LocalDate? MetOn { get; init; }

    /// <summary>The day from which it no longer had to be met; null where that was not so. A clock that had been met by then stays met.</summary>
    public LocalDate? CancelledOn { get; init; }

    /// <summary>Why it was cancelled or missed, as the end of a sentence; null where it was neither.</summary>
    public string? Because { get; init; }

    /// <summary>The day from which it could no longer be met; null where it was met, cancelled, or still can be.</summary>
    public LocalDate? MissedOn { get; init; }

    /// <summary>Whether time in it is told in working days: where the allowance is in working days, and where no period is laid down.</summary>
    public bool InWorkingDays => Definition.Allowance switch
    {
        ClockAllowance.Fixed { Allowance.Unit: var unit } => unit == AllowanceUnit.WorkingDays,
        ClockAllowance.SetWithStart { Unit: var unit } => unit == AllowanceUnit.WorkingDays,
        ClockAllowance.NotLaidDown => true,
        _ => false,
    };

    /// <summary>The plain values that a reading needs: what a row of this clock has to keep.</summary>
    public ClockDates Dates => new(
        StartsOn, Due?.Date, MetOn, CancelledOn, MissedOn, InWorkingDays,
        HasPeriod: Definition.Allowance is not ClockAllowance.NotLaidDown, Definition.IsFloor, CountsBack: Definition.Direction == Direction.Back);

    /// <summary>
    /// Every day on the way to the due date, from the same computation as that; null while it has not started, where the due date
    /// itself is given, and where no period is laid down.
    /// </summary>
    public Working? Working() => this is { Allowance: { } allowance, StartsOn: { } day }
        ? Counting.Explain(Calendar, day, allowance, Definition.Direction, Definition.Rule, Definition.ClearDays) : null;

    /// <summary>How the clock stands at the end of the day: what happened after it is left out.</summary>
    public ClockReading At(LocalDate day) => ClockReading.Of(Dates, day, Calendar);

    /// <summary>
    /// Whether it stands in the way of closing the case on the day: it runs, is due or overdue, and it is ours to meet. Impact
    /// reviews and floors outlast a case, and for the Panel's answer no period is laid down.
    /// </summary>
    public bool KeepsCaseOpen(LocalDate day) =>
        !IsTheirs && Dates.IsRunningOn(day) && Dates is { HasPeriod: true, IsFloor: false } && Definition.ClockId != ClockIds.ImpactReview;
}
