using NodaTime;
using Nscp.Reviews.Domain.Time;

namespace Nscp.Reviews.Domain.Tests.Time;

public class LondonDays
{
    [Fact]
    public void Begin_at_midnight_in_winter()
    {
        London.DateOf(Instant.FromUtc(2024, 1, 15, 0, 0)).ShouldBe(new LocalDate(2024, 1, 15));
        London.DateOf(Instant.FromUtc(2024, 1, 15, 0, 0) - Duration.FromNanoseconds(1)).ShouldBe(new LocalDate(2024, 1, 14));
    }

    [Fact]
    public void Begin_an_hour_before_midnight_UTC_in_summer()
    {
        London.DateOf(Instant.FromUtc(2024, 7, 14, 23, 0)).ShouldBe(new LocalDate(2024, 7, 15));
        London.DateOf(Instant.FromUtc(2024, 7, 14, 22, 59, 59)).ShouldBe(new LocalDate(2024, 7, 14));
    }

    [Theory]
    [InlineData(2024, 3, 30, 24)]
    [InlineData(2024, 3, 31, 23)]
    [InlineData(2024, 10, 27, 25)]
    public void Last_as_long_as_the_clocks_say(int year, int month, int day, int hours)
    {
        var date = new LocalDate(year, month, day);
        (London.EndOf(date) - London.EndOf(date.PlusDays(-1))).ShouldBe(Duration.FromHours(hours));
    }

    [Fact]
    public void End_at_the_first_instant_that_is_no_longer_theirs()
    {
        for (var date = new LocalDate(2023, 12, 25); date < new LocalDate(2025, 1, 5); date = date.PlusDays(1))
        {
            London.DateOf(London.EndOf(date)).ShouldBe(date.PlusDays(1));
            London.DateOf(London.EndOf(date) - Duration.FromNanoseconds(1)).ShouldBe(date);
        }
    }

    [Fact]
    public void Have_no_end_where_the_calendar_has_no_next_day() =>
        Should.Throw<OverflowException>(() => London.EndOf(LocalDate.MaxIsoValue));
}
