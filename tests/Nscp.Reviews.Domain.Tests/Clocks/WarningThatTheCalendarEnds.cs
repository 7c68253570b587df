using NodaTime;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Domain.Tests.Clocks;

public class WarningThatTheCalendarEnds
{
    static readonly CoveredYears Years = new(2012, 2028);
    static readonly LocalDate Quiet = new(2026, 11, 20);

    [Theory]
    [InlineData(2026, 11, 20)]
    [InlineData(2027, 12, 31)]
    [InlineData(2028, 8, 31)]
    [InlineData(2012, 1, 1)]
    public void Says_nothing_while_it_reaches_far_enough(int year, int month, int day) =>
        Of(new(year, month, day), new(2028, 10, 2), new(2024, 1, 2)).ShouldBeEmpty();

    [Theory]
    [InlineData(2028, 9, 1, 2029)]
    [InlineData(2028, 12, 31, 2029)]
    [InlineData(2029, 1, 1, 2029)]
    [InlineData(2029, 8, 31, 2029)]
    [InlineData(2029, 9, 1, 2030)]
    [InlineData(2011, 6, 1, 2011)]
    public void Asks_each_autumn_for_the_next_year_until_it_is_there(int year, int month, int day, int needed) =>
        Of(new(year, month, day)).ShouldBe([$"The bank-holiday calendar covers 2012 to 2028 and not {needed}: import GOV.UK's list with that year."]);

    [Fact]
    public void Stops_when_the_next_year_has_been_imported() =>
        CoverageWarnings.Of(new(2012, 2029), new(2028, 9, 1), default).ShouldBeEmpty();

    [Fact]
    public void Names_a_single_covered_year_once() =>
        CoverageWarnings.Of(new(2028, 2028), new(2029, 1, 1), default).ShouldBe(["The bank-holiday calendar covers 2028 and not 2029: import GOV.UK's list with that year."]);

    [Theory]
    [InlineData(2028, 10, 3)]
    [InlineData(2028, 12, 31)]
    public void Tells_of_a_clock_due_in_the_last_90_days(int year, int month, int day) =>
        Of(Quiet, new LocalDate(year, month, day))
            .ShouldBe(["1 open clock is due from 3 October 2028 on, near the end of the bank-holiday calendar on 31 December 2028: import a list with the next year."]);

    [Fact]
    public void Tells_of_clocks_due_outside_or_without_a_due_date() =>
        Of(Quiet, new(2029, 1, 1), new(2011, 12, 31), null)
            .ShouldBe(["3 open clocks are due on a day outside the bank-holiday calendar, which covers 2012 to 2028, or can be given no due date for that reason: import a list with more years."]);

    [Fact]
    public void Tells_each_reason_by_itself_the_most_urgent_first() =>
        Of(new(2028, 9, 1), new(2028, 12, 29), new(2028, 12, 28), null).Select(w => w[..13]).ShouldBe(["The bank-holi", "1 open clock ", "2 open clocks"]);

    static IReadOnlyList<string> Of(LocalDate today, params LocalDate?[] due) => CoverageWarnings.Of(Years, today, new ClocksAtTheEdge(
        due.Count(date => date >= CoverageWarnings.NearFrom(Years) && Years.Contains(date.Value)), due.Count(date => date is null || !Years.Contains(date.Value))));
}
