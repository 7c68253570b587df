using Nscp.Reviews.Domain.Clocks;
using static Nscp.Reviews.Domain.Tests.Clocks.ClockStory;

namespace Nscp.Reviews.Domain.Tests.Clocks;

/// <summary>Started on Monday 3 June 2024, due on Monday 10 June 2024.</summary>
public class ReadingAClock
{
    static readonly ClockDates Running = new(Day("2024-06-03"), Day("2024-06-10"), null, null, null, InWorkingDays: true, HasPeriod: true, IsFloor: false, CountsBack: false);

    [Theory]
    [InlineData("2024-06-02", ClockState.NotStarted, null)]
    [InlineData("2024-06-03", ClockState.Running, 5)]
    [InlineData("2024-06-07", ClockState.Running, 1)]
    [InlineData("2024-06-09", ClockState.Running, 1)]
    [InlineData("2024-06-10", ClockState.DueToday, null)]
    [InlineData("2024-06-11", ClockState.Overdue, 1)]
    [InlineData("2024-06-16", ClockState.Overdue, 4)]
    public void Counts_working_days_up_to_the_due_date_and_beyond_it(string day, ClockState state, int? n) => Read(Running, day).ShouldBe((state, n));

    [Fact]
    public void Counts_calendar_days_where_the_allowance_is_not_in_working_days() =>
        Read(Running with { InWorkingDays = false }, "2024-06-16").ShouldBe((ClockState.Overdue, 6));

    [Theory]
    [InlineData("2024-06-10", ClockState.Met, null)]
    [InlineData("2024-06-11", ClockState.MetLate, 1)]
    public void Is_late_from_the_day_after(string met, ClockState state, int? n) => Read(Running with { MetOn = Day(met) }, "2024-06-30").ShouldBe((state, n));

    [Fact]
    public void Leaves_out_what_happened_after_the_day_on_which_it_is_read()
    {
        Read(Running with { MetOn = Day("2024-06-12") }, "2024-06-11").ShouldBe((ClockState.Overdue, 1));
        Read(Running with { CancelledOn = Day("2024-06-12") }, "2024-06-10").ShouldBe((ClockState.DueToday, null));
        Read(Running with { MissedOn = Day("2024-06-12") }, "2024-06-07").ShouldBe((ClockState.Running, 1));
    }

    [Fact]
    public void Keeps_what_it_was_over_by_beside_cancelled_and_missed()
    {
        Read(Running with { CancelledOn = Day("2024-06-10") }, "2024-06-30").ShouldBe((ClockState.Cancelled, null));
        Read(Running with { CancelledOn = Day("2024-06-14") }, "2024-06-30").ShouldBe((ClockState.Cancelled, 4));
        Read(Running with { MissedOn = Day("2024-06-14") }, "2024-06-30").ShouldBe((ClockState.Missed, 4));
    }

    [Fact]
    public void Never_guesses_outside_coverage()
    {
        var clock = Opened("2028-12-27")["panel-referral"];
        clock.Due.ShouldBeOfType<DueDate.OutsideCoverage>();
        clock.At(Day("2028-12-29")).ShouldBe(new ClockReading(ClockState.OutsideCoverage, null, InWorkingDays: true));
        clock.KeepsCaseOpen(Day("2028-12-29")).ShouldBeTrue();
        Read(Running, "2029-01-02").ShouldBe((ClockState.Overdue, null));
        Read(Running with { DueOn = null, MetOn = Day("2024-06-05") }, "2024-06-30").ShouldBe((ClockState.OutsideCoverage, null));
    }

    static (ClockState, int?) Read(ClockDates clock, string day)
    {
        var reading = ClockReading.Of(clock, Day(day), Nottinghamshire.Calendar);
        return (reading.State, reading.N);
    }
}
