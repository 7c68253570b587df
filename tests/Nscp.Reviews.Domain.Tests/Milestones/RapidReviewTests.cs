using Nscp.Reviews.Domain.Milestones;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Milestones.Stories;

namespace Nscp.Reviews.Domain.Tests.Milestones;

public class HoldingARapidReviewMeeting
{
    static readonly Milestone[] Steps = [RapidReview.Convened, RapidReview.Held, RapidReview.ReportDrafted, RapidReview.ReportAgreed, RapidReview.ReportSent];

    [Fact]
    public void Is_refused_without_anyone() => ASinReceivedOnWednesday6March2024().When(RapidReview.Held, new([]), Monday18March2024).ThenImpossible("nobody-attended");

    [Fact]
    public void Is_called_for_its_own_day_or_later() =>
        ASinReceivedOnWednesday6March2024().When(RapidReview.Convened, new(Tuesday5March2024, Short("Chair"), AllThree), Thursday7March2024).ThenImpossible("meeting-before-invitation");

    [Fact]
    public void Is_refused_once_the_incident_was_found_not_notifiable_but_not_for_a_day_before()
    {
        var found = ASinReceivedOnWednesday6March2024().And(Tuesday19March2024, new FoundNotNotifiable(Org("NCC"), default, Guarded("No."), Tuesday19March2024));
        found.When(RapidReview.Held, new(Attended("NCC")), Wednesday20March2024).ThenImpossible("found-not-notifiable");
        found.When(RapidReview.Held, new(Attended("NCC")), Monday18March2024).Then(new RapidReviewHeld(Attended("NCC")));
        foreach (var step in Steps) step.WhyNotNow(found.State, default)!.Code.ShouldBe("found-not-notifiable", step.Route);
    }

    [Fact]
    public void Is_not_asked_of_a_special_notification_nor_is_its_report()
    {
        foreach (var step in Steps) step.WhyNotNow(ADeathOfALookedAfterChildWithoutSuspicion().State, default)!.Code.ShouldBe("no-rapid-review-asked", step.Route);
    }

    [Fact]
    public void Twice_on_one_day_is_two_meetings() => AMeetingHeldOnMonday18March2024()
        .When(RapidReview.Held, new(Attended("NCC")), Monday18March2024).Then(new RapidReviewHeld(Attended("NCC"))).State.Meetings.Count.ShouldBe(2);
}

public class DraftingTheRapidReviewReport
{
    static RapidReview.DraftReport Version(int version) => new(version, Short("Report"), Short("File 12"), Digest);

    [Fact]
    public void Numbers_its_versions_in_turn()
    {
        AReportDraftedOnTuesday19March2024().When(RapidReview.ReportDrafted, Version(3), Wednesday20March2024).ThenImpossible("version-out-of-turn").Sentence.ShouldBe("The next version of the report is 2.");
        AReportDraftedOnTuesday19March2024().When(RapidReview.ReportDrafted, Version(2), Monday18March2024).ThenImpossible("before-the-earlier-version");
        AReportDraftedOnTuesday19March2024().When(RapidReview.ReportDrafted, Version(2), Wednesday20March2024).AfterIt().State.Reports.Count.ShouldBe(2);
    }

    [Fact]
    public void Takes_the_next_number_after_an_earlier_one_was_in_error()
    {
        var two = AReportDraftedOnTuesday19March2024().When(RapidReview.ReportDrafted, Version(2), Wednesday20March2024).AfterIt();
        two.When(Correcting.Corrected, Examples.InError(two.IdOf<RapidReviewReportDrafted>()), Thursday21March2024, reason: "Never was.").AfterIt()
            .When(RapidReview.ReportDrafted, Version(3), Thursday21March2024).AfterIt().State.Reports.Select(r => r.Version).ShouldBe([2, 3]);
    }
}

public class AgreeingTheRapidReviewReport
{
    [Fact]
    public void Is_refused_without_a_draft() => AMeetingHeldOnMonday18March2024().When(RapidReview.ReportAgreed, new(1, Org("NCC")), Wednesday20March2024).ThenImpossible("no-report-draft");

    [Fact]
    public void Is_refused_for_a_version_that_is_not_recorded() => AReportDraftedOnTuesday19March2024().When(RapidReview.ReportAgreed, new(2, Org("NCC")), Wednesday20March2024).ThenImpossible("unknown-report-version");

    [Fact]
    public void Is_refused_before_the_draft() => AReportDraftedOnTuesday19March2024().When(RapidReview.ReportAgreed, new(1, Org("NCC")), Monday18March2024).ThenImpossible("before-the-draft");

    [Fact]
    public void Is_refused_on_another_day() => AReportAgreedByAllThree().When(RapidReview.ReportAgreed, new(1, Org("NCC")), Thursday21March2024).ThenImpossible("already-agreed");

    [Theory]
    [InlineData("NHCFT")]
    [InlineData("DERBYSHIRE-POLICE")]
    [InlineData("NN-CCG")]
    public void Is_irregular_for_one_that_is_no_partner_of_the_place_that_day(string code) =>
        AReportDraftedOnTuesday19March2024().When(RapidReview.ReportAgreed, new(1, Org(code)), Wednesday20March2024).ThenIrregular("not-the-partner-for-the-area");
}

public class SendingTheRapidReviewReport
{
    [Fact]
    public void Is_refused_without_a_draft() => AMeetingHeldOnMonday18March2024().When(RapidReview.ReportSent, new(1), Thursday21March2024).ThenImpossible("no-report-draft");

    [Fact]
    public void Is_refused_for_a_version_that_is_not_recorded() => ADecisionForACsprOnWednesday20March2024().When(RapidReview.ReportSent, new(2), Thursday21March2024).ThenImpossible("unknown-report-version");

    [Fact]
    public void Is_refused_before_the_draft() => ADecisionForACsprOnWednesday20March2024().When(RapidReview.ReportSent, new(1), Monday18March2024).ThenImpossible("before-the-draft");

    [Fact]
    public void Is_refused_a_second_time() => RapidReviewSentAndCsprDecided().When(RapidReview.ReportSent, new(1), Monday8April2024).ThenImpossible("report-already-sent");

    [Fact]
    public void Is_irregular_before_all_three_partners_agree()
    {
        var objection = AReportDraftedOnTuesday19March2024().And(Wednesday20March2024, new RapidReviewReportAgreed(1, Org("NCC"))).And(Wednesday20March2024, Decided(Domain.Events.Outcome.Cspr))
            .When(RapidReview.ReportSent, new(1), Thursday21March2024).ThenIrregular("agreement-missing")[0];
        objection.Sentence.ShouldBe("Version 1 is not agreed by all three safeguarding partners; missing: police and health partner.");
        objection.ToDo.ShouldContain("despite: [\"agreement-missing\"]");
    }

    [Fact]
    public void Needs_fresh_agreement_to_a_new_version() => ADecisionForACsprOnWednesday20March2024().And(Wednesday20March2024, new RapidReviewReportDrafted(2, Short("R"), Short("F"), Digest))
        .When(RapidReview.ReportSent, new(2), Thursday21March2024).ThenIrregular("agreement-missing");

    [Fact]
    public void Is_irregular_without_notification_and_decision() => AnIncidentReportedOnMonday4March2024().And(Tuesday19March2024, new RapidReviewReportDrafted(1, Short("R"), Short("F"), Digest))
        .When(RapidReview.ReportSent, new(1), Thursday21March2024).ThenIrregular("agreement-missing", "no-decision", "no-panel-referral");

    [Fact]
    public void Is_marked_until_the_missing_agreement_is_recorded_with_its_earlier_date()
    {
        var marked = AReportDraftedOnTuesday19March2024().And(Wednesday20March2024, new RapidReviewReportAgreed(1, Org("NCC"))).And(Wednesday20March2024, new RapidReviewReportAgreed(1, Org("NOTTS-POLICE")))
            .And(Wednesday20March2024, Decided(Domain.Events.Outcome.Cspr))
            .When(RapidReview.ReportSent, new(1), Thursday21March2024, reason: "The ICB's letter is lost.", despite: ["agreement-missing", "no-decision"])
            .ThenMarked(["agreement-missing"], new RapidReviewReportSent(1));
        marked.Marked.ShouldBe(["agreement-missing"]);
        marked.When(RapidReview.ReportAgreed, new(1, Org("NN-ICB")), Monday8April2024).AfterIt().Marked.ShouldBe(["agreement-missing"]);
        marked.When(RapidReview.ReportAgreed, new(1, Org("NN-ICB")), Wednesday20March2024).AfterIt().Marked.ShouldBeEmpty();
    }

    /// <summary>An agreement is judged by its own day: the clinical commissioning group's last was 30 June 2022.</summary>
    [Fact]
    public void Counts_an_agreement_of_the_group_that_ended_before_it_was_sent() => Given.NoCase
        .And(new(2022, 6, 13), Incident(suspectedOn: new(2022, 6, 13), awareOn: new(2022, 6, 13))).And(new(2022, 6, 14), new PanelReferralSent(null)).And(new(2022, 6, 28), new RapidReviewReportDrafted(1, Short("R"), Short("F"), Digest))
        .And(new(2022, 6, 29), new RapidReviewReportAgreed(1, Org("NCC"))).And(new(2022, 6, 29), new RapidReviewReportAgreed(1, Org("NOTTS-POLICE"))).And(new(2022, 6, 29), new RapidReviewReportAgreed(1, Org("NN-CCG")))
        .And(new(2022, 6, 29), Decided(Domain.Events.Outcome.Cspr)).When(RapidReview.ReportSent, new(1), new(2022, 7, 1)).Then(new RapidReviewReportSent(1));
}
