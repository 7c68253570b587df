using System.Linq.Expressions;
using Marten;

namespace Nscp.Reviews.Projections;

/// <summary>A case of a partnership.</summary>
public sealed record TenantCase(string Tenant, Guid Stream);

/// <summary>
/// Which cases hold a clock that a change of the bank-holiday list could move? More than it does move, and never fewer: whether one moves
/// is worked out from its case.
/// </summary>
public static class ClocksInReach
{
    /// <summary>The first and the last day that the change concerns, both inclusive; null where it concerns none.</summary>
    public static (LocalDate First, LocalDate Last)? Days(CalendarDifference difference)
    {
        List<LocalDate> days = [.. difference.Added.Concat(difference.Withdrawn).Concat(difference.NewlyCovered.SelectMany(year => year.Holidays)).Select(holiday => holiday.Date)];
        return days.Count == 0 ? null : (days.Min(), days.Max());
    }

    /// <summary>Of the session's partnership.</summary>
    public static async Task<IReadOnlyList<TenantCase>> ReadAsync(IQuerySession session, (LocalDate First, LocalDate Last) days, CancellationToken ct) =>
        Cases(await session.Query<ClockDocument>().Where(InReach(days)).ToListAsync(ct));

    /// <summary>Of every partnership, so many clocks at a time: their cases, and the clock after which the next part begins; null when this is the last.</summary>
    /// <param name="log">Of a role that row security does not bind.</param>
    /// <param name="after">The last clock of the part before; null for the first part.</param>
    public static async Task<(IReadOnlyList<TenantCase> Cases, string? After)> ReadAsync(IQuerySession log, (LocalDate First, LocalDate Last) days, string? after, int most, CancellationToken ct)
    {
        var from = after ?? "";
        var clocks = await log.Query<ClockDocument>().Where(clock => clock.AnyTenant() && clock.Id.CompareTo(from) > 0).Where(InReach(days)).OrderBy(clock => clock.Id).Take(most).ToListAsync(ct);
        return (Cases(clocks), clocks.Count < most ? null : clocks[^1].Id);
    }

    // A clock without a due date may get one by any new list.
    static Expression<Func<ClockDocument, bool>> InReach((LocalDate First, LocalDate Last) days)
    {
        var (first, last) = days;
        return clock => clock.Reference != null && clock.InWorkingDays && clock.HasPeriod && clock.StartsOn != null && (clock.DueOn == null || (clock.ReachesFrom <= last && clock.ReachesTo >= first));
    }

    static IReadOnlyList<TenantCase> Cases(IEnumerable<ClockDocument> clocks) => [.. clocks.Select(clock => new TenantCase(clock.Partnership, clock.CaseId)).Distinct()];
}
