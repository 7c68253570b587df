using NodaTime;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Domain.Tests.Clocks;

public class LookingUpAPolicy
{
    static readonly ClockPolicies Policies = ClockPolicies.Shipped;

    [Theory]
    [InlineData(2018, 6, 28, null, null)]
    [InlineData(2018, 6, 29, "wt-2018", StartFact.SinSent)]
    [InlineData(2018, 12, 31, "wt-2018", StartFact.SinSent)]
    [InlineData(2019, 1, 1, "nscp-2019", StartFact.SinReceivedByPartners)]
    [InlineData(2023, 12, 15, "nscp-2019", StartFact.SinReceivedByPartners)]
    [InlineData(2025, 5, 31, "nscp-2019", StartFact.SinReceivedByPartners)]
    [InlineData(2025, 6, 1, "panel-2025", StartFact.SinSent)]
    [InlineData(2031, 1, 1, "panel-2025", StartFact.SinSent)]
    public void Takes_NSCPs_own_reading_of_the_rapid_review_while_it_is_in_force(int year, int month, int day, string? policy, StartFact? start)
    {
        var definition = Policies.For(ClockIds.RapidReview, "NSCP", new LocalDate(year, month, day));
        (definition?.PolicyId, definition?.StartFact).ShouldBe((policy, start));
    }

    [Theory]
    [InlineData(2018, 6, 28, null)]
    [InlineData(2019, 1, 1, "wt-2018")]
    [InlineData(2023, 12, 14, "wt-2018")]
    [InlineData(2023, 12, 15, "wt-2023")]
    [InlineData(2025, 5, 31, "wt-2023")]
    [InlineData(2025, 6, 1, "panel-2025")]
    public void Takes_the_latest_national_one_for_any_other_partnership(int year, int month, int day, string? policy)
    {
        var date = new LocalDate(year, month, day);
        (Policies.For(ClockIds.RapidReview, "NCSCP", date)?.PolicyId).ShouldBe(policy);
        (Policies.National(ClockIds.RapidReview, date)?.PolicyId).ShouldBe(policy);
    }

    [Fact]
    public void Keeps_an_earlier_policys_clock_that_no_later_one_sets() =>
        (Policies.For(ClockIds.CsprPublication, "NSCP", new LocalDate(2026, 1, 1))?.PolicyId).ShouldBe("wt-2018");

    [Fact]
    public void Starts_care_leavers_on_15_December_2023()
    {
        Policies.For(ClockIds.CareLeaverDeath, "NSCP", new LocalDate(2023, 12, 14)).ShouldBeNull();
        (Policies.For(ClockIds.CareLeaverDeath, "NSCP", new LocalDate(2023, 12, 15))?.PolicyId).ShouldBe("wt-2023");
    }

    [Fact]
    public void Runs_no_national_clock_but_keeps_actions_for_a_review_carried_over_from_2017()
    {
        var thursday = new LocalDate(2017, 3, 9);
        ClockIds.All.Where(clock => Policies.For(clock, "NSCP", thursday) is not null).ShouldBe(
        [
            ClockIds.Action, ClockIds.AgencyReturn, ClockIds.HoldReview, ClockIds.ImpactReview, ClockIds.ScrutinyResponse,
        ], ignoreOrder: true);
    }

    [Fact]
    public void Has_every_clock_today() =>
        ClockIds.All.Where(clock => Policies.For(clock, "NSCP", new LocalDate(2026, 11, 20)) is null).ShouldBeEmpty();

    [Fact]
    public void Refuses_a_clock_that_does_not_exist() =>
        Should.Throw<ArgumentException>(() => Policies.For("rapid-reviews", "NSCP", new LocalDate(2024, 1, 2))).Message.ShouldContain("rapid-reviews");
}
