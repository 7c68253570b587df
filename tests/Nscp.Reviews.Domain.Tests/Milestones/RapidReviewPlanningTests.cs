using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Milestones.Stories;

namespace Nscp.Reviews.Domain.Tests.Milestones;

public class PlanningARapidReview
{
    static RapidReviewPlanning.Change Change(params PlannedStep[] steps) => new([.. steps]);

    static PlannedStep Step(string id, NodaTime.LocalDate? on = null, bool leftOut = false) => new(Short(id), on, leftOut);

    static Given MeetingOnTheMonday() => ASinReceivedOnWednesday6March2024().And(Thursday7March2024, new RapidReviewPlanned([Step("meeting", Monday18March2024)]));

    [Fact]
    public void Records_only_the_steps_that_change() =>
        MeetingOnTheMonday().When(RapidReviewPlanning.Planned, Change(Step("meeting", Monday18March2024), Step("returns-in"), Step("sign-off", Wednesday20March2024)), Monday18March2024)
            .Then(new RapidReviewPlanned([Step("sign-off", Wednesday20March2024)]));

    [Fact]
    public void Records_nothing_when_the_plan_stands_so_already()
    {
        MeetingOnTheMonday().When(RapidReviewPlanning.Planned, Change(Step("meeting", Monday18March2024)), Monday18March2024).ThenNothingNew();
        ASinReceivedOnWednesday6March2024().When(RapidReviewPlanning.Planned, Change(Step("meeting")), Thursday7March2024).ThenNothingNew();
    }

    [Fact]
    public void Can_go_back_to_what_was_planned_before_or_proposed()
    {
        var later = MeetingOnTheMonday().When(RapidReviewPlanning.Planned, Change(Step("meeting", Tuesday19March2024)), Thursday7March2024).AfterIt();
        later.When(RapidReviewPlanning.Planned, Change(Step("meeting", Monday18March2024)), Thursday7March2024).Then(new RapidReviewPlanned([Step("meeting", Monday18March2024)]));
        later.When(RapidReviewPlanning.Planned, Change(Step("meeting")), Thursday7March2024).Then(new RapidReviewPlanned([Step("meeting")])).State.StandingPlan(Short("meeting")).IsAsProposed.ShouldBeTrue();
    }

    [Fact]
    public void Told_again_whole_after_a_part_of_it_changed_changes_that_part_back()
    {
        var whole = Change(Step("meeting", Monday18March2024), Step("sign-off", Wednesday20March2024));
        var told = ASinReceivedOnWednesday6March2024().When(RapidReviewPlanning.Planned, whole, Thursday7March2024).AfterIt();
        var changed = told.When(RapidReviewPlanning.Planned, Change(Step("meeting", Tuesday19March2024)), Thursday7March2024).AfterIt();
        changed.When(RapidReviewPlanning.Planned, whole, Thursday7March2024).Then(new RapidReviewPlanned([Step("meeting", Monday18March2024)]));
    }

    [Fact]
    public void Told_again_whole_is_a_repeat_although_a_part_of_it_changed_on_a_later_day()
    {
        var whole = Change(Step("meeting", Monday18March2024), Step("sign-off", Wednesday20March2024));
        var told = ASinReceivedOnWednesday6March2024().When(RapidReviewPlanning.Planned, whole, Thursday7March2024).AfterIt();
        told.When(RapidReviewPlanning.Planned, Change(Step("meeting", Tuesday19March2024)), Monday18March2024).AfterIt()
            .When(RapidReviewPlanning.Planned, whole, Thursday7March2024).ThenNothingNew();
    }

    [Fact]
    public void Is_allowed_in_an_odd_order_at_a_weekend_and_after_the_due_date() => ASinReceivedOnWednesday6March2024()
        .When(RapidReviewPlanning.Planned, Change(Step("meeting", new(2024, 3, 9)), Step("returns-in", new(2024, 6, 3))), Thursday7March2024).AfterIt();

    [Fact]
    public void Is_refused_where_no_rapid_review_is_asked_or_none_is_ahead()
    {
        Refused(ADeathOfALookedAfterChildWithoutSuspicion().And(Tuesday5March2024, new PanelReferralSent(null)), "no-rapid-review-asked");
        Refused(AnIncidentReportedOnMonday4March2024(), "sin-not-sent");
        Refused(ASinSentOnTuesday5March2024().And(Tuesday5March2024, new FoundNotNotifiable(Org("NCC"), [], Guarded("No harm."), Tuesday5March2024)), "found-not-notifiable");
        Refused(AContribution(), "not-for-this-kind-of-case");
        RapidReviewSentAndCsprDecided().When(RapidReviewPlanning.Planned, Change(Step("meeting", Monday18March2024)), Thursday21March2024).ThenImpossible("report-already-sent");
        RapidReviewSentAndCsprDecided().When(RapidReviewPlanning.Planned, Change(Step("meeting", Monday18March2024)), Wednesday20March2024).AfterIt();

        static void Refused(Given given, string code) => given.When(RapidReviewPlanning.Planned, Change(Step("meeting", Monday18March2024)), Thursday7March2024).ThenImpossible(code);
        static Given AContribution() => Given.NoCase.And(Monday4March2024, new ContributionCaseOpened(Reference, Org("WALTHAM-FOREST-SCP"), null, null));
    }

    [Fact]
    public void Is_refused_for_days_before_the_notification_was_sent()
    {
        Tried(Step("meeting", Monday4March2024)).ThenImpossible("planned-before-the-referral").Sentence
            .ShouldBe("Nothing of a rapid review is planned for a day before the notification was sent, 5 March 2024.");
        Tried(Step("returns-asked", Tuesday5March2024)).AfterIt();
        ASinReceivedOnWednesday6March2024().When(RapidReviewPlanning.Planned, Change(Step("meeting", Monday18March2024)), Monday4March2024).ThenImpossible("before-the-referral");
    }

    [Fact]
    public void Is_refused_for_a_step_that_the_timetable_does_not_have() =>
        Tried(Step("tea", Monday18March2024)).ThenImpossible("unknown-step").Sentence.ShouldBe("The timetable has the steps returns-asked, returns-in, meeting, report-drafted and sign-off.");

    [Fact]
    public void Is_refused_when_it_does_not_say_what_it_means()
    {
        Tried().ThenImpossible("steps-unclear").Sentence.ShouldBe("A change of plan names at least one step.");
        Tried(Step("meeting", Monday18March2024), Step("meeting", Tuesday19March2024)).ThenImpossible("steps-unclear").Sentence.ShouldBe("A step is named twice.");
        Tried(Step("meeting", Monday18March2024, leftOut: true)).ThenImpossible("steps-unclear").Sentence.ShouldBe("A step is either planned for a day or left out.");
    }

    static Attempted Tried(params PlannedStep[] steps) => ASinReceivedOnWednesday6March2024().When(RapidReviewPlanning.Planned, Change(steps), Thursday7March2024);

    [Fact]
    public void May_not_be_corrected_into_what_could_not_be_recorded()
    {
        var given = MeetingOnTheMonday();
        var twice = """[{"step":"meeting","on":"2024-03-18"},{"step":"meeting","leftOut":true}]""";
        given.When(Correcting.Corrected, Examples.Wrong(given.IdOf<RapidReviewPlanned>(), "steps", twice), Monday18March2024, reason: "Misread.").Answer.ShouldBeOfType<Answer.Refused>();
        given.When(Correcting.Corrected, Examples.Wrong(given.IdOf<RapidReviewPlanned>(), "steps", """[{"step":"meeting","on":"2024-03-19"}]"""), Monday18March2024, reason: "Misread.")
            .AfterIt().State.StandingPlan(Short("meeting")).On.ShouldBe(Tuesday19March2024);
    }

    [Fact]
    public void Starts_moves_and_ends_no_clock_and_keeps_no_case_open()
    {
        var before = ASinReceivedOnWednesday6March2024();
        var after = before.And(Thursday7March2024, new RapidReviewPlanned([Step("meeting", new(2024, 6, 3)), Step("sign-off", leftOut: true)]));
        Clocks(after).ShouldBe(Clocks(before));
        Objections(after).ShouldBe(Objections(before));

        static IEnumerable<(string, DueDate?, ClockReading)> Clocks(Given given) => CaseClocks.Of(given.History, Given.World).Select(c => (c.Id, c.Due, c.At(Monday15April2024)));
        static IEnumerable<string> Objections(Given given) => given.When(Closing.Closed, new(), Monday15April2024).Answer.ShouldBeOfType<Answer.Refused>().Objections.Select(o => o.Sentence);
    }
}
