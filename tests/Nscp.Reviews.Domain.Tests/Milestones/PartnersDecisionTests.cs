using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Milestones.Stories;

namespace Nscp.Reviews.Domain.Tests.Milestones;

public class DecidingAfterTheRapidReview
{
    static readonly PartnersDecision.Decide ACspr = new(Outcome.Cspr, Guarded("There is more to learn."), AllThree, AllCriteria);

    static readonly PartnersDecision.Decide Instead =
        new(Outcome.NoFurtherReview, Guarded("On reflection."), AllThree, AllCriteria, Replaces: 1, WhyReplaced: Guarded("The Panel disagreed."));

    [Fact]
    public void Is_recorded_when_a_quorate_meeting_agreed() => AReportAgreedByAllThree().When(PartnersDecision.Made, ACspr, Wednesday20March2024).Then(Decided(Outcome.Cspr));

    [Fact]
    public void Is_irregular_without_notification_or_meeting() =>
        AnIncidentReportedOnMonday4March2024().When(PartnersDecision.Made, ACspr, Wednesday20March2024).ThenIrregular("no-panel-referral", "no-meeting-held");

    [Fact]
    public void Is_irregular_without_quorum_and_names_who_was_missing() => AMeetingHeldOnMonday18March2024("NCC", "DERBYSHIRE-POLICE", "NN-ICB")
        .When(PartnersDecision.Made, ACspr, Wednesday20March2024).ThenIrregular("no-quorum")[0].Sentence.ShouldEndWith("missing: police.");

    [Fact]
    public void Is_judged_by_the_last_meeting_alone() => AMeetingHeldOnMonday18March2024().And(Tuesday19March2024, new RapidReviewHeld(Attended("NCC")))
        .When(PartnersDecision.Made, ACspr, Wednesday20March2024).ThenIrregular("no-quorum");

    [Fact]
    public void Is_judged_by_the_later_of_two_meetings_on_one_day() => AMeetingHeldOnMonday18March2024("NCC").And(Monday18March2024, new RapidReviewHeld(Attended("NCC", "NOTTS-POLICE", "NN-ICB")))
        .When(PartnersDecision.Made, ACspr, Wednesday20March2024).Then(Decided(Outcome.Cspr));

    [Fact]
    public void Is_irregular_where_a_partner_did_not_agree_or_a_criterion_was_not_considered() => AReportAgreedByAllThree()
        .When(PartnersDecision.Made, ACspr with { AgreedBy = Orgs("NCC", "NN-ICB"), Criteria = [AllCriteria[0]] }, Wednesday20March2024).ThenIrregular("agreement-missing", "criteria-not-considered");

    [Fact]
    public void Keeps_a_partners_dissent()
    {
        var dissenting = ACspr with { AgreedBy = Orgs("NCC", "NN-ICB"), Dissent = [new(Org("NOTTS-POLICE"), Guarded("Too soon."))] };
        AReportAgreedByAllThree().When(PartnersDecision.Made, dissenting, Wednesday20March2024, reason: "The police would wait.", despite: "agreement-missing")
            .ThenMarked(["agreement-missing"], Decided(Outcome.Cspr) with { AgreedBy = dissenting.AgreedBy, Dissent = dissenting.Dissent });
        AReportAgreedByAllThree().When(PartnersDecision.Made, ACspr with { Dissent = [new(Org("NO-SUCH"), Guarded("No."))] }, Wednesday20March2024).ThenImpossible("unknown-organisation");
    }

    [Fact]
    public void Loses_its_mark_when_the_meetings_attendance_is_set_right()
    {
        var marked = AMeetingHeldOnMonday18March2024("NCC", "NN-ICB").When(PartnersDecision.Made, ACspr, Wednesday20March2024, reason: "Urgent.", despite: "no-quorum").ThenMarked(["no-quorum"], Decided(Outcome.Cspr));
        marked.Marked.ShouldBe(["no-quorum"]);
        marked.When(Correcting.Corrected, Attendance(marked, "NCC", "NN-ICB", "NOTTS-POLICE"), Monday8April2024, reason: "Left out.").AfterIt().Marked.ShouldBeEmpty();
    }

    [Fact]
    public void Gains_a_mark_when_the_attendance_it_rested_on_was_wrong()
    {
        var regular = ADecisionForACsprOnWednesday20March2024();
        regular.Marked.ShouldBeEmpty();
        regular.When(Correcting.Corrected, Attendance(regular, "NCC", "NN-ICB"), Monday8April2024, reason: "The officer was ill.").AfterIt().Marked.ShouldBe(["no-quorum"]);
    }

    [Fact]
    public void Is_refused_while_another_stands_unless_it_replaces_that_one()
    {
        var given = ThePanelDisagreedOnMonday8April2024();
        given.When(PartnersDecision.Made, ACspr, Tuesday9April2024).ThenImpossible("decision-already-stands").Sentence.ShouldBe("Decision 1 of 20 March 2024 stands.");
        given.When(PartnersDecision.Made, ACspr with { Replaces = 2, WhyReplaced = Guarded("So.") }, Tuesday9April2024).ThenImpossible("unknown-decision");
        given.When(PartnersDecision.Made, ACspr with { Replaces = 1 }, Tuesday9April2024).ThenImpossible("why-replaced-missing");
        given.When(PartnersDecision.Made, ACspr with { Replaces = 1, WhyReplaced = Guarded("So.") }, Tuesday19March2024).ThenImpossible("before-the-decision-it-replaces");
    }

    [Fact]
    public void Replaces_one_that_stays_in_the_history()
    {
        var replaced = ACsprCommissionedOnMonday15April2024().When(PartnersDecision.Made, Instead, Monday3June2024)
            .Then(Decided(Outcome.NoFurtherReview, 2, "On reflection."), new DecisionReplaced(1, 2, Guarded("The Panel disagreed.")));
        replaced.State.StandingDecision!.Number.ShouldBe(2);
        replaced.State.Decisions.Select(d => d.ReplacedOn).ShouldBe([Monday3June2024, null]);
        replaced.When(Cspr.ProgressChecked, new(true, true), Monday1July2024).ThenImpossible("no-cspr");
        replaced.When(PartnersDecision.Made, Instead, Monday3June2024).ThenNothingNew();
        replaced.When(PartnersDecision.Made, ACspr, Wednesday20March2024).ThenNothingNew();
    }

    [Fact]
    public void Back_to_the_first_outcome_on_one_day_is_a_third_decision()
    {
        var second = ADecisionForACsprOnWednesday20March2024().When(PartnersDecision.Made, Instead, Wednesday20March2024).AfterIt();
        second.When(PartnersDecision.Made, ACspr with { Replaces = 2, WhyReplaced = Guarded("Back.") }, Wednesday20March2024)
            .Then(Decided(Outcome.Cspr, 3), new DecisionReplaced(2, 3, Guarded("Back.")));
    }

    [Fact]
    public void Replaced_on_its_own_day_in_the_same_words_is_another_decision() => ADecisionForACsprOnWednesday20March2024()
        .When(PartnersDecision.Made, ACspr with { Replaces = 1, WhyReplaced = Guarded("Agreed anew.") }, Wednesday20March2024).Then(Decided(Outcome.Cspr, 2), new DecisionReplaced(1, 2, Guarded("Agreed anew.")));

    [Fact]
    public void Is_judged_by_what_had_happened_on_its_day() =>
        AMeetingHeldOnMonday18March2024().When(PartnersDecision.Made, ACspr, Tuesday5March2024).ThenIrregular("no-meeting-held");

    [Fact]
    public void Says_what_other_learning_there_will_be_and_only_then()
    {
        AReportAgreedByAllThree().When(PartnersDecision.Made, ACspr with { Outcome = Outcome.OtherLocalLearning }, Wednesday20March2024).ThenImpossible("learning-missing");
        AReportAgreedByAllThree().When(PartnersDecision.Made, ACspr with { Learning = new(Short("Audit"), Org("NCC"), Guarded("So.")) }, Wednesday20March2024).ThenImpossible("learning-missing");
    }

    [Fact]
    public void Considers_a_criterion_once() => AReportAgreedByAllThree().When(PartnersDecision.Made, ACspr with { Criteria = [AllCriteria[0], AllCriteria[0]] }, Wednesday20March2024).ThenImpossible("criterion-twice");

    [Fact]
    public void Has_a_partner_agree_or_dissent() => AReportAgreedByAllThree().When(PartnersDecision.Made, ACspr with { Dissent = [new(Org("NCC"), Guarded("No."))] }, Wednesday20March2024).ThenImpossible("agreed-and-dissents");

    [Fact]
    public void Is_not_asked_of_a_special_notification() => ADeathOfALookedAfterChildWithoutSuspicion().When(PartnersDecision.Made, ACspr, Wednesday20March2024).ThenImpossible("no-rapid-review-asked");

    [Fact]
    public void Is_judged_for_an_incident_elsewhere_by_any_of_our_districts() => Given.NoCase.And(Monday4March2024, Incident() with { District = null, Place = Short("Majorca") })
        .And(Tuesday5March2024, new PanelReferralSent(null)).And(Monday18March2024, new RapidReviewHeld(Attended("NCC", "NOTTS-POLICE", "NN-ICB")))
        .When(PartnersDecision.Made, ACspr, Wednesday20March2024).Then(Decided(Outcome.Cspr));

    [Theory]
    [InlineData("bassetlaw", "BASSETLAW-CCG", true)]
    [InlineData("bassetlaw", "NN-CCG", false)]
    public void Asks_for_the_commissioning_group_of_the_place_until_June_2022(string district, string group, bool quorate)
    {
        var meeting = Given.NoCase.And(new(2020, 3, 2), Incident(suspectedOn: new(2020, 3, 2), awareOn: new(2020, 3, 2)) with { District = Domain.Organisations.District.Parse(district) })
            .And(new(2020, 3, 3), new PanelReferralSent(null)).And(new(2020, 3, 9), new RapidReviewHeld(Attended("NCC", "NOTTS-POLICE", group)));
        var decision = meeting.When(PartnersDecision.Made, ACspr with { AgreedBy = Orgs("NCC", "NOTTS-POLICE", group) }, new(2020, 3, 10));
        if (quorate) decision.AfterIt(); else decision.ThenIrregular("no-quorum", "agreement-missing");
    }

    [Fact]
    public void Is_judged_for_an_incident_elsewhere_by_the_district_that_fits_best() => Given.NoCase
        .And(new(2020, 3, 2), Incident(suspectedOn: new(2020, 3, 2), awareOn: new(2020, 3, 2)) with { District = null, Place = Short("Majorca") })
        .And(new(2020, 3, 3), new PanelReferralSent(null)).And(new(2020, 3, 9), new RapidReviewHeld(Attended("NCC", "NOTTS-POLICE", "BASSETLAW-CCG")))
        .When(PartnersDecision.Made, ACspr with { AgreedBy = Orgs("NCC", "NOTTS-POLICE", "BASSETLAW-CCG") }, new(2020, 3, 10)).AfterIt().Marked.ShouldBeEmpty();

    static Correcting.Correct Attendance(Given given, params string[] codes) => Examples.Wrong(
        given.IdOf<RapidReviewHeld>(), "attendance", $"[{string.Join(",", codes.Select(c => $$"""{"organisation":"{{c}}","role":"Head of safeguarding"}"""))}]");
}

public class UpholdingADecision
{
    [Fact]
    public void Answers_the_panel() => ThePanelDisagreedOnMonday8April2024().When(PartnersDecision.Upheld, new(1, AllThree, Guarded("Still so.")), Tuesday9April2024)
        .Then(new DecisionUpheld(1, AllThree, Guarded("Still so."))).State.StandingDecision!.UpheldOn.ShouldBe(Tuesday9April2024);

    [Fact]
    public void Is_refused_without_decision_or_response_or_of_another_decision_or_too_early()
    {
        var uphold = new PartnersDecision.Uphold(1, AllThree, Guarded("Still so."));
        AMeetingHeldOnMonday18March2024().When(PartnersDecision.Upheld, uphold, Tuesday9April2024).ThenImpossible("no-decision");
        RapidReviewSentAndNoFurtherReview().When(PartnersDecision.Upheld, uphold, Tuesday9April2024).ThenImpossible("panel-has-not-responded");
        ThePanelDisagreedOnMonday8April2024().When(PartnersDecision.Upheld, uphold with { Decision = 2 }, Tuesday9April2024).ThenImpossible("unknown-decision");
        ThePanelDisagreedOnMonday8April2024().When(PartnersDecision.Upheld, uphold, Thursday21March2024).ThenImpossible("before-the-panel-responded");
    }

    [Fact]
    public void Is_irregular_without_all_three() => ThePanelDisagreedOnMonday8April2024().When(PartnersDecision.Upheld, new(1, Orgs("NCC"), Guarded("Still so.")), Tuesday9April2024).ThenIrregular("agreement-missing");
}
