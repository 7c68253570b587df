namespace Nscp.Reviews.Domain.Time;

/// <summary>
/// The one door between instants, which clocks give, and dates, which people use.
/// Every date in this project is a date in Europe/London.
/// </summary>
public static class London
{
#pragma warning disable RS0030 // The door itself: tzdb is embedded in NodaTime, so no machine's zone data is asked.
    static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/London"];
#pragma warning restore RS0030

    /// <summary>The date on London's calendars at the instant. Midnight belongs to the day that it begins.</summary>
    public static LocalDate DateOf(Instant instant) => instant.InZone(Zone).Date;

    /// <summary>What London's clocks show at the instant, as a person would read it.</summary>
    public static ZonedDateTime TimeOf(Instant instant) => instant.InZone(Zone);

    /// <summary>
    /// The instant at which the London day is over: exclusive, and the first instant of the next day.
    /// A due date lasts until then; there is no cut-off hour.
    /// </summary>
    /// <exception cref="OverflowException">The date is 31 December 9999, which has no next day.</exception>
    public static Instant EndOf(LocalDate date) => date.PlusDays(1).AtStartOfDayInZone(Zone).ToInstant();

    /// <summary>The last instant of the London day in which anything can be recorded: inclusive, since what is recorded is told in whole microseconds.</summary>
    /// <exception cref="OverflowException">The date is 31 December 9999.</exception>
    public static Instant LastOf(LocalDate date) => EndOf(date) - Duration.FromTicks(10);
}
