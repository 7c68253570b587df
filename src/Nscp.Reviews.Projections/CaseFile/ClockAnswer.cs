namespace Nscp.Reviews.Projections;

/// <summary>How one clock of a case stands on a day. Its source and force go with it wherever it is shown.</summary>
/// <param name="Id">This clock in this case; <paramref name="Clock"/> is its kind.</param>
/// <param name="StartsOn">Day 0, never counted.</param>
/// <param name="DueOn">To the end of that London day; null while it has not started, where no period is laid down, and outside the calendar's coverage.</param>
/// <param name="N">What is left, or what it is over by; where no period is laid down, what has gone by. Counted in <paramref name="Unit"/>.</param>
/// <param name="Unit"><c>working-days</c> or <c>days</c>.</param>
/// <param name="Because">Why it was cancelled or missed, as the end of a sentence.</param>
public sealed record ClockAnswer(
    string Id, string Clock, string? BelongsTo, string OwedBy, string? OwedTo, OrganisationCode? Owner, bool IsTheirs, LocalDate? StartsOn, LocalDate? DueOn, LocalDate? OtherReadingDue,
    ClockState State, int? N, string Unit, LocalDate? MetOn, LocalDate? CancelledOn, LocalDate? MissedOn, string? Because, string? Caveat, string MetBy,
    Force Force, string Policy, string Source, string? StatutoryDuty, string? Note, bool IsFloor)
{
    /// <summary>Every clock of a case, as it stands at the end of the day.</summary>
    public static IReadOnlyList<ClockAnswer> Of(CaseHistory history, World world, LocalDate today) =>
        [.. CaseClocks.Of(history, world).Select(clock => Of(clock, today))];

    public static ClockAnswer Of(CaseClock clock, LocalDate today)
    {
        var (reading, definition) = (clock.At(today), clock.Definition);
        return new ClockAnswer(
            clock.Id, definition.ClockId, clock.BelongsTo, definition.OwedBy, definition.OwedTo, clock.Owner, clock.IsTheirs, clock.StartsOn, clock.Due?.Date, clock.OtherReadingDue,
            reading.State, reading.N, reading.InWorkingDays ? "working-days" : "days", clock.MetOn, clock.CancelledOn, clock.MissedOn, clock.Because, clock.Caveat, definition.MetBy,
            definition.Force, definition.PolicyId, definition.Source, definition.StatutoryDuty, definition.Note, definition.IsFloor);
    }
}
