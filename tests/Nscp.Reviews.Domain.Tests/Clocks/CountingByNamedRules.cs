using NodaTime;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Domain.Tests.Clocks;

public class CountingByRuleB
{
    [Fact]
    public void Moves_a_start_on_a_Saturday_to_the_Monday_and_calls_that_day_0()
    {
        var (saturday28December, monday30December, tuesday7January) = (new LocalDate(2024, 12, 28), new LocalDate(2024, 12, 30), new LocalDate(2025, 1, 7));
        var working = Named.Explain(saturday28December, 5, CountingRule.B);
        (working.Due.Date, working.MovedTo).ShouldBe((tuesday7January, monday30December));
        working.Counted.ShouldBe([new(1, new(2024, 12, 31)), new(2, new(2025, 1, 2)), new(3, new(2025, 1, 3)), new(4, new(2025, 1, 6)), new(5, tuesday7January)]);
        working.Skipped.Select(day => (day.Date, day.Why)).ShouldBe(
        [
            (saturday28December, "Saturday"), (new(2024, 12, 29), "Sunday"), (new(2025, 1, 1), "New Year’s Day"),
            (new(2025, 1, 4), "Saturday"), (new(2025, 1, 5), "Sunday"),
        ]);
    }

    [Fact]
    public void Moves_a_start_on_Good_Friday_over_Easter_to_the_Tuesday()
    {
        var (goodFriday, tuesday, wednesday) = (new LocalDate(2024, 3, 29), new LocalDate(2024, 4, 2), new LocalDate(2024, 4, 3));
        var working = Named.Explain(goodFriday, 1, CountingRule.B);
        (working.MovedTo, working.Due.Date).ShouldBe((tuesday, wednesday));
        working.Skipped.Select(day => day.Why).ShouldBe(["Good Friday", "Saturday", "Sunday", "Easter Monday"]);
    }

    [Fact]
    public void Moves_back_from_Easter_Monday_to_Maundy_Thursday_when_counting_back()
    {
        var (easterMonday, thursday28March, wednesday27March) = (new LocalDate(2024, 4, 1), new LocalDate(2024, 3, 28), new LocalDate(2024, 3, 27));
        var working = Named.Explain(easterMonday, 1, CountingRule.B, Direction.Back);
        (working.MovedTo, working.Due.Date).ShouldBe((thursday28March, wednesday27March));
    }

    [Fact]
    public void Moves_a_New_Years_Day_on_a_Sunday_over_its_substitute_on_Monday_2_January()
    {
        var (sunday1January, tuesday3January, wednesday4January) = (new LocalDate(2017, 1, 1), new LocalDate(2017, 1, 3), new LocalDate(2017, 1, 4));
        var working = Named.Explain(sunday1January, 1, CountingRule.B);
        (working.MovedTo, working.Due.Date).ShouldBe((tuesday3January, wednesday4January));
    }

    [Fact]
    public void Leaves_a_start_on_Friday_27_December_where_it_is_and_counts_as_rule_A_does()
    {
        var friday27December = new LocalDate(2024, 12, 27);
        var working = Named.Explain(friday27December, 5, CountingRule.B);
        working.MovedTo.ShouldBeNull();
        working.Due.ShouldBe(new DueDate.On(new(2025, 1, 6)));
        working.Skipped[0].ShouldBe(new(new(2024, 12, 28), "Saturday"));
        Named.Due(friday27December, 5, CountingRule.A).ShouldBe(working.Due.Date);
    }

    [Fact]
    public void With_nothing_allowed_comes_to_the_day_that_a_Saturday_is_moved_to()
    {
        var (saturday, monday) = (new LocalDate(2024, 7, 6), new LocalDate(2024, 7, 8));
        var working = Named.Explain(saturday, 0, CountingRule.B);
        (working.Due.Date, working.MovedTo, working.Counted.Count).ShouldBe((monday, monday, 0));
        working.Skipped.Select(day => day.Why).ShouldBe(["Saturday", "Sunday"]);
    }

    [Fact]
    public void Has_no_date_from_a_start_that_the_calendar_does_not_know_or_cannot_move()
    {
        var (monday1January2029, sunday31December2028, sunday1January2012) = (new LocalDate(2029, 1, 1), new LocalDate(2028, 12, 31), new LocalDate(2012, 1, 1));
        Named.Due(monday1January2029, 1, CountingRule.A, Direction.Back).ShouldBe(new LocalDate(2028, 12, 29));
        Named.Due(monday1January2029, 1, CountingRule.B, Direction.Back).ShouldBeNull();
        Named.Due(monday1January2029, 0, CountingRule.B).ShouldBeNull();
        Named.Due(sunday31December2028, 0, CountingRule.B).ShouldBeNull();
        Named.Due(sunday1January2012, 0, CountingRule.B, Direction.Back).ShouldBeNull();
    }
}

public class CountingByRuleC
{
    [Fact]
    public void Counts_a_start_on_Friday_27_December_as_day_1()
    {
        var (friday27December, tuesday31December) = (new LocalDate(2024, 12, 27), new LocalDate(2024, 12, 31));
        var working = Named.Explain(friday27December, 3, CountingRule.C);
        working.Due.ShouldBe(new DueDate.On(tuesday31December));
        working.Counted.ShouldBe([new(1, friday27December), new(2, new(2024, 12, 30)), new(3, tuesday31December)]);
        working.MovedTo.ShouldBeNull();
    }

    [Fact]
    public void Is_due_on_the_start_itself_when_one_day_is_allowed_from_a_Thursday_29_February()
    {
        var thursday29February = new LocalDate(2024, 2, 29);
        Named.Due(thursday29February, 1, CountingRule.C).ShouldBe(thursday29February);
        Named.Due(thursday29February, 5, CountingRule.C).ShouldBe(new LocalDate(2024, 3, 6));
        Named.Due(thursday29February, 5, CountingRule.A).ShouldBe(new LocalDate(2024, 3, 7));
    }

    [Fact]
    public void Passes_over_a_start_on_Christmas_Day_and_says_so()
    {
        var (wednesday25December, friday27December) = (new LocalDate(2024, 12, 25), new LocalDate(2024, 12, 27));
        var working = Named.Explain(wednesday25December, 1, CountingRule.C);
        working.Due.ShouldBe(new DueDate.On(friday27December));
        working.Skipped.ShouldBe([new(wednesday25December, "Christmas Day"), new(new(2024, 12, 26), "Boxing Day")]);
    }

    [Fact]
    public void Counts_Tuesday_2_January_as_day_1_when_counting_back_over_New_Years_Day()
    {
        var (tuesday2January, friday29December) = (new LocalDate(2024, 1, 2), new LocalDate(2023, 12, 29));
        Named.Due(tuesday2January, 2, CountingRule.C, Direction.Back).ShouldBe(friday29December);
    }

    [Fact]
    public void With_nothing_allowed_comes_to_the_start_which_is_then_not_looked_at()
    {
        var (saturday, monday1January2029) = (new LocalDate(2024, 7, 6), new LocalDate(2029, 1, 1));
        var working = Named.Explain(saturday, 0, CountingRule.C);
        (working.Due.Date, working.Skipped.Count).ShouldBe((saturday, 0));
        Named.Due(monday1January2029, 0, CountingRule.C).ShouldBe(monday1January2029);
    }

    [Fact]
    public void Has_no_date_from_a_start_that_the_calendar_does_not_know()
    {
        var (friday29December2028, monday1January2029) = (new LocalDate(2028, 12, 29), new LocalDate(2029, 1, 1));
        Named.Due(friday29December2028, 1, CountingRule.C).ShouldBe(friday29December2028);
        Named.Due(monday1January2029, 1, CountingRule.C, Direction.Back).ShouldBeNull();
    }
}

public class CountingClearDays
{
    [Fact]
    public void Lands_one_working_day_before_the_seventh_when_counting_back_from_a_Thursday_after_Easter()
    {
        var (thursday4April, thursday21March) = (new LocalDate(2024, 4, 4), new LocalDate(2024, 3, 21));
        var working = Named.Explain(thursday4April, 7, CountingRule.A, Direction.Back, clearDays: true);
        (working.Due.Date, working.ClearDay).ShouldBe((thursday21March, thursday21March));
        working.Counted[^1].ShouldBe(new(7, new(2024, 3, 22)));
    }

    [Fact]
    public void Lands_one_working_day_after_the_fifth_when_counting_on_from_a_Wednesday()
    {
        var (wednesday1May, thursday9May, friday10May) = (new LocalDate(2024, 5, 1), new LocalDate(2024, 5, 9), new LocalDate(2024, 5, 10));
        Named.Due(wednesday1May, 5, CountingRule.A).ShouldBe(thursday9May);
        Named.Due(wednesday1May, 5, CountingRule.A, clearDays: true).ShouldBe(friday10May);
    }

    [Fact]
    public void Names_the_days_passed_over_on_the_way_to_the_extra_day_from_a_Friday_to_a_Monday()
    {
        var (thursday4July, monday8July) = (new LocalDate(2024, 7, 4), new LocalDate(2024, 7, 8));
        var working = Named.Explain(thursday4July, 1, CountingRule.A, clearDays: true);
        working.ClearDay.ShouldBe(monday8July);
        working.Skipped.Select(day => day.Why).ShouldBe(["Saturday", "Sunday"]);
        Named.Explain(thursday4July, 1, CountingRule.A).ClearDay.ShouldBeNull();
    }

    [Fact]
    public void Goes_together_with_a_moved_start_on_Easter_Sunday()
    {
        var (easterSunday, thursday28March, monday25March) = (new LocalDate(2024, 3, 31), new LocalDate(2024, 3, 28), new LocalDate(2024, 3, 25));
        var working = Named.Explain(easterSunday, 2, CountingRule.B, Direction.Back, clearDays: true);
        (working.MovedTo, working.ClearDay, working.Due.Date).ShouldBe((thursday28March, monday25March, monday25March));
    }

    [Fact]
    public void With_nothing_allowed_is_the_next_working_day_under_every_rule()
    {
        var (thursday, friday, lastWorkingDay) = (new LocalDate(2024, 7, 4), new LocalDate(2024, 7, 5), new LocalDate(2028, 12, 29));
        foreach (var rule in Enum.GetValues<CountingRule>())
        {
            Named.Due(thursday, 0, rule, clearDays: true).ShouldBe(friday);
            Named.Due(lastWorkingDay, 0, rule, clearDays: true).ShouldBeNull();
            Named.Due(thursday, int.MaxValue, rule, clearDays: true).ShouldBeNull();
            Named.Due(thursday, int.MaxValue, rule, Direction.Back, clearDays: true).ShouldBeNull();
        }
    }
}

public class CountingDaysMonthsAndYears
{
    [Theory]
    [InlineData(AllowanceUnit.Days)]
    [InlineData(AllowanceUnit.Months)]
    [InlineData(AllowanceUnit.Years)]
    public void Refuses_rules_that_say_nothing_about_them(AllowanceUnit unit)
    {
        var (start, one) = (new LocalDate(2024, 7, 4), new Allowance(1, unit));
        foreach (var rule in (CountingRule[])[CountingRule.B, CountingRule.C])
            Should.Throw<ArgumentException>(() => Counting.Due(WorkingDayCalendar.Shipped, start, one, rule: rule)).Message.ShouldBe($"Rule {rule} says nothing about {unit}.");
        Should.Throw<ArgumentException>(() => Counting.Explain(WorkingDayCalendar.Shipped, start, one, clearDays: true)).Message.ShouldBe($"Rule A with clear days says nothing about {unit}.");
        Counting.IsAbout(unit, CountingRule.A, clearDays: false).ShouldBeTrue();
    }
}

static class Named
{
    public static Working Explain(LocalDate start, int n, CountingRule rule, Direction direction = Direction.Forward, bool clearDays = false) =>
        Counting.Explain(WorkingDayCalendar.Shipped, start, Allowance.WorkingDays(n), direction, rule, clearDays);

    public static LocalDate? Due(LocalDate start, int n, CountingRule rule, Direction direction = Direction.Forward, bool clearDays = false) =>
        Counting.Due(WorkingDayCalendar.Shipped, start, Allowance.WorkingDays(n), direction, rule, clearDays).Date;
}
