using System.Security.Cryptography;
using NodaTime;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Domain.Tests.Clocks;

public class ShippingTheCalendar
{
    [Fact]
    public void Ships_the_bytes_that_its_provenance_names() =>
        Convert.ToHexStringLower(SHA256.HashData(ShippedCalendar.FeedBytes())).ShouldBe(ShippedCalendar.Provenance.Sha256);

    /// <summary>Revision 1 is counted by wherever nothing else was accepted: another list in its place would be accepted by itself, and would move what ended under it.</summary>
    [Fact]
    public void Never_changes_revision_1() =>
        ShippedCalendar.Provenance.Sha256.ShouldBe("1dce6df4476b5c311a9ea63d3237c78188da20d718d073c0667b236e3b9a23a7", "a newer list is accepted as a further revision");

    [Fact]
    public void Is_revision_1_and_covers_2012_to_2028()
    {
        WorkingDayCalendar.Shipped.Revision.ShouldBe(1);
        WorkingDayCalendar.Shipped.Coverage.ShouldBe(new CoveredYears(2012, 2028));
        ShippedCalendar.Provenance.RetrievedOn.ShouldBe(new LocalDate(2026, 2, 25));
    }

    [Fact]
    public void Keeps_the_other_divisions_but_counts_by_England_and_Wales()
    {
        ShippedCalendar.Feed.Divisions.ShouldBe(["england-and-wales", "scotland", "northern-ireland"], ignoreOrder: true);
        ShippedCalendar.Feed.HolidaysOf("northern-ireland").ShouldContain(h => h.Date == new LocalDate(2024, 3, 18));
        WorkingDayCalendar.Shipped.IsWorkingDay(new LocalDate(2024, 3, 18)).ShouldBe(true);
        Should.Throw<KeyNotFoundException>(() => ShippedCalendar.Feed.HolidaysOf("france"));
    }

    [Fact]
    public void Has_at_least_eight_holidays_in_every_covered_year() =>
        ShippedCalendar.Feed.HolidaysOf(BankHolidayFeed.EnglandAndWales).CountBy(h => h.Date.Year)
            .Where(year => year.Value >= 8).Select(year => year.Key).ShouldBe(Enumerable.Range(2012, 17));

    [Theory]
    [InlineData(2020, 5, 4, true)] // Early May was moved to Friday 8 May in 2020.
    [InlineData(2020, 5, 8, false)]
    [InlineData(2022, 9, 19, false)] // The State Funeral.
    [InlineData(2023, 5, 8, false)] // The coronation.
    [InlineData(2028, 12, 29, true)]
    public void Knows_the_days_that_were_proclaimed_or_moved(int year, int month, int day, bool working) =>
        WorkingDayCalendar.Shipped.IsWorkingDay(new LocalDate(year, month, day)).ShouldBe(working);

    [Fact]
    public void Names_why_a_day_is_not_worked()
    {
        var calendar = WorkingDayCalendar.Shipped;
        calendar.WhyNotWorking(new LocalDate(2024, 12, 24)).ShouldBeNull();
        calendar.WhyNotWorking(new LocalDate(2024, 12, 25)).ShouldBe("Christmas Day");
        calendar.WhyNotWorking(new LocalDate(2024, 12, 28)).ShouldBe("Saturday");
        calendar.WhyNotWorking(new LocalDate(2024, 12, 29)).ShouldBe("Sunday");
        calendar.WhyNotWorking(new LocalDate(2025, 1, 1)).ShouldBe("New Year\u2019s Day");
    }
}
