using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Organisations;

namespace Nscp.Reviews.Api.Readings;

/// <summary>A clock of a case as it stands today.</summary>
/// <param name="Clock">The clock's own id, the same in every case.</param>
/// <param name="Id">This clock in this case.</param>
/// <param name="StartsOn">Day 0, never counted.</param>
/// <param name="DueOn">Due to the end of that London day; null while it has not started, where no period is laid down, and outside the calendar's coverage.</param>
/// <param name="N">Left while it runs; over, once it is overdue, met late, missed or cancelled.</param>
/// <param name="CountedIn"><c>working-days</c> or <c>days</c>.</param>
/// <param name="Source">The law, guidance or policy that sets it.</param>
public sealed record ClockRead(
    string Clock, string Id, string? BelongsTo, string OwedBy, OrganisationCode? Owner, Force Force, ClockState State, LocalDate? StartsOn, LocalDate? DueOn, LocalDate? OtherReadingDue,
    LocalDate? MetOn, LocalDate? CancelledOn, LocalDate? MissedOn, string? Because, int? N, string CountedIn, bool IsTheirs, string Source)
{
    internal static ClockRead Of(CaseClock clock, LocalDate today, WorkingDayCalendar calendar)
    {
        var (definition, dates, reading) = (clock.Definition, clock.Dates, clock.At(today, calendar));
        return new(
            definition.ClockId, clock.Id, clock.BelongsTo, definition.OwedBy, clock.Owner, definition.Force, reading.State, dates.StartsOn, dates.DueOn, clock.OtherReadingDue,
            dates.MetOn, dates.CancelledOn, dates.MissedOn, clock.Because, reading.N, reading.InWorkingDays ? "working-days" : "days", clock.IsTheirs, definition.Source);
    }
}
