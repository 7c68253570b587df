namespace Nscp.Reviews.Domain.Clocks;

/// <summary>What stands behind a clock's period. A missed clock is always named with it.</summary>
public enum Force { Statute, Guidance, Local, Expectation }

/// <summary>The fact whose date is day 0 of a clock.</summary>
public enum StartFact
{
    /// <summary>The later of: aware of the death or serious harm; abuse or neglect first known or suspected.</summary>
    LaterOfAwareAndSuspected,
    AwareOfDeath,
    SinSent,
    SinReceivedByPartners,
    ReportSent,
    CsprDecided,
    /// <summary>The planned publication date, counted back from; once published, the actual one.</summary>
    PublicationPlanned,
    Published,
    InformationRequested,
    ActionAssigned,
    CsprDecidedOrLastCheck,
    PublicationHeldOrLastReview,
    PanelAsked,
    ActionVerified,
    ScrutinyChallenged,
    YearlyReportPublished,
}

/// <summary>The time that a clock allows, or where that is to be found.</summary>
public abstract record ClockAllowance
{
    ClockAllowance() { }

    public sealed record Fixed(Allowance Allowance) : ClockAllowance;

    /// <summary>The start fact says how many of the unit.</summary>
    public sealed record SetWithStart(AllowanceUnit Unit) : ClockAllowance;

    /// <summary>The start fact gives the due date itself.</summary>
    public sealed record DateGiven : ClockAllowance;

    /// <summary>No period exists: elapsed working days are shown, and there is no due date and no breach.</summary>
    public sealed record NotLaidDown : ClockAllowance;
}

/// <summary>One clock as one policy sets it.</summary>
public sealed record ClockDefinition
{
    /// <summary>One of <see cref="ClockIds"/>.</summary>
    public required string ClockId { get; init; }

    public required string PolicyId { get; init; }

    /// <summary>Who owes it, in words.</summary>
    public required string OwedBy { get; init; }

    /// <summary>Null where the source names nobody in particular.</summary>
    public string? OwedTo { get; init; }

    public required StartFact StartFact { get; init; }

    public required ClockAllowance Allowance { get; init; }

    /// <summary>Forward from the start, or back from it.</summary>
    public required Direction Direction { get; init; }

    /// <summary>How working days are counted; rule A for all other units.</summary>
    public required CountingRule Rule { get; init; }

    /// <summary>Whether the due date is one working day beyond the nth, so that n days lie clear between.</summary>
    public bool ClearDays { get; init; }

    /// <summary>What meets the clock, in words.</summary>
    public required string MetBy { get; init; }

    /// <summary>The force of the period, which may be weaker than that of the duty behind it.</summary>
    public required Force Force { get; init; }

    /// <summary>The text that lays the period down.</summary>
    public required string Source { get; init; }

    /// <summary>The duty in law behind a period that is not itself law; null where none is cited.</summary>
    public string? StatutoryDuty { get; init; }

    /// <summary>What a reader must know: our reading, or that a text could not be read.</summary>
    public string? Note { get; init; }

    /// <summary>A floor says how long something must last at least; it is never overdue and keeps no case open.</summary>
    public bool IsFloor { get; init; }
}

/// <summary>A dated set of clock definitions. It names only the clocks that it sets.</summary>
public sealed class ClockPolicy
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>The partnership whose own policy this is; null for a national one.</summary>
    public required string? Partnership { get; init; }

    /// <summary>The first day in force, inclusive.</summary>
    public required LocalDate InForceFrom { get; init; }

    /// <summary>The last day in force, inclusive; null while it has no end.</summary>
    public required LocalDate? InForceTo { get; init; }

    public required string? Note { get; init; }

    public required IReadOnlyList<ClockDefinition> Clocks { get; init; }

    /// <summary>From its first day to its last, both inclusive.</summary>
    public bool IsInForceOn(LocalDate date) => InForceFrom <= date && !(InForceTo < date);
}
