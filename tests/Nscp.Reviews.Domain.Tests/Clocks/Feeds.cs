using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Domain.Tests.Clocks;

/// <summary>GOV.UK's feeds as they were served, lists of them in force, and feeds made up of given days.</summary>
static class Feeds
{
    public static readonly LocalDate Today = new(2026, 11, 20);

    /// <summary>By the day on which it was served, such as 2022-01-24.</summary>
    public static byte[] Of(string day)
    {
        if (day == "2026-02-25") return ShippedCalendar.FeedBytes();
        using var stream = typeof(Feeds).Assembly.GetManifestResourceStream($"feed-{day}.json") ?? throw new ArgumentException(day);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>The list of that feed alone, as revision 1.</summary>
    public static CalendarList InForce(string day)
    {
        var holidays = BankHolidayFeed.Parse(Of(day)).HolidaysOf(BankHolidayFeed.EnglandAndWales);
        return List(holidays);
    }

    public static CalendarList List(IReadOnlyList<BankHoliday> holidays) =>
        new(new(1, "GOV.UK", Today, new string('a', 64), holidays.Min(h => h.Date.Year), holidays.Max(h => h.Date.Year)), holidays);

    public static byte[] Made(IEnumerable<BankHoliday> holidays) => JsonSerializer.SerializeToUtf8Bytes(Node(holidays));

    public static JsonObject Node(IEnumerable<BankHoliday> holidays) => new()
    {
        ["england-and-wales"] = new JsonObject
        {
            ["division"] = "england-and-wales",
            ["events"] = new JsonArray([.. holidays.Select(h => new JsonObject { ["title"] = h.Title, ["date"] = LocalDatePattern.Iso.Format(h.Date), ["notes"] = "", ["bunting"] = true })]),
        },
    };

    /// <summary>The shipped list's days of these years.</summary>
    public static IEnumerable<BankHoliday> Days(params int[] years) => CalendarList.Shipped.Holidays.Where(h => years.Contains(h.Date.Year));

    public static CalendarImport Import(byte[] feed, CalendarList? inForce = null) =>
        BankHolidayImport.Read(feed, inForce ?? CalendarList.Shipped, "GOV.UK", Today);

    public static CalendarProposal Proposal(byte[] feed, CalendarList? inForce = null) => Import(feed, inForce) switch
    {
        CalendarImport.Proposed proposed => proposed.Proposal,
        CalendarImport.Refused refused => throw new ShouldAssertException(string.Join('\n', refused.Problems)),
        _ => throw new InvalidOperationException(),
    };

    public static IReadOnlyList<string> Problems(byte[] feed, CalendarList? inForce = null) => Import(feed, inForce).ShouldBeOfType<CalendarImport.Refused>().Problems;
}
