using System.Linq.Expressions;
using Marten;
using Marten.Linq.MatchesSql;

namespace Nscp.Reviews.Projections;

/// <summary>A clock that is open and has a period that can run out. References and dates only, no narrative.</summary>
/// <param name="Reference">Null for a clock of the partnership itself.</param>
/// <param name="Id">This clock in its case.</param>
/// <param name="DueOn">To the end of that London day; null outside the calendar's coverage.</param>
/// <param name="N">What is left, or what it is over by, in working days where <paramref name="InWorkingDays"/>, otherwise in calendar days.</param>
/// <param name="WorkingDays">Working days left, or over, whatever the clock counts in; null where the calendar cannot count them.</param>
public sealed record Deadline(
    string? Reference, string Id, string Clock, string Policy, Force Force, string? BelongsTo, string OwedBy, OrganisationCode? Owner, bool IsTheirs,
    LocalDate StartsOn, LocalDate? DueOn, LocalDate? OtherReadingDue, ClockState State, int? N, bool InWorkingDays, int? WorkingDays)
{
    internal static Deadline Of(ClockDocument clock, WorkingDayCalendar calendar, LocalDate today)
    {
        var reading = ClockReading.Of(clock.Dates with { MetOn = null, CancelledOn = null, MissedOn = null }, today, calendar);
        return new(
            clock.Reference, clock.ClockId, clock.Clock, clock.Policy, clock.Force, clock.BelongsTo, clock.OwedBy, clock.Owner is { } owner ? OrganisationCode.Parse(owner) : null, clock.IsTheirs,
            clock.StartsOn!.Value, clock.DueOn, clock.OtherReadingDue, reading.State, reading.N, reading.InWorkingDays, Left(calendar, today, clock.DueOn));
    }

    static int? Left(WorkingDayCalendar calendar, LocalDate today, LocalDate? due) =>
        due is not { } day ? null : day >= today ? calendar.WorkingDaysBetween(today, day) : calendar.WorkingDaysBetween(day, today);
}

/// <param name="AtTheEdge">Of all open clocks of the partnership, whichever are listed.</param>
/// <param name="RecordFrom">The day on which the first clock of the record started, told for a what-if alone; null when there is none.</param>
public sealed record DeadlinesFound(Page<Deadline> Page, ClocksAtTheEdge AtTheEdge, LocalDate? RecordFrom);

public static class DeadlineList
{
    const string List = "deadlines";

    /// <summary>The last day that is within so many working days of today; null outside the calendar's coverage.</summary>
    public static LocalDate? Until(WorkingDayCalendar calendar, LocalDate today, int within) => calendar.NthAfter(today, within);

    /// <summary>
    /// The open clocks that are asked for: the earliest due date first, on the same day statute before guidance before local; what is outside coverage
    /// comes last. One round trip, whatever the number of cases.
    /// </summary>
    /// <param name="limit">1 or more.</param>
    /// <exception cref="FormatException">The cursor is not one of this list.</exception>
    public static async Task<DeadlinesFound> ReadAsync(IQuerySession session, WorkingDayCalendar calendar, DeadlineQuestion asked, int limit, string? after, CancellationToken ct)
    {
        var (near, first, last) = (CoverageWarnings.NearFrom(calendar.Coverage), calendar.Coverage.FirstDay, calendar.Coverage.LastDay);
        var (batch, open) = (session.CreateBatchQuery(), Open(asked));
        var listed = batch.Query<ClockDocument>().Where(open);
        foreach (var narrowed in Narrowed(asked)) listed = listed.Where(narrowed);
        if (after is not null && Cursor.Place(List, after) is var place) listed = listed.Where(clock => clock.Place.CompareTo(place) > 0);
        var items = listed.OrderBy(clock => clock.Place).Take(limit + 1).ToList();
        var nearTheEnd = batch.Query<ClockDocument>().Where(open).Where(clock => clock.DueOn >= near && clock.DueOn <= last).Count();
        var beyond = batch.Query<ClockDocument>().Where(open).Where(clock => clock.DueOn == null || clock.DueOn > last || clock.DueOn < first).Count();
        var begins = asked.IsWhatIf ? batch.Query<ClockDocument>().Where(clock => clock.StartsOn != null && !clock.CountsBack).OrderBy(clock => clock.StartsOn!).FirstOrDefault() : null;
        await batch.Execute(ct);
        var page = Pages.Of(await items, limit, List, clock => clock.Place).Select(clock => Deadline.Of(clock, calendar, asked.Today));
        return new(page, new((int)await nearTheEnd, (int)await beyond), begins is null ? null : (await begins)?.StartsOn);
    }

    /// <summary>How many open clocks, of all partnerships, come near the end of what the list of bank holidays covers, or go beyond it.</summary>
    /// <param name="log">Of a role that row security does not bind.</param>
    public static async Task<ClocksAtTheEdge> AtTheEdgeAsync(IQuerySession log, CoveredYears coverage, CancellationToken ct)
    {
        var (near, last, batch) = (CoverageWarnings.NearFrom(coverage), coverage.LastDay, log.CreateBatchQuery());
        var nearTheEnd = batch.Query<ClockDocument>().Where(clock => clock.AnyTenant() && clock.IsOpen && clock.DueOn >= near && clock.DueOn <= last).Count();
        var beyond = batch.Query<ClockDocument>().Where(clock => clock.AnyTenant() && clock.IsOpen && (clock.DueOn == null || clock.DueOn > last)).Count();
        await batch.Execute(ct);
        return new((int)await nearTheEnd, (int)await beyond);
    }

    /// <summary>Started, which a clock that counts back has before its day 0, and not ended: as it is now, or as it would be if that day were today.</summary>
    static Expression<Func<ClockDocument, bool>> Open(DeadlineQuestion asked)
    {
        var today = asked.Today;
        return asked.IsWhatIf
            ? clock => clock.RunsOut && (clock.StartsOn <= today || clock.CountsBack) && (clock.MetOn == null || clock.MetOn > today)
                && (clock.CancelledOn == null || clock.CancelledOn > today) && (clock.MissedOn == null || clock.MissedOn > today)
            : clock => clock.IsOpen && (clock.StartsOn <= today || clock.CountsBack);
    }

    static IEnumerable<Expression<Func<ClockDocument, bool>>> Narrowed(DeadlineQuestion asked)
    {
        var today = asked.Today;
        if (asked.Until is { } until) yield return clock => clock.DueOn == null || clock.DueOn <= until;
        if (asked.Clock is { } kind) yield return clock => clock.Clock == kind;
        if (asked.Force is { } force) yield return clock => clock.Force == force;
        if (asked.Organisation?.ToString() is { } owner) yield return clock => clock.Owner == owner;
        if (asked.Case is { Value: var reference }) yield return clock => clock.MatchesSql(References.IsOfCase, reference);
        switch (asked.State)
        {
            case OpenClockState.Overdue:
                yield return clock => clock.DueOn < today;
                break;
            case OpenClockState.DueToday:
                yield return clock => clock.DueOn == today;
                break;
            case OpenClockState.Running:
                yield return clock => clock.DueOn > today;
                break;
            case OpenClockState.OutsideCoverage:
                yield return clock => clock.DueOn == null;
                break;
            case null:
                break;
        }
    }
}
