using System.Text;
using NodaTime;
using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Events;

namespace Nscp.Reviews.Domain.Tests.Events;

/// <summary>The stored form of an accepted list is a contract, whatever the list grows to.</summary>
public class KeepingTheCalendarsEvent
{
    [Fact]
    public void Has_the_approved_form()
    {
        var list = new CalendarList(new(2, "GOV.UK", new(2022, 12, 29), new string('a', 64), 2026, 2026), [new(new(2026, 12, 25), "Christmas Day"), new(new(2026, 1, 1), "New Year’s Day")]);
        var fact = CalendarEvent.RevisionAccepted.Of(list);
        CalendarCatalogue.Facts.Of(fact).ShouldBe("calendar_revision_accepted");
        var json = CalendarCatalogue.Facts.ToJson(fact);
        Encoding.UTF8.GetString(json).ShouldBe(
            "{\"revision\":2,\"source\":\"GOV.UK\",\"retrievedOn\":\"2022-12-29\",\"sha256\":\"" + new string('a', 64)
            + "\",\"firstYear\":2026,\"lastYear\":2026,\"bankHolidays\":[{\"date\":\"2026-01-01\",\"title\":\"New Year’s Day\"},{\"date\":\"2026-12-25\",\"title\":\"Christmas Day\"}]}");
        CalendarCatalogue.Facts.FromJson("calendar_revision_accepted", json).ShouldBe(fact);
    }

    [Fact]
    public void Is_read_when_it_holds_more_days_than_a_command_may_hold_items()
    {
        var days = Enumerable.Range(0, 320).Select(week => new BankHoliday(new LocalDate(2012, 1, 2).PlusWeeks(week * 6), "A Monday")).ToList();
        var fact = CalendarEvent.RevisionAccepted.Of(new(new(2, "GOV.UK", new(2022, 12, 29), new string('a', 64), 2012, 2048), days));
        fact.BankHolidays.Count.ShouldBe(320);
        CalendarCatalogue.Facts.FromJson("calendar_revision_accepted", CalendarCatalogue.Facts.ToJson(fact)).ShouldBe(fact);
    }
}
