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
    public void Is_the_partnerships_and_counts_a_day_once()
    {
        var clock = YearlyReportClock.Of([Day("2024-09-30"), Day("2024-09-30")], Nottinghamshire).ShouldHaveSingleItem();
        (clock.Owner, Text(clock.StartsOn), clock.Allowance, clock.MetOn).ShouldBe((Org("NSCP"), "2024-09-30", Allowance.Months(12), null));
    }

    [Fact]
    public void Is_numbered_from_the_first_that_the_policy_knows() =>
        YearlyReportClock.Of([Day("2018-06-28"), Day("2019-06-28"), Day("2020-06-26")], Nottinghamshire).Select(c => (c.Id, Text(c.StartsOn))).ShouldBe([("yearly-report", "2019-06-28"), ("yearly-report-2", "2020-06-26")]);

    [Fact]
    public void Runs_no_clock_before_the_first_report_or_the_first_policy()
    {
        YearlyReportClock.Of([], Nottinghamshire).ShouldBeEmpty();
        YearlyReportClock.Of([new LocalDate(2018, 6, 28)], Nottinghamshire).ShouldBeEmpty();
    }
}
