namespace Nscp.Reviews.Projections;

/// <summary>How one clock of a case stands on a day. Its source and force go with it wherever it is shown.</summary>
/// <param name="Id">This clock in this case; <paramref name="Clock"/> is its kind.</param>
/// <param name="StartsOn">Day 0, never counted.</param>
/// <param name="DueOn">To the end of that London day; null while it has not started, where no period is laid down, and outside the calendar's coverage.</param>
/// <param name="N">What is left, or what it is over by; where no period is laid down, what has gone by. Counted in <paramref name="Unit"/>.</param>
/// <param name="Unit"><c>working-days</c> or <c>days</c>.</param>
/// <param name="CalendarRevision">The list of bank holidays that it is counted by: the one in force while it runs, afterwards the one under which it ended.</param>
/// <param name="Earlier">What it read before it was judged again, in the order in which that was known; absent where it never was.</param>
/// <param name="Because">Why it was cancelled or missed, as the end of a sentence.</param>
public sealed record ClockAnswer(
    string Id, string Clock, string? BelongsTo, string OwedBy, string? OwedTo, OrganisationCode? Owner, bool IsTheirs, LocalDate? StartsOn, LocalDate? DueOn, LocalDate? OtherReadingDue,
    ClockState State, int? N, string Unit, LocalDate? MetOn, LocalDate? CancelledOn, LocalDate? MissedOn, string? Because, string? Caveat, string MetBy,
    Force Force, string Policy, string Source, string? StatutoryDuty, string? Note, bool IsFloor, int CalendarRevision, IReadOnlyList<EarlierReading>? Earlier = null)
{
    /// <summary>Every clock of a case, as it stands at the end of the day.</summary>
    public static IReadOnlyList<ClockAnswer> Of(CaseHistory history, World world, LocalDate today) =>
        Of(CaseClocks.Of(history, world), EarlierReading.Of(history, world), today);

    static IReadOnlyList<ClockAnswer> Of(IReadOnlyList<CaseClock> clocks, ILookup<string, EarlierReading> earlier, LocalDate today) =>
        [.. clocks.Select(clock => Of(clock, today) with { Earlier = earlier.Contains(clock.Id) ? [.. earlier[clock.Id]] : null })];

    public static ClockAnswer Of(CaseClock clock, LocalDate today)
    {
        var (reading, definition) = (clock.At(today), clock.Definition);
        return new ClockAnswer(
            clock.Id, definition.ClockId, clock.BelongsTo, definition.OwedBy, definition.OwedTo, clock.Owner, clock.IsTheirs, clock.StartsOn, clock.Due?.Date, clock.OtherReadingDue,
            reading.State, reading.N, reading.InWorkingDays ? "working-days" : "days", clock.MetOn, clock.CancelledOn, clock.MissedOn, clock.Because, clock.Caveat, definition.MetBy,
            definition.Force, definition.PolicyId, definition.Source, definition.StatutoryDuty, definition.Note, definition.IsFloor, clock.Calendar.Revision);
    }
}
