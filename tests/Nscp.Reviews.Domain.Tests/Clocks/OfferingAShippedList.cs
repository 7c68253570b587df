using Nscp.Reviews.Domain.Clocks;
using static Nscp.Reviews.Domain.Tests.Clocks.Feeds;

namespace Nscp.Reviews.Domain.Tests.Clocks;

/// <summary>An upgrade that ships a newer list: it is offered, and nothing moves by itself.</summary>
public class OfferingAShippedList
{
    [Fact]
    public void Shows_what_it_would_change_and_leaves_the_list_in_force_as_it_is()
    {
        var offered = OfferedList.Of(Of("2022-12-29"), [InForce("2022-01-24")], Today).ShouldNotBeNull();
        offered.Difference.Added.Select(holiday => holiday.Date).ShouldBe([new(2022, 9, 19), new(2023, 5, 8)]);
        offered.List.Revision.ShouldBe(2);
    }

    [Fact]
    public void Offers_nothing_that_was_accepted_before_even_if_another_list_is_in_force_now()
    {
        var accepted = Proposal(Of("2022-12-29"), InForce("2022-01-24")).List;
        OfferedList.Of(Of("2022-12-29"), [InForce("2022-01-24"), accepted, Proposal(Of("2019-05-08"), accepted).List], Today).ShouldBeNull();
    }

    [Fact]
    public void Offers_nothing_that_says_the_same_as_the_list_in_force() => OfferedList.Of(Of("2025-08-17-shrunk"), [CalendarList.Shipped], Today).ShouldBeNull();

    [Fact]
    public void Offers_nothing_that_cannot_be_a_list() => OfferedList.Of("<html>"u8.ToArray(), [CalendarList.Shipped], Today).ShouldBeNull();

    [Fact]
    public void Has_nothing_newer_than_the_first_list_at_present() => ShippedCalendar.NewestFeedBytes().ShouldBe(ShippedCalendar.FeedBytes());
}
