using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Words;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Clocks.ClockStory;

namespace Nscp.Reviews.Domain.Tests.Clocks;

public class NotifyingAnIncident
{
    [Fact]
    public void Is_due_five_working_days_after_awareness_on_Monday_3_June_2024()
    {
        var clock = Opened("2024-06-03")["panel-referral"];
        (Text(clock.StartsOn), Text(clock.Due?.Date), clock.Definition.Force, clock.Owner).ShouldBe(("2024-06-03", "2024-06-10", Force.Guidance, Org("NCC")));
    }

    [Fact]
    public void Runs_from_the_later_of_awareness_on_Monday_3_June_and_suspicion_on_Thursday_6_June_2024()
    {
        var clock = Opened("2024-06-03", suspected: "2024-06-06")["panel-referral"];
        (Text(clock.StartsOn), Text(clock.Due?.Date)).ShouldBe(("2024-06-06", "2024-06-13"));
        clock.Caveat.ShouldBe("Aware on 3 June 2024, suspected on 6 June 2024: counted from the later.");
    }

    [Fact]
    public void Runs_from_awareness_on_Monday_3_June_2024_when_abuse_was_suspected_the_year_before() =>
        Opened("2024-06-03", suspected: "2023-05-02").Due("panel-referral").ShouldBe("2024-06-10");

    [Fact]
    public void Has_not_started_while_nothing_is_suspected()
    {
        var story = Opened("2024-06-03", suspected: null);
        story.Read("panel-referral", "2024-07-31").ShouldBe("NotStarted");
        story.Read("partners-informed", "2024-07-31").ShouldBe("NotStarted");
    }

    [Fact]
    public void Runs_no_clock_before_the_first_policy_of_Friday_29_June_2018()
    {
        Opened("2018-06-28").Find("panel-referral").ShouldBeNull();
        Opened("2018-06-29").Due("panel-referral").ShouldBe("2018-07-06");
    }

    [Fact]
    public void Is_met_by_the_SIN_on_its_last_day_Monday_10_June_2024() =>
        Opened("2024-06-03").On("2024-06-10", new PanelReferralSent(null)).Read("panel-referral", "2024-06-11").ShouldBe("Met");

    [Fact]
    public void Meets_the_partners_clock_on_Friday_7_June_2024_when_the_last_was_told_whatever_the_order_of_recording()
    {
        var story = Opened("2024-06-03").On("2024-06-07", Told("NN-ICB"));
        story["partners-informed"].MetOn.ShouldBeNull();
        Text(story.On("2024-06-04", Told("NOTTS-POLICE"))["partners-informed"].MetOn).ShouldBe("2024-06-07");
    }

    [Fact]
    public void Takes_the_clinical_commissioning_group_for_the_health_partner_until_Thursday_30_June_2022()
    {
        ClockStory Story(string day, string health) => Opened("2022-06-29").On(day, Told("NOTTS-POLICE"), Told(health));
        Text(Story("2022-06-30", "NN-CCG")["partners-informed"].MetOn).ShouldBe("2022-06-30");
        Story("2022-07-01", "NN-CCG")["partners-informed"].MetOn.ShouldBeNull();
        Text(Story("2022-07-01", "NN-ICB")["partners-informed"].MetOn).ShouldBe("2022-07-01");
    }

    [Fact]
    public void Waits_for_the_home_area_which_was_told_last_on_Thursday_13_June_2024()
    {
        var story = Opened("2024-06-03", homeArea: "Derbyshire").On("2024-06-04", Told("NOTTS-POLICE"), Told("NN-ICB"), Told("NHCFT"));
        story.Read("partners-informed", "2024-06-11").ShouldBe("Overdue 1 working days");
        story.On("2024-06-13", Told("DERBYSHIRE-POLICE")).Read("partners-informed", "2024-06-14").ShouldBe("MetLate 3 working days");
    }

    [Fact]
    public void Is_met_when_the_last_of_the_home_areas_partners_was_told_on_Wednesday_12_June_2024_whichever_was_recorded_first()
    {
        var story = Opened("2024-06-03", homeArea: "Derbyshire").On("2024-06-04", Told("NOTTS-POLICE"), Told("NN-ICB")).On("2024-06-12", Told("DERBYSHIRE-SCP")).On("2024-06-05", Told("DERBYSHIRE-POLICE"));
        story.Read("partners-informed", "2024-06-14").ShouldBe("MetLate 2 working days");
    }

    [Fact]
    public void Asks_for_nobody_elsewhere_where_no_other_area_is_concerned() =>
        Text(Opened("2024-06-03").On("2024-06-04", Told("NOTTS-POLICE"), Told("NN-ICB")).On("2024-06-12", Told("DERBYSHIRE-POLICE"))["partners-informed"].MetOn).ShouldBe("2024-06-04");

    [Fact]
    public void Starts_on_the_London_day_Monday_3_June_2024_of_an_instant_late_on_Sunday_in_UTC()
    {
        var story = new ClockStory().On("2024-06-03", Incident("2024-06-02") with { AwareOn = null, AwareAt = NodaTime.Instant.FromUtc(2024, 6, 2, 23, 30) });
        (Text(story["panel-referral"].StartsOn), story.Due("panel-referral")).ShouldBe(("2024-06-03", "2024-06-10"));
    }

    [Fact]
    public void Waits_for_the_responsible_authority_of_another_area()
    {
        var story = Opened("2024-06-03", children: Child(ChildOutcome.SeriouslyHarmed, lookedAfterBy: "NOTTINGHAM-CITY")).On("2024-06-04", Told("NOTTS-POLICE"), Told("NN-ICB"));
        story["partners-informed"].MetOn.ShouldBeNull();
        Text(story.On("2024-06-05", Told("NOTTINGHAM-CITY"))["partners-informed"].MetOn).ShouldBe("2024-06-05");
    }

    [Fact]
    public void Runs_only_its_own_clock_for_a_looked_after_childs_death_with_nothing_suspected()
    {
        var story = Opened("2024-06-03", suspected: null, children: Child(ChildOutcome.Died, lookedAfterBy: "NCC"));
        story.Clocks.Select(clock => clock.Id).ShouldBe(["looked-after-death"]);
        story.Due("looked-after-death").ShouldBe("2024-06-10");
        story["looked-after-death"].IsTheirs.ShouldBeFalse();
        story.On("2024-06-11", new PanelReferralSent(null)).Read("looked-after-death", "2024-06-12").ShouldBe("MetLate 1 working days");
        story.Find("rapid-review").ShouldBeNull();
    }

    [Fact]
    public void Runs_a_looked_after_childs_death_from_awareness_beside_the_ordinary_clocks_whatever_the_cause()
    {
        var story = Opened("2024-06-03", suspected: "2024-06-06", children: Child(ChildOutcome.Died, lookedAfterBy: "NCC"));
        (story.Due("looked-after-death"), story.Due("panel-referral")).ShouldBe(("2024-06-10", "2024-06-13"));
    }

    [Fact]
    public void Has_one_clock_for_each_responsible_authority_of_children_who_died_and_for_the_care_leavers()
    {
        static Child Named(string label, Child child) => child with { Label = ChildLabel.Parse(label) };
        var story = Opened("2024-06-03", children:
        [
            Named("Child A", Child(ChildOutcome.Died, lookedAfterBy: "NCC")), Named("Child B", Child(ChildOutcome.Died, lookedAfterBy: "NCC")),
            Named("Child C", Child(ChildOutcome.Died, lookedAfterBy: "NOTTINGHAM-CITY")), Named("Child D", Child(ChildOutcome.SeriouslyHarmed, lookedAfterBy: "NCC")),
            Named("Child E", Child(ChildOutcome.Died, careLeaver: true, age: AgeBand.EighteenToTwentyFour)), Named("Child F", Child(ChildOutcome.SeriouslyHarmed, careLeaver: true, age: AgeBand.EighteenToTwentyFour)),
        ]).On("2024-06-07", new PanelReferralSent(null));
        story.Clocks.Where(clock => clock.Definition.ClockId.EndsWith("death", StringComparison.Ordinal)).Select(clock => (clock.Id, clock.BelongsTo, clock.Owner, clock.IsTheirs, Text(clock.MetOn))).ShouldBe(
        [
            ("looked-after-death", "Child A and Child B", Org("NCC"), false, "2024-06-07"), ("looked-after-death-2", "Child C", Org("NOTTINGHAM-CITY"), true, "2024-06-07"),
            ("care-leaver-death", "Child E", Org("NCC"), false, "2024-06-07"),
        ]);
    }

    [Fact]
    public void Runs_on_for_a_looked_after_childs_death_though_the_incident_is_found_not_notifiable() =>
        Opened("2024-06-03", children: Child(ChildOutcome.Died, lookedAfterBy: "NCC")).On("2024-06-06", NotNotifiable()).Read("looked-after-death", "2024-06-07").ShouldBe("Running 1 working days");

    [Fact]
    public void Is_theirs_when_another_authority_looked_after_the_child()
    {
        var clock = Opened("2024-06-03", children: Child(ChildOutcome.Died, lookedAfterBy: "NOTTINGHAM-CITY"))["looked-after-death"];
        (clock.IsTheirs, clock.Owner).ShouldBe((true, Org("NOTTINGHAM-CITY")));
        clock.KeepsCaseOpen(Day("2024-06-20")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("2023-12-14", "")]
    [InlineData("2023-12-15", "care-leaver-death")]
    public void Knows_care_leavers_from_Friday_15_December_2023(string aware, string clocks) =>
        string.Join(",", Opened(aware, suspected: null, children: Child(ChildOutcome.Died, careLeaver: true)).Clocks.Select(c => c.Id)).ShouldBe(clocks);

    [Fact]
    public void Counts_a_care_leavers_clock_over_Christmas_from_Friday_15_to_Friday_22_December_2023() =>
        Opened("2023-12-15", suspected: null, children: Child(ChildOutcome.Died, careLeaver: true)).Due("care-leaver-death").ShouldBe("2023-12-22");

    [Theory]
    [InlineData(AgeBand.SixteenToSeventeen, false)]
    [InlineData(AgeBand.EighteenToTwentyFour, true)]
    public void Gives_a_care_leaver_under_18_whose_death_is_suspected_abuse_no_second_clock(AgeBand age, bool hasClock) =>
        (Opened("2024-06-03", children: Child(ChildOutcome.Died, careLeaver: true, age: age)).Find("care-leaver-death") is not null).ShouldBe(hasClock);
}
