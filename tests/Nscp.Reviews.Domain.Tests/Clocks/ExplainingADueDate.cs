using NodaTime;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Domain.Tests.Clocks;

public class ExplainingADueDate
{
    static readonly WorkingDayCalendar Calendar = WorkingDayCalendar.Shipped;

    [Fact]
    public void Names_every_day_counted_and_why_each_other_was_skipped()
    {
        var wednesday = new LocalDate(2024, 3, 27);
        var working = Counting.Explain(Calendar, wednesday, Allowance.WorkingDays(3));
        working.Due.ShouldBe(new DueDate.On(new LocalDate(2024, 4, 3)));
        working.Counted.ShouldBe([new(1, new(2024, 3, 28)), new(2, new(2024, 4, 2)), new(3, new(2024, 4, 3))]);
        working.Skipped.ShouldBe(
        [
            new(new(2024, 3, 29), "Good Friday"), new(new(2024, 3, 30), "Saturday"),
            new(new(2024, 3, 31), "Sunday"), new(new(2024, 4, 1), "Easter Monday"),
        ]);
    }

    [Fact]
    public void Runs_in_the_order_of_the_count_when_counting_back()
    {
        var tuesday = new LocalDate(2022, 9, 20);
        var working = Counting.Explain(Calendar, tuesday, Allowance.WorkingDays(2), Direction.Back);
        working.Counted.ShouldBe([new(1, new(2022, 9, 16)), new(2, new(2022, 9, 15))]);
        working.Skipped.ShouldBe(
        [
            new(new(2022, 9, 19), "Bank Holiday for the State Funeral of Queen Elizabeth II"),
            new(new(2022, 9, 18), "Sunday"), new(new(2022, 9, 17), "Saturday"),
        ]);
    }

    [Fact]
    public void Never_moves_a_start_on_a_Saturday() =>
        Counting.Explain(Calendar, new LocalDate(2024, 7, 6), Allowance.WorkingDays(1)).Counted
            .ShouldBe([new(1, new(2024, 7, 8))]);

    [Fact]
    public void Counts_seven_days_as_seven_days_not_as_seven_working_days()
    {
        var planned = new LocalDate(2024, 4, 4);
        var days = Counting.Explain(Calendar, planned, Allowance.Days(7), Direction.Back);
        days.Due.ShouldBe(new DueDate.On(new LocalDate(2024, 3, 28)));
        days.Counted.Count.ShouldBe(7);
        days.Skipped.ShouldBeEmpty();
        Counting.Due(Calendar, planned, Allowance.WorkingDays(7), Direction.Back).ShouldBe(new DueDate.On(new LocalDate(2024, 3, 22)));
    }

    [Fact]
    public void Counts_nothing_when_nothing_is_allowed()
    {
        var goodFriday = new LocalDate(2024, 3, 29);
        var working = Counting.Explain(Calendar, goodFriday, Allowance.WorkingDays(0));
        working.Due.ShouldBe(new DueDate.On(goodFriday));
        working.Counted.ShouldBeEmpty();
        working.Skipped.ShouldBeEmpty();
    }

    [Fact]
    public void Takes_the_months_last_day_where_there_is_no_corresponding_one_also_backwards_and_over_years()
    {
        Clamped(new(2024, 8, 31), Allowance.Months(6), Direction.Forward).ShouldBe((new LocalDate(2025, 2, 28), true));
        Clamped(new(2024, 5, 31), Allowance.Months(3), Direction.Back).ShouldBe((new LocalDate(2024, 2, 29), true));
        Clamped(new(2024, 2, 29), Allowance.Years(1), Direction.Forward).ShouldBe((new LocalDate(2025, 2, 28), true));
        Clamped(new(2024, 2, 29), Allowance.Years(4), Direction.Forward).ShouldBe((new LocalDate(2028, 2, 29), false));
    }

    [Fact]
    public void Goes_from_Thursday_31_October_2024_to_the_31st_again_and_never_from_month_to_month()
    {
        Clamped(new(2024, 10, 31), Allowance.Months(4), Direction.Forward).ShouldBe((new LocalDate(2025, 2, 28), true));
        Clamped(new(2024, 10, 31), Allowance.Months(5), Direction.Forward).ShouldBe((new LocalDate(2025, 3, 31), false));
        Clamped(new(2025, 3, 31), Allowance.Months(2), Direction.Back).ShouldBe((new LocalDate(2025, 1, 31), false));
        Clamped(new(2024, 2, 29), Allowance.Years(8), Direction.Forward).ShouldBe((new LocalDate(2032, 2, 29), false));
    }

    [Fact]
    public void Does_not_roll_a_due_date_to_a_working_day() =>
        Clamped(new(2024, 6, 25), Allowance.Months(6), Direction.Forward).ShouldBe((new LocalDate(2024, 12, 25), false));

    [Fact]
    public void Refuses_a_negative_allowance()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Allowance.WorkingDays(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => Calendar.NthAfter(new(2024, 1, 2), -1));
        Should.Throw<ArgumentOutOfRangeException>(() => Calendar.NthBefore(new(2024, 1, 2), -1));
    }

    static (LocalDate?, bool) Clamped(LocalDate start, Allowance allowance, Direction direction)
    {
        var working = Counting.Explain(Calendar, start, allowance, direction);
        working.Counted.ShouldBeEmpty();
        return (working.Due.Date, working.Clamped);
    }
}
