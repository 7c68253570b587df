using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Nscp.Reviews.Domain.Json;
using Nscp.Reviews.Domain.Milestones;

namespace Nscp.Reviews.Domain.Tests.Milestones;

/// <summary>Dates are put together by hand, for speed; NodaTime's patterns say what is right.</summary>
public class SayingDates
{
    static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("d MMMM uuuu"), Weekday = LocalDatePattern.CreateWithInvariantCulture("dddd d MMMM uuuu");

    public static TheoryData<LocalDate> Dates => [new LocalDate(1900, 1, 1), new LocalDate(2000, 2, 29), new LocalDate(2024, 12, 31), new LocalDate(2026, 6, 9), new LocalDate(33, 4, 3), new LocalDate(-44, 3, 15), new LocalDate(9999, 10, 10)];

    [Theory, MemberData(nameof(Dates))]
    public void Reads_as_the_pattern_has_it(LocalDate date) => (Say.Date(date), Say.WeekdayAndDate(date)).ShouldBe((Day.Format(date), Weekday.Format(date)));

    [Theory, MemberData(nameof(Dates))]
    public void Is_written_as_json_as_the_pattern_has_it(LocalDate date)
    {
        JsonSerializer.Serialize(date, DomainJson.Stored).ShouldBe($"\"{LocalDatePattern.Iso.Format(date)}\"");
        JsonSerializer.Serialize(new Dictionary<LocalDate, int> { [date] = 1 }, DomainJson.Stored).ShouldBe($"{{\"{LocalDatePattern.Iso.Format(date)}\":1}}");
    }
}
