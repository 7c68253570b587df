using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Domain.Tests.Clocks;

/// <summary>The look-ups against counts that walk day by day: on the shipped list over all its years, and on generated ones.</summary>
public class AgreeingWithANaiveCount
{
    static readonly int Runs = Environment.GetEnvironmentVariable("REVIEWS_SOAK") == "1" ? 20_000 : 300;
    static readonly CoveredYears Years = new(2023, 2025);

    static readonly Gen<LocalDate> Start =
        Gen.OneOf(Gen.Choose(-30, 1126), Gen.Choose(-3, 3), Gen.Choose(1092, 1099)).Select(d => Years.FirstDay.PlusDays(d));

    static readonly Gen<BankHoliday[]> Holidays =
        Gen.Choose(0, 1095).Select(d => Years.FirstDay.PlusDays(d))
            .Where(d => d.DayOfWeek < IsoDayOfWeek.Saturday).ListOf()
            .Select(days => days.Distinct().Select(d => new BankHoliday(d, $"Holiday of {d:R}")).ToArray());

    static readonly Arbitrary<(BankHoliday[] List, LocalDate Start, int N)> Questions =
        (from list in Holidays
         from start in Start
         from n in Gen.OneOf(Gen.Choose(0, 3), Gen.Choose(0, 40), Gen.Choose(0, 900))
         select (list, start, n)).ToArbitrary();

    static readonly Arbitrary<(LocalDate Start, int N)> CalendarQuestions =
        (from start in Gen.Choose(-40_000, 40_000).Select(d => new LocalDate(2024, 2, 29).PlusDays(d))
         from n in Gen.OneOf(Gen.Choose(0, 40), Gen.Choose(0, 1200))
         select (start, n)).ToArbitrary();

    public static TheoryData<CountingRule, Direction, bool> EveryWay() =>
        [.. from rule in Enum.GetValues<CountingRule>()
            from direction in Enum.GetValues<Direction>()
            from clearDays in (bool[])[false, true]
            select (rule, direction, clearDays)];

    [Theory, MemberData(nameof(EveryWay))]
    public void Finds_the_same_working_on_any_list(CountingRule rule, Direction direction, bool clearDays) =>
        Holds(Prop.ForAll(Questions, q =>
        {
            var calendar = new WorkingDayCalendar(1, Years, q.List);
            var titles = q.List.ToDictionary(h => h.Date, h => h.Title);
            return Agrees(calendar, titles, q.Start, q.N, rule, direction, clearDays);
        }));

    [Theory, MemberData(nameof(EveryWay))]
    public void Finds_the_same_working_from_every_day_of_the_shipped_years(CountingRule rule, Direction direction, bool clearDays)
    {
        var calendar = WorkingDayCalendar.Shipped;
        var titles = ShippedCalendar.Feed.HolidaysOf(BankHolidayFeed.EnglandAndWales).ToDictionary(h => h.Date, h => h.Title);
        var wrong = from start in EveryDay(calendar.Coverage.FirstDay.PlusDays(-10), calendar.Coverage.LastDay.PlusDays(10))
                    from n in (int[])[0, 1, 5, 15]
                    where !Agrees(calendar, titles, start, n, rule, direction, clearDays)
                    select (start, n);
        wrong.Take(5).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Direction.Forward)]
    [InlineData(Direction.Back)]
    public void Finds_the_same_days_months_and_years(Direction direction)
    {
        Holds(Prop.ForAll(CalendarQuestions, q => AgreesByTheCalendar(q.Start, q.N, direction)));
        var wrong = from start in EveryDay(new LocalDate(2012, 1, 1), new LocalDate(2028, 12, 31))
                    from n in (int[])[0, 1, 3, 6, 7, 12]
                    where !AgreesByTheCalendar(start, n, direction)
                    select (start, n);
        wrong.Take(5).ShouldBeEmpty();
    }

    [Fact]
    public void Finds_the_same_number_of_days_between() =>
        Holds(Prop.ForAll(Questions, q =>
        {
            var to = q.Start.PlusDays(q.N - 20);
            int? between = 0;
            for (var day = q.Start.PlusDays(1); day <= to; day = day.PlusDays(1))
                between = Years.Contains(day) ? between + (IsWorked(q.List, day) ? 1 : 0) : null;
            return new WorkingDayCalendar(1, Years, q.List).WorkingDaysBetween(q.Start, to) == between;
        }));

    [Fact]
    public void Comes_back_to_a_working_day_that_it_started_from() =>
        Holds(Prop.ForAll(Questions, q =>
        {
            var calendar = new WorkingDayCalendar(1, Years, q.List);
            return calendar.IsWorkingDay(q.Start) != true
                || calendar.NthAfter(q.Start, q.N) is not { } due
                || (calendar.NthBefore(due, q.N) == q.Start && calendar.WorkingDaysBetween(q.Start, due) == q.N);
        }));

    static bool Agrees(WorkingDayCalendar calendar, Dictionary<LocalDate, string> titles, LocalDate start, int n, CountingRule rule, Direction direction, bool clearDays)
    {
        var naive = NaiveCount.Of(calendar.Coverage, titles.GetValueOrDefault, start, n, direction, rule, clearDays);
        var working = Counting.Explain(calendar, start, Allowance.WorkingDays(n), direction, rule, clearDays);
        return naive.IsThatOf(working) && Counting.Due(calendar, start, Allowance.WorkingDays(n), direction, rule, clearDays) == working.Due;
    }

    static bool AgreesByTheCalendar(LocalDate start, int n, Direction direction)
    {
        var step = direction == Direction.Forward ? 1 : -1;
        var days = new List<CountedDay>();
        for (var day = start; days.Count < n;) days.Add(new(days.Count + 1, day = day.PlusDays(step)));
        var counted = Counting.Explain(WorkingDayCalendar.Shipped, start, Allowance.Days(n), direction);
        return counted.Due.Date == (n == 0 ? start : days[^1].Date) && counted.Counted.SequenceEqual(days) && counted.Skipped.Count == 0
            && Comes(Allowance.Months(n), n) && Comes(Allowance.Years(n), 12 * n);

        bool Comes(Allowance allowance, int months)
        {
            var working = Counting.Explain(WorkingDayCalendar.Shipped, start, allowance, direction);
            return (working.Due.Date, working.Clamped) == Corresponding(start, step * months) && working.Counted.Count + working.Skipped.Count == 0;
        }
    }

    /// <summary>The corresponding date: the month is found by whole months since year 0, and the day is lowered until the month has it.</summary>
    static (LocalDate?, bool) Corresponding(LocalDate start, int months)
    {
        var whole = (start.Year * 12) + start.Month - 1 + months;
        var (year, month, day) = (whole / 12, (whole % 12) + 1, start.Day);
        var isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        var length = month is 4 or 6 or 9 or 11 ? 30 : month != 2 ? 31 : isLeap ? 29 : 28;
        return (new LocalDate(year, month, Math.Min(day, length)), day > length);
    }

    static IEnumerable<LocalDate> EveryDay(LocalDate first, LocalDate last)
    {
        for (var day = first; day <= last; day = day.PlusDays(1)) yield return day;
    }

    static bool IsWorked(BankHoliday[] list, LocalDate day) =>
        day.DayOfWeek < IsoDayOfWeek.Saturday && !list.Any(h => h.Date == day);

    static void Holds(Property property) => Check.One(Config.QuickThrowOnFailure.WithMaxTest(Runs).WithQuietOnSuccess(true), property);
}
