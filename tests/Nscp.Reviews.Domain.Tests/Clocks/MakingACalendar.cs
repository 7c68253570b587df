using System.Text;
using System.Text.Json;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Domain.Tests.Clocks;

public class MakingACalendar
{
    static readonly CoveredYears Years = new(2024, 2025);

    [Fact]
    public void Refuses_years_that_end_before_they_begin() =>
        Refused(new CoveredYears(2025, 2024)).ShouldContain("end (2024) before they begin (2025)");

    [Fact]
    public void Refuses_a_holiday_at_a_weekend() =>
        Refused(Years, new BankHoliday(new(2024, 12, 28), "Boxing Day")).ShouldContain("falls on a weekend");

    [Fact]
    public void Refuses_a_holiday_outside_its_years() =>
        Refused(Years, new BankHoliday(new(2026, 1, 1), "New Year")).ShouldContain("2026-01-01, is outside");

    [Fact]
    public void Refuses_a_holiday_listed_twice() =>
        Refused(Years, new BankHoliday(new(2024, 12, 25), "Christmas Day"), new BankHoliday(new(2024, 12, 25), "Xmas"))
            .ShouldContain("2024-12-25 is listed twice");

    [Theory]
    [InlineData("""{"england-and-wales":{"division":"england-and-wales","events":[{"title":"T","date":"25/12/2024","notes":"","bunting":true}]}}""", "events[0].date: must be a date")]
    [InlineData("""{"england-and-wales":{"division":"england-and-wales"}}""", "events")]
    [InlineData("""{"england-and-wales":{"division":"england-and-wales","events":[{"title":null,"date":"2024-12-25","notes":"","bunting":true}]}}""", "title")]
    [InlineData("null", "null")]
    public void Refuses_a_text_that_is_not_a_feed(string text, string named) =>
        Should.Throw<JsonException>(() => BankHolidayFeed.Parse(Encoding.UTF8.GetBytes(text))).Message.ShouldContain(named, Case.Insensitive);

    static string Refused(CoveredYears years, params BankHoliday[] holidays) =>
        Should.Throw<ArgumentException>(() => new WorkingDayCalendar(1, years, holidays)).Message;
}
