using NodaTime;
using Nscp.Reviews.Domain.Clocks;
using static Nscp.Reviews.Domain.Tests.Clocks.ClockStory;

namespace Nscp.Reviews.Domain.Tests.Clocks;

public class PublishingTheYearlyReport
{
    [Fact]
    public void Starts_with_each_report_and_is_met_by_the_next()
    {
        var clocks = YearlyReportClock.Of([Day("2024-09-30"), Day("2023-09-29")], Nottinghamshire);
        clocks.Select(c => (c.Id, Text(c.Due?.Date), Text(c.MetOn), c.Definition.Force)).ShouldBe(
        [
            ("yearly-report", "2024-09-29", "2024-09-30", Force.Statute),
            ("yearly-report-2", "2025-09-30", null, Force.Statute),
        ]);
    }

    [Fact]
    public void Runs_no_clock_before_the_first_report_or_the_first_policy()
    {
        YearlyReportClock.Of([], Nottinghamshire).ShouldBeEmpty();
        YearlyReportClock.Of([new LocalDate(2018, 6, 28)], Nottinghamshire).ShouldBeEmpty();
    }
}
