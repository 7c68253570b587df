using NodaTime;
using Nscp.Reviews.Domain.Clocks;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Clocks.ClockStory;

namespace Nscp.Reviews.Domain.Tests.Clocks;

/// <summary>Aware on Thursday 2 May 2024, so due on Friday 10 May by the list that is shipped.</summary>
public class TellingWhyADueDateMoved
{
    static readonly Instant Friday3May2024 = Instant.FromUtc(2024, 5, 3, 9, 0);

    static DueDateMoved Move(CoveredYears coverage, IEnumerable<BankHoliday> holidays) =>
        ClockMoves.Of(Opened("2024-05-02").History, 2, Nottinghamshire with { Calendars = Calendars.Shipped.With(new(new WorkingDayCalendar(2, coverage, holidays), Friday3May2024)) })[0];

    static DueDateMoved With(params string[] days) =>
        Move(CalendarList.Shipped.Coverage, CalendarList.Shipped.Holidays.Concat(days.Select(day => new BankHoliday(Day(day), "Thanksgiving"))));

    [Fact]
    public void Names_a_day_that_was_the_due_date_itself() =>
        (Text(With("2024-05-10").To), With("2024-05-10").Why.Value).ShouldBe(("2024-05-13", "Thanksgiving, 10 May 2024, was added"));

    [Fact]
    public void Names_two_days_and_counts_three()
    {
        With("2024-05-08", "2024-05-09").Why.Value.ShouldBe("Thanksgiving, 8 May 2024, was added and Thanksgiving, 9 May 2024, was added");
        With("2024-05-08", "2024-05-09", "2024-05-10").Why.Value.ShouldBe("3 bank holidays between 2 May 2024 and 15 May 2024 were added or withdrawn");
    }

    [Fact]
    public void Says_when_the_days_are_covered_no_more()
    {
        var move = Move(new(2012, 2023), CalendarList.Shipped.Holidays.Where(holiday => holiday.Date.Year <= 2023));
        (Text(move.From), move.To, move.Why.Value).ShouldBe(("2024-05-10", null, "the list no longer covers the days to be counted"));
    }

    [Fact]
    public void Knows_what_was_recorded_under_an_older_list_and_what_was_told_already()
    {
        var story = Opened("2024-05-02");
        (ClockMoves.KnewAnother(story.History, 1, Nottinghamshire), ClockMoves.KnewAnother(story.History, 2, Nottinghamshire), ClockMoves.AreReported(story.History, 2)).ShouldBe((false, true, false));
        story.Recorded(Friday3May2024, under: 2).On("2024-05-03", With("2024-05-10"));
        (ClockMoves.KnewAnother(story.History, 2, Nottinghamshire), ClockMoves.AreReported(story.History, 2), ClockMoves.AreReported(story.History, 3)).ShouldBe((true, true, false));
    }
}
