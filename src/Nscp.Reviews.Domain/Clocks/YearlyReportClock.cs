namespace Nscp.Reviews.Domain.Clocks;

/// <summary>The partnership's yearly report (Children Act 2004 s16G(7)): each starts the twelve months to the next.</summary>
public static class YearlyReportClock
{
    /// <summary>
    /// One clock for each report published since the policy began, in order of their days, each met by the next and the last running;
    /// none before the first report.
    /// </summary>
    /// <param name="publishedOn">London dates in any order; a day that is there twice counts once.</param>
    public static IReadOnlyList<CaseClock> Of(IEnumerable<LocalDate> publishedOn, World world)
    {
        var days = publishedOn.Distinct().Order().ToList();
        var clocks = new List<CaseClock>();
        for (var i = 0; i < days.Count; i++)
        {
            if (world.Policies.For(ClockIds.YearlyReport, world.Partnership.ToString(), days[i]) is { Allowance: ClockAllowance.Fixed { Allowance: var allowance } } definition)
                clocks.Add(new CaseClock
                {
                    Id = clocks.Count == 0 ? ClockIds.YearlyReport : $"{ClockIds.YearlyReport}-{clocks.Count + 1}",
                    Definition = definition, Owner = world.Partnership, StartsOn = days[i], Allowance = allowance,
                    Due = Counting.Due(world.Calendar, days[i], allowance, definition.Direction, definition.Rule, definition.ClearDays),
                    Calendar = world.Calendar, MetOn = i + 1 < days.Count ? days[i + 1] : null,
                });
        }

        return clocks;
    }
}
