using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Domain.Tests.Clocks;

/// <summary>The look-ups against a count that walks day by day with a finger on the calendar, on generated lists.</summary>
public class AgreeingWithANaiveCount
{
    static readonly int Runs = Environment.GetEnvironmentVariable("REVIEWS_SOAK") == "1" ? 20_000 : 300;
    static readonly CoveredYears Years = new(2023, 2025);

    static readonly Gen<LocalDate> Start =
        Gen.Choose(-30, 1126).Select(d => Years.FirstDay.PlusDays(d));

    static readonly Gen<BankHoliday[]> Holidays =
        Gen.Choose(0, 1095).Select(d => Years.FirstDay.PlusDays(d))
            .Where(d => d.DayOfWeek < IsoDayOfWeek.Saturday).ListOf()
            .Select(days => days.Distinct().Select(d => new BankHoliday(d, $"Holiday of {d:R}")).ToArray());

    static readonly Arbitrary<(BankHoliday[] List, LocalDate Start, int N)> Questions =
        (from list in Holidays
         from start in Start
         from n in Gen.OneOf(Gen.Choose(0, 40), Gen.Choose(0, 900))
         select (list, start, n)).ToArbitrary();

    [Theory]
    [InlineData(Direction.Forward)]
    [InlineData(Direction.Back)]
    public void Finds_the_same_due_date_and_the_same_working(Direction direction) =>
        Holds(Prop.ForAll(Questions, q =>
        {
            var calendar = new WorkingDayCalendar(1, Years, q.List);
            var (due, counted, skipped) = Naive(q.List, q.Start, q.N, direction);
            var working = Counting.Explain(calendar, q.Start, Allowance.WorkingDays(q.N), direction);
            return working.Due.Date == due
                && Counting.Due(calendar, q.Start, Allowance.WorkingDays(q.N), direction) == working.Due
                && working.Counted.SequenceEqual(counted) && working.Skipped.SequenceEqual(skipped);
        }));

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

    static bool IsWorked(BankHoliday[] list, LocalDate day) =>
        day.DayOfWeek < IsoDayOfWeek.Saturday && !list.Any(h => h.Date == day);

    static (LocalDate?, List<CountedDay>, List<SkippedDay>) Naive(BankHoliday[] list, LocalDate start, int n, Direction direction)
    {
        var (counted, skipped, day) = (new List<CountedDay>(), new List<SkippedDay>(), start);
        while (counted.Count < n)
        {
            day = day.PlusDays(direction == Direction.Forward ? 1 : -1);
            if (!Years.Contains(day)) return (null, [], []);
            if (IsWorked(list, day)) counted.Add(new CountedDay(counted.Count + 1, day));
            else if (day.DayOfWeek >= IsoDayOfWeek.Saturday) skipped.Add(new SkippedDay(day, day.DayOfWeek.ToString()));
            else skipped.Add(new SkippedDay(day, list.Single(h => h.Date == day).Title));
        }
        return (day, counted, skipped);
    }

    static void Holds(Property property) => Check.One(Config.QuickThrowOnFailure.WithMaxTest(Runs).WithQuietOnSuccess(true), property);
}
