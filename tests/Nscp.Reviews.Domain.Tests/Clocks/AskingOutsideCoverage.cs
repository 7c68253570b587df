using NodaTime;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Domain.Tests.Clocks;

public class AskingOutsideCoverage
{
    static readonly WorkingDayCalendar Calendar = WorkingDayCalendar.Shipped;
    static readonly LocalDate LastSaturdayBefore = new(2011, 12, 31);
    static readonly LocalDate LastSundayOf2028 = new(2028, 12, 31);

    static DueDate.OutsideCoverage Outside(LocalDate start) => new(start, new CoveredYears(2012, 2028));

    [Fact]
    public void Never_guesses_whether_a_day_is_worked()
    {
        Calendar.IsWorkingDay(LastSaturdayBefore).ShouldBeNull();
        Calendar.IsWorkingDay(new LocalDate(2029, 1, 2)).ShouldBeNull();
        Should.Throw<ArgumentOutOfRangeException>(() => Calendar.WhyNotWorking(new LocalDate(2029, 1, 6)));
    }

    [Fact]
    public void Finds_the_last_covered_working_day_and_nothing_after_it()
    {
        var wednesday = new LocalDate(2028, 12, 27);
        Due(wednesday, 2).ShouldBe(new DueDate.On(new LocalDate(2028, 12, 29)));
        Due(wednesday, 3).ShouldBe(Outside(wednesday));
        Due(LastSundayOf2028, 1).ShouldBe(Outside(LastSundayOf2028));
        Due(LastSundayOf2028.PlusDays(1), 1).ShouldBe(Outside(LastSundayOf2028.PlusDays(1)));
    }

    [Fact]
    public void Finds_the_first_covered_working_day_and_nothing_before_it()
    {
        var friday = new LocalDate(2012, 1, 6);
        Back(friday, 3).ShouldBe(new DueDate.On(new LocalDate(2012, 1, 3)));
        Back(friday, 4).ShouldBe(Outside(friday));
        Back(new LocalDate(2012, 1, 1), 1).ShouldBe(Outside(new LocalDate(2012, 1, 1)));
        Back(LastSaturdayBefore, 1).ShouldBe(Outside(LastSaturdayBefore));
    }

    [Fact]
    public void Answers_from_the_day_beside_the_covered_years_since_day_0_is_never_looked_at()
    {
        Due(LastSaturdayBefore, 1).ShouldBe(new DueDate.On(new LocalDate(2012, 1, 3)));
        Due(LastSaturdayBefore.PlusDays(-1), 1).ShouldBe(Outside(LastSaturdayBefore.PlusDays(-1)));
        var mondayAfter = new LocalDate(2029, 1, 1);
        Back(mondayAfter, 1).ShouldBe(new DueDate.On(new LocalDate(2028, 12, 29)));
        Back(mondayAfter.PlusDays(1), 1).ShouldBe(Outside(mondayAfter.PlusDays(1)));
    }

    [Fact]
    public void Gives_no_working_for_a_date_that_it_cannot_give()
    {
        var working = Counting.Explain(Calendar, LastSundayOf2028, Allowance.WorkingDays(5));
        working.Due.ShouldBe(Outside(LastSundayOf2028));
        working.Counted.ShouldBeEmpty();
        working.Skipped.ShouldBeEmpty();
    }

    [Fact]
    public void Counts_no_days_between_two_dates_of_which_one_is_outside()
    {
        Calendar.WorkingDaysBetween(LastSaturdayBefore, LastSundayOf2028).ShouldBe(4295);
        Calendar.WorkingDaysBetween(LastSaturdayBefore.PlusDays(-1), LastSundayOf2028).ShouldBeNull();
        Calendar.WorkingDaysBetween(LastSaturdayBefore, LastSundayOf2028.PlusDays(1)).ShouldBeNull();
    }

    [Fact]
    public void Needs_no_calendar_for_days_months_and_years()
    {
        var start = new LocalDate(2031, 1, 31);
        Counting.Due(Calendar, start, Allowance.Days(7)).ShouldBe(new DueDate.On(new LocalDate(2031, 2, 7)));
        Counting.Due(Calendar, start, Allowance.Months(1)).ShouldBe(new DueDate.On(new LocalDate(2031, 2, 28)));
        Counting.Due(Calendar, start, Allowance.Years(1)).ShouldBe(new DueDate.On(new LocalDate(2032, 1, 31)));
    }

    [Theory]
    [InlineData(AllowanceUnit.WorkingDays)]
    [InlineData(AllowanceUnit.Days)]
    [InlineData(AllowanceUnit.Months)]
    [InlineData(AllowanceUnit.Years)]
    public void Has_no_date_for_a_count_beyond_all_calendars(AllowanceUnit unit)
    {
        var start = new LocalDate(2024, 1, 2);
        var endless = new Allowance(int.MaxValue, unit);
        Counting.Due(Calendar, start, endless).ShouldBe(Outside(start));
        Counting.Due(Calendar, start, endless, Direction.Back).ShouldBe(Outside(start));
        var lastDayOfAll = LocalDate.MaxIsoValue;
        Counting.Due(Calendar, lastDayOfAll, new Allowance(1, unit)).ShouldBe(Outside(lastDayOfAll));
        var firstDayOfAll = LocalDate.MinIsoValue;
        Counting.Due(Calendar, firstDayOfAll, new Allowance(1, unit), Direction.Back).ShouldBe(Outside(firstDayOfAll));
        Counting.Due(Calendar, lastDayOfAll, new Allowance(0, unit)).ShouldBe(new DueDate.On(lastDayOfAll));
    }

    [Fact]
    public void Counts_a_first_or_last_covered_day_by_rule_C_when_it_is_a_working_day()
    {
        var (monday1January, tuesday31December) = (new LocalDate(2024, 1, 1), new LocalDate(2024, 12, 31));
        var withoutHolidays = new WorkingDayCalendar(1, new CoveredYears(2024, 2024), []);
        Counting.Due(withoutHolidays, tuesday31December, Allowance.WorkingDays(1), rule: CountingRule.C).Date.ShouldBe(tuesday31December);
        Counting.Due(withoutHolidays, tuesday31December, Allowance.WorkingDays(2), rule: CountingRule.C).Date.ShouldBeNull();
        Counting.Due(withoutHolidays, monday1January, Allowance.WorkingDays(1), Direction.Back, CountingRule.C).Date.ShouldBe(monday1January);
        Counting.Due(withoutHolidays, monday1January, Allowance.WorkingDays(2), Direction.Back, CountingRule.C).Date.ShouldBeNull();
    }

    [Fact]
    public void Gives_days_months_and_years_up_to_the_year_9989_and_back_to_its_counterpart()
    {
        var start = new LocalDate(2024, 1, 2);
        Counting.Due(Calendar, start, Allowance.Years(7965)).Date.ShouldBe(new LocalDate(9989, 1, 2));
        Counting.Due(Calendar, start, Allowance.Years(7966)).ShouldBe(Outside(start));
        Counting.Due(Calendar, start, Allowance.Years(12_013), Direction.Back).Date.ShouldBe(new LocalDate(-9989, 1, 2));
        Counting.Due(Calendar, start, Allowance.Years(12_014), Direction.Back).ShouldBe(Outside(start));
        Counting.Due(Calendar, start, Allowance.Months(7965 * 12)).Date.ShouldBe(new LocalDate(9989, 1, 2));
        Counting.Due(Calendar, start, Allowance.Days(7965 * 365)).Date.ShouldBe(start.PlusDays(7965 * 365));
    }

    static DueDate Due(LocalDate start, int n) => Counting.Due(Calendar, start, Allowance.WorkingDays(n));

    static DueDate Back(LocalDate start, int n) => Counting.Due(Calendar, start, Allowance.WorkingDays(n), Direction.Back);
}
