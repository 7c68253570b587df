using NodaTime;
using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Plans;
using Nscp.Reviews.Domain.Tests.Clocks;
using Nscp.Reviews.Domain.Tests.Milestones;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Milestones.Stories;

namespace Nscp.Reviews.Domain.Tests.Plans;

/// <summary>The SIN is sent on Tuesday 5 March 2024 and received on Wednesday the 6th; the rapid review is due on Wednesday 27 March, by the other reading on Tuesday the 26th.</summary>
public class ShowingThePlanOfARapidReview
{
    static RapidReviewPlan Plan(Given given, World? world = null) => RapidReviewPlan.Of(given.History, world ?? Given.World).ShouldNotBeNull();

    static RapidReviewStep Step(Given given, string id) => Plan(given).Steps.Single(step => step.Id == id);

    static string Proposed(RapidReviewPlan plan) => string.Join(", ", plan.Steps.Select(step => $"{step.Id} {ClockStory.Text(step.ProposedOn) ?? "none"}"));

    static Given Planned(Given given, string step, LocalDate? on = null, bool leftOut = false) => given.And(Thursday7March2024, new RapidReviewPlanned([new(Short(step), on, leftOut)]));

    [Fact]
    public void Proposes_each_step_so_many_working_days_after_the_SIN_was_received()
    {
        var plan = Plan(ASinReceivedOnWednesday6March2024());
        Proposed(plan).ShouldBe("returns-asked 2024-03-07, returns-in 2024-03-14, meeting 2024-03-19, report-drafted 2024-03-21, sign-off 2024-03-25");
        (plan.CountedFrom, plan.ReceiptIsRecorded, plan.IsProposed, plan.Timetable.Title).ShouldBe((Wednesday6March2024, true, true, "NSCP’s usual timetable"));
        plan.Warnings.ShouldBeEmpty();
        plan.Steps.ShouldAllBe(step => step.PlannedOn == null && step.DoneOn == null && step.Note == null && !step.LeftOut);
    }

    [Fact]
    public void Counts_from_the_sending_while_no_receipt_is_recorded()
    {
        var plan = Plan(ASinSentOnTuesday5March2024());
        (plan.CountedFrom, plan.ReceiptIsRecorded).ShouldBe((Tuesday5March2024, false));
        plan.Steps[0].ProposedOn.ShouldBe(Wednesday6March2024);
    }

    [Fact]
    public void Goes_by_the_usual_timetable_for_a_partnership_without_its_own() =>
        Proposed(Plan(ASinReceivedOnWednesday6March2024(), Given.World with { Partnership = Org("NCSCP") }))
            .ShouldBe("returns-asked 2024-03-07, returns-in 2024-03-14, meeting 2024-03-19, sign-off 2024-03-22");

    [Fact]
    public void Is_not_there_where_no_rapid_review_is_asked_or_no_SIN_was_sent()
    {
        Nothing(Given.NoCase);
        Nothing(AnIncidentReportedOnMonday4March2024());
        Nothing(ADeathOfALookedAfterChildWithoutSuspicion().And(Tuesday5March2024, new PanelReferralSent(null)));
        Nothing(ASinReceivedOnWednesday6March2024().And(Thursday7March2024, new FoundNotNotifiable(Org("NCC"), [], Guarded("No harm."), Thursday7March2024)));
        Nothing(Given.NoCase.And(Monday4March2024, new LocalLearningOpened(Reference, Short("Bruising"), null)));

        static void Nothing(Given given) => RapidReviewPlan.Of(given.History, Given.World).ShouldBeNull();
    }

    [Fact]
    public void Shows_the_day_that_somebody_chose_beside_the_proposed_one()
    {
        var planned = Planned(ASinReceivedOnWednesday6March2024(), "meeting", Monday18March2024);
        var meeting = Step(planned, "meeting");
        (meeting.ProposedOn, meeting.PlannedOn, Plan(planned).IsProposed).ShouldBe((Tuesday19March2024, Monday18March2024, false));
        Plan(Planned(planned, "meeting")).IsProposed.ShouldBeTrue();
        Plan(Planned(ASinReceivedOnWednesday6March2024(), "report-drafted", leftOut: true)).IsProposed.ShouldBeFalse();
        Plan(Planned(planned, "report-drafted", leftOut: true)).Steps.Single(step => step.LeftOut).Note.ShouldBe("Left out of the plan.");
    }

    [Fact]
    public void Follows_a_correction_of_the_day_on_which_the_SIN_was_received()
    {
        var given = ASinReceivedOnWednesday6March2024();
        var corrected = given.When(Correcting.Corrected, Examples.Wrong(given.IdOf<SinReceivedByPartners>(), "happenedOn", "\"2024-03-07\""), Monday18March2024, reason: "Misread.").AfterIt();
        Plan(corrected).Steps[0].ProposedOn.ShouldBe(new LocalDate(2024, 3, 8), "Friday");
    }

    [Fact]
    public void Takes_what_is_done_from_the_facts()
    {
        var sent = RapidReviewSentAndCsprDecided();
        (Step(sent, "meeting").DoneOn, Step(sent, "report-drafted").DoneOn, Step(sent, "sign-off").DoneOn).ShouldBe((Monday18March2024, Tuesday19March2024, Wednesday20March2024));
        (Step(sent, "returns-asked").DoneOn, Step(sent, "returns-in").DoneOn).ShouldBe((null, null), "nobody was asked");
        Step(AMeetingHeldOnMonday18March2024().And(Tuesday19March2024, new RapidReviewHeld(Attended("NCC"))), "meeting").DoneOn.ShouldBe(Monday18March2024, "the first of two");
    }

    [Fact]
    public void Takes_the_day_on_which_the_report_was_sent_where_the_timetable_goes_so_far()
    {
        var own = """[{"title":"Ours","partnership":"NSCP","steps":[{"id":"sent","title":"It goes to the Panel","workingDay":14,"doneWhen":"report-sent"}]}]"""u8;
        var world = Given.World with { Timetables = RapidReviewTimetables.Shipped.With(own, Given.World.Organisations) };
        Plan(AReportAgreedByAllThree(), world).Steps.ShouldHaveSingleItem().DoneOn.ShouldBeNull();
        Plan(RapidReviewSentAndCsprDecided(), world).Steps.ShouldHaveSingleItem().DoneOn.ShouldBe(Thursday21March2024);
    }

    [Fact]
    public void Has_all_returns_in_once_every_agency_that_was_asked_before_the_report_was_sent_returned_its_own()
    {
        var asked = Asked(Asked(ASinReceivedOnWednesday6March2024(), 1, "NUH"), 2, "SFHT");
        Step(asked, "returns-asked").DoneOn.ShouldBe(Wednesday6March2024);
        var one = asked.And(Tuesday19March2024, new AgencyInformationReturned(2, Org("SFHT"), true));
        (Step(one, "returns-in").DoneOn, Step(one, "returns-in").Note).ShouldBe((null, "1 of 2 returns are in."));
        var both = one.And(Monday18March2024, new AgencyInformationReturned(1, Org("NUH"), false));
        (Step(both, "returns-in").DoneOn, Step(both, "returns-in").Note).ShouldBe((Tuesday19March2024, null));
        var sent = both.And(Thursday21March2024, new RapidReviewReportDrafted(1, Short("Report"), Short("File"), Digest)).And(Thursday21March2024, new RapidReviewReportSent(1));
        Step(sent.And(Monday8April2024, new AgencyInformationRequested(3, Org("NHCFT"), 5)), "returns-in").DoneOn.ShouldBe(Tuesday19March2024);
        Step(both.And(Tuesday19March2024, new AgencyInformationRequested(3, Org("NHCFT"), 5)), "returns-in").Note.ShouldBe("2 of 3 returns are in.");

        static Given Asked(Given given, int number, string agency) => given.And(Wednesday6March2024, new AgencyInformationRequested(number, Org(agency), 5));
    }

    [Fact]
    public void Is_signed_off_when_the_last_of_the_three_partners_agreed_the_version_that_counts()
    {
        var two = AReportDraftedOnTuesday19March2024().And(Thursday21March2024, new RapidReviewReportAgreed(1, Org("NCC"))).And(Tuesday19March2024, new RapidReviewReportAgreed(1, Org("NN-ICB")));
        (Step(two, "sign-off").DoneOn, Step(two, "sign-off").Note).ShouldBe((null, "Version 1 still waits for: police."));
        var three = two.And(Wednesday20March2024, new RapidReviewReportAgreed(1, Org("NOTTS-POLICE")));
        Step(three, "sign-off").DoneOn.ShouldBe(Thursday21March2024);
        var second = three.And(Thursday21March2024, new RapidReviewReportDrafted(2, Short("Report"), Short("File"), Digest));
        (Step(second, "sign-off").DoneOn, Step(second, "sign-off").Note).ShouldBe((null, null), "a new version needs fresh agreement");
        Step(second.And(Thursday21March2024, new RapidReviewReportSent(1)), "sign-off").DoneOn.ShouldBe(Thursday21March2024, "the first was sent");
    }

    [Theory]
    [InlineData(25, null)]
    [InlineData(26, null)]
    [InlineData(27, "“The three partners agree the report” is planned for Wednesday 27 March 2024, after the rapid review is due by the other reading of the guidance: Tuesday 26 March 2024.")]
    [InlineData(28, "“The three partners agree the report” is planned for Thursday 28 March 2024, after the rapid review is due: Wednesday 27 March 2024.")]
    public void Warns_of_a_step_beyond_the_day_on_which_the_rapid_review_is_due(int march, string? warning) =>
        Plan(Planned(ASinReceivedOnWednesday6March2024(), "sign-off", new(2024, 3, march))).Warnings.ShouldBe(warning is null ? [] : [warning]);

    [Fact]
    public void Warns_no_more_of_what_is_done_or_left_out()
    {
        Plan(Planned(Planned(ASinReceivedOnWednesday6March2024(), "sign-off", Monday8April2024), "sign-off", leftOut: true)).Warnings.ShouldBeEmpty();
        Plan(Planned(Planned(ASinReceivedOnWednesday6March2024(), "meeting", new(2024, 3, 12)), "returns-in", leftOut: true)).Warnings.ShouldBeEmpty("nothing is waited for");
        Plan(Planned(AReportAgreedByAllThree(), "sign-off", Monday8April2024)).Warnings.ShouldBeEmpty();
        Plan(Planned(RapidReviewSentAndCsprDecided(), "returns-in", Monday8April2024)).Warnings.ShouldBeEmpty("the clock is met");
    }

    [Fact]
    public void Warns_of_an_odd_order_and_of_a_day_on_which_nobody_is_at_work()
    {
        Plan(Planned(ASinReceivedOnWednesday6March2024(), "meeting", new(2024, 3, 9))).Warnings.ShouldBe(
        [
            "“The CSPR group holds the rapid review” is planned for Saturday 9 March 2024, before “All returns are in”: Thursday 14 March 2024.",
            "“The CSPR group holds the rapid review” is planned for Saturday 9 March 2024, which is no working day.",
        ]);
        Plan(Planned(ASinReceivedOnWednesday6March2024(), "returns-in", Tuesday19March2024)).Warnings.ShouldBeEmpty("on one day, the meeting may follow");
        Plan(Planned(ASinReceivedOnWednesday6March2024(), "sign-off", new(2024, 3, 29))).Warnings[^1]
            .ShouldBe("“The three partners agree the report” is planned for Friday 29 March 2024, which is no working day: Good Friday.");
    }

    [Fact]
    public void Moves_a_proposed_day_with_the_list_of_bank_holidays_and_never_a_planned_one()
    {
        var january = Feeds.InForce("2022-01-24");
        var before = Given.World with { Calendars = Calendars.Of([new(january.Calendar, Instant.MinValue)]) };
        var after = Given.World with { Calendars = before.Calendars.With(new(Feeds.Proposal(Feeds.Of("2022-12-29"), january).List.Calendar, Instant.FromUtc(2022, 9, 13, 9, 0))) };
        var monday19September = new LocalDate(2022, 9, 19);
        var given = new ClockStory().On("2022-09-08", ClockStory.Incident("2022-09-08")).On("2022-09-09", new PanelReferralSent(null), new SinReceivedByPartners())
            .On("2022-09-12", new RapidReviewPlanned([new(Short("meeting"), monday19September)])).History;
        Days(before).ShouldBe((monday19September, monday19September));
        Days(after).ShouldBe((monday19September.PlusDays(1), monday19September));
        RapidReviewPlan.Of(given, after)!.Warnings.ShouldContain(
            "“The CSPR group holds the rapid review” is planned for Monday 19 September 2022, which is no working day: Bank Holiday for the State Funeral of Queen Elizabeth II.");

        (LocalDate?, LocalDate?) Days(World world) => (Of(world, "returns-in").ProposedOn, Of(world, "meeting").PlannedOn);
        RapidReviewStep Of(World world, string id) => RapidReviewPlan.Of(given, world)!.Steps.Single(step => step.Id == id);
    }

    [Fact]
    public void Proposes_no_day_that_the_calendar_does_not_cover()
    {
        var history = new ClockStory().On("2028-12-18", ClockStory.Incident("2028-12-18")).On("2028-12-19", new PanelReferralSent(null), new SinReceivedByPartners())
            .On("2028-12-20", new RapidReviewPlanned([new(Short("sign-off"), new(2029, 1, 13))])).History;
        var plan = RapidReviewPlan.Of(history, Given.World).ShouldNotBeNull();
        Proposed(plan).ShouldBe("returns-asked 2028-12-20, returns-in 2028-12-29, meeting none, report-drafted none, sign-off none");
        plan.Steps[2].Note.ShouldBe("No date can be proposed: the bank holidays are known for 2012 to 2028.");
        plan.Steps[4].PlannedOn.ShouldBe(new LocalDate(2029, 1, 13), "a Saturday");
        plan.Warnings.ShouldBeEmpty("nobody knows what is a working day there, nor when the rapid review is due");
    }

    [Fact]
    public void Keeps_what_was_planned_for_a_step_that_the_timetable_no_longer_has()
    {
        var given = Planned(Planned(ASinReceivedOnWednesday6March2024(), "chronology", Monday18March2024), "returns-out");
        var step = Plan(given).Steps[^1];
        (step.Id, step.ProposedOn, step.PlannedOn, step.Note).ShouldBe(("chronology", null, Monday18March2024, "The timetable no longer has this step."));
        Plan(given).Steps.ShouldNotContain(s => s.Id == "returns-out");
        given.When(RapidReviewPlanning.Planned, new([new(Short("chronology"))]), Thursday7March2024).AfterIt().State.StandingPlan(Short("chronology")).IsAsProposed.ShouldBeTrue();
    }
}
