using NodaTime;
using NodaTime.Text;
using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Time;

namespace Nscp.Reviews.Domain.Tests.Clocks;

/// <summary>By rule A, as every shipped clock counts.</summary>
public class CountingOverAwkwardDays
{
    [Fact]
    public void From_Friday_27_December_passes_over_the_weekend_and_New_Years_Day() =>
        After(new(2024, 12, 27), 5).ShouldBe(new LocalDate(2025, 1, 6));

    [Fact]
    public void From_Saturday_27_December_starts_on_the_Monday_since_no_day_is_moved_for_it() =>
        After(new(2025, 12, 27), 1).ShouldBe(new LocalDate(2025, 12, 29));

    [Fact]
    public void From_Monday_27_December_a_substitute_passes_over_the_other_substitute_on_the_Tuesday() =>
        After(new(2021, 12, 27), 1).ShouldBe(new LocalDate(2021, 12, 29));

    [Fact]
    public void From_Maundy_Thursday_passes_over_Easter_to_the_Tuesday() =>
        After(new(2024, 3, 28), 1).ShouldBe(new LocalDate(2024, 4, 2));

    [Fact]
    public void From_Friday_30_December_passes_over_the_substitute_on_Monday_2_January() =>
        After(new(2022, 12, 30), 1).ShouldBe(new LocalDate(2023, 1, 3));

    [Fact]
    public void From_Tuesday_2_January_counts_the_Wednesday_first_since_the_2nd_is_no_holiday_in_England() =>
        After(new(2024, 1, 2), 1).ShouldBe(new LocalDate(2024, 1, 3));

    [Fact]
    public void From_Wednesday_28_February_lands_on_Thursday_29_February_in_a_leap_year() =>
        After(new(2024, 2, 28), 1).ShouldBe(new LocalDate(2024, 2, 29));

    [Fact]
    public void Back_from_Friday_1_March_lands_on_Thursday_29_February() =>
        Named.Due(new(2024, 3, 1), 1, CountingRule.A, Direction.Back).ShouldBe(new LocalDate(2024, 2, 29));

    /// <summary>London put its clocks on at 01:00 UTC on Sunday 31 March 2024 and back at 01:00 UTC on Sunday 27 October.</summary>
    [Theory]
    [InlineData("2024-03-30T23:59:59Z", "2024-03-30", "2024-04-08")]
    [InlineData("2024-03-31T22:59:59Z", "2024-03-31", "2024-04-08")]
    [InlineData("2024-03-31T23:00:00Z", "2024-04-01", "2024-04-08")]
    [InlineData("2024-10-26T23:00:00Z", "2024-10-27", "2024-11-01")]
    [InlineData("2024-10-27T23:59:59Z", "2024-10-27", "2024-11-01")]
    [InlineData("2024-10-28T00:00:00Z", "2024-10-28", "2024-11-04")]
    public void From_an_instant_beside_a_change_of_Londons_clocks_starts_on_the_London_day(string instant, string london, string dueAfterFive)
    {
        var start = London.DateOf(InstantPattern.General.Parse(instant).Value);
        LocalDatePattern.Iso.Format(start).ShouldBe(london);
        LocalDatePattern.Iso.Format(After(start, 5)!.Value).ShouldBe(dueAfterFive);
    }

    static LocalDate? After(LocalDate start, int n) => Named.Due(start, n, CountingRule.A);
}
