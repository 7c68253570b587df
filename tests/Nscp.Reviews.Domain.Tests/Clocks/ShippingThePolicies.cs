using NodaTime;
using Nscp.Reviews.Domain.Clocks;

namespace Nscp.Reviews.Domain.Tests.Clocks;

/// <summary>The table of clocks as the law and the guidance have it, beside the data that is shipped.</summary>
public class ShippingThePolicies
{
    static readonly LocalDate FridayIn2026 = new(2026, 11, 20);

    [Theory]
    [InlineData(ClockIds.PanelReferral, 5, AllowanceUnit.WorkingDays, Force.Guidance, "GOV.UK, Report a serious child safeguarding incident; Working Together")]
    [InlineData(ClockIds.PartnersInformed, 5, AllowanceUnit.WorkingDays, Force.Guidance, "GOV.UK, Report a serious child safeguarding incident; Working Together")]
    [InlineData(ClockIds.LookedAfterDeath, 5, AllowanceUnit.WorkingDays, Force.Guidance, "GOV.UK, Report a serious child safeguarding incident; Working Together")]
    [InlineData(ClockIds.CareLeaverDeath, 5, AllowanceUnit.WorkingDays, Force.Guidance, "Working Together 2023 ch 5 (read in restatement)")]
    [InlineData(ClockIds.RapidReview, 15, AllowanceUnit.WorkingDays, Force.Guidance, "Panel guidance June 2025 (read in restatement")]
    [InlineData(ClockIds.CsprPublication, 6, AllowanceUnit.Months, Force.Guidance, "Working Together")]
    [InlineData(ClockIds.PrePublicationCopy, 7, AllowanceUnit.Days, Force.Statute, "SI 2018/789 reg 16(1)")]
    [InlineData(ClockIds.PrePublicationCopyGuidance, 7, AllowanceUnit.WorkingDays, Force.Guidance, "Working Together")]
    [InlineData(ClockIds.KeptAvailable, 1, AllowanceUnit.Years, Force.Statute, "SI 2018/789 reg 17 (reg 10)")]
    [InlineData(ClockIds.ProgressCheck, 3, AllowanceUnit.Months, Force.Local, "SI 2018/789 reg 14")]
    [InlineData(ClockIds.HoldReview, 1, AllowanceUnit.Months, Force.Local, "good practice")]
    [InlineData(ClockIds.ImpactReview, 6, AllowanceUnit.Months, Force.Local, "local procedures")]
    [InlineData(ClockIds.ScrutinyResponse, 10, AllowanceUnit.WorkingDays, Force.Local, "good practice")]
    [InlineData(ClockIds.YearlyReport, 12, AllowanceUnit.Months, Force.Statute, "Children Act 2004 s16G(7)")]
    public void Ships_each_period_with_its_force_and_source(string clock, int n, AllowanceUnit unit, Force force, string source)
    {
        var definition = Definition(clock);
        definition.Allowance.ShouldBe(new ClockAllowance.Fixed(new Allowance(n, unit)));
        definition.Force.ShouldBe(force);
        definition.Source.ShouldStartWith(source);
    }

    [Fact]
    public void Gives_the_rapid_review_15_working_days_of_guidance_in_every_policy_that_sets_it() =>
        ClockPolicies.Shipped.All.SelectMany(p => p.Clocks).Where(c => c.ClockId == ClockIds.RapidReview)
            .Select(c => (c.PolicyId, c.Allowance, c.Force)).ShouldBe(new[] { "wt-2018", "nscp-2019", "wt-2023", "panel-2025" }
                .Select(policy => (policy, (ClockAllowance)new ClockAllowance.Fixed(Allowance.WorkingDays(15)), Force.Guidance)));

    [Fact]
    public void Ships_the_clocks_whose_time_is_set_elsewhere()
    {
        Definition(ClockIds.AgencyReturn).Allowance.ShouldBe(new ClockAllowance.SetWithStart(AllowanceUnit.WorkingDays));
        Definition(ClockIds.Action).Allowance.ShouldBe(new ClockAllowance.DateGiven());
        Definition(ClockIds.PanelInformation).Allowance.ShouldBe(new ClockAllowance.DateGiven());
        Definition(ClockIds.PanelResponse).Allowance.ShouldBe(new ClockAllowance.NotLaidDown());
        Definition(ClockIds.AgencyReturn).Force.ShouldBe(Force.Local);
        Definition(ClockIds.Action).Force.ShouldBe(Force.Local);
        Definition(ClockIds.PanelInformation).Force.ShouldBe(Force.Statute);
        Definition(ClockIds.PanelResponse).Force.ShouldBe(Force.Expectation);
    }

    [Fact]
    public void Counts_back_only_to_the_copies_before_publication() =>
        ClockIds.All.Where(clock => Definition(clock).Direction == Direction.Back)
            .ShouldBe([ClockIds.PrePublicationCopy, ClockIds.PrePublicationCopyGuidance], ignoreOrder: true);

    [Fact]
    public void Has_one_floor() => ClockIds.All.Where(clock => Definition(clock).IsFloor).ShouldBe([ClockIds.KeptAvailable]);

    [Fact]
    public void Says_what_is_our_reading_and_what_could_not_be_confirmed()
    {
        Definition(ClockIds.PanelReferral).Note!.ShouldContain("our reading");
        Definition(ClockIds.PanelReferral).StatutoryDuty!.ShouldContain("s16C(1)");
        Definition(ClockIds.PrePublicationCopyGuidance).Note!.ShouldContain("Not confirmed in a text that could be read");
        ClockPolicies.Shipped.All.Single(p => p.Id == "panel-2025").Note!.ShouldContain("our reading");
        ClockPolicies.Shipped.All.Single(p => p.Id == "nscp-2019").Note!.ShouldContain("our reading");
        Definition(ClockIds.LookedAfterDeath).Note!.ShouldContain("shown as theirs, outside our timeliness");
        Definition(ClockIds.CareLeaverDeath).Note!.ShouldContain("up to and including age 24");
        Definition(ClockIds.KeptAvailable).Note!.ShouldContain("A report of a national review is kept for 3 years");
        Definition(ClockIds.ProgressCheck).Note!.ShouldContain("never shown as a breach of statute");
    }

    [Fact]
    public void Brings_each_into_force_on_its_day_and_ends_one_reading_and_no_relaxation() =>
        ClockPolicies.Shipped.All.Select(p => (p.Id, p.Partnership, p.InForceFrom, p.InForceTo)).ShouldBe(
        [
            ("local-defaults", null, new(2006, 4, 1), null), ("wt-2018", null, new(2018, 6, 29), null),
            ("nscp-2019", "NSCP", new(2019, 1, 1), new LocalDate(2025, 5, 31)), ("wt-2023", null, new(2023, 12, 15), null), ("panel-2025", null, new(2025, 6, 1), null),
        ]);

    static ClockDefinition Definition(string clock) => ClockPolicies.Shipped.For(clock, "NSCP", FridayIn2026)!;
}
