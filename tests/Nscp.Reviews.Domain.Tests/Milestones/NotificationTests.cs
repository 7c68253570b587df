using Nscp.Reviews.Domain.Milestones;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Milestones.Stories;

namespace Nscp.Reviews.Domain.Tests.Milestones;

public class SendingTheNotificationToThePanel
{
    [Fact]
    public void Is_recorded_with_the_panels_own_reference() =>
        AnIncidentReportedOnMonday4March2024().When(Notification.PanelReferral, new(Short("P-1")), Tuesday5March2024).Then(new PanelReferralSent(Short("P-1")))
            .State.SinSentOn.ShouldBe(Tuesday5March2024);

    [Fact]
    public void Is_refused_on_another_day_once_it_was_sent() =>
        ASinSentOnTuesday5March2024().When(Notification.PanelReferral, new(Short("P-100")), Wednesday6March2024).ThenImpossible("referral-already-sent");

    [Fact]
    public void Is_refused_before_the_local_authority_became_aware() =>
        Given.NoCase.And(Monday18March2024, Incident(awareOn: Monday4March2024)).And(Monday18March2024, new SinReceivedByPartners())
            .When(Notification.PanelReferral, new(), new(2024, 3, 1)).ThenImpossible("before-the-case-began");

    [Fact]
    public void Is_asked_of_a_special_notification_too() =>
        ADeathOfALookedAfterChildWithoutSuspicion().When(Notification.PanelReferral, new(), Tuesday5March2024).Then(new PanelReferralSent(null));

    [Fact]
    public void Does_not_belong_to_work_for_another_area() =>
        AContributionCase().When(Notification.PanelReferral, new(), Tuesday5March2024).ThenImpossible("not-for-this-kind-of-case").Sentence.ShouldBe("This does not belong to a case of kind contribution.");
}

public class InformingAPartner
{
    [Fact]
    public void Is_recorded_once_for_each() => AnIncidentReportedOnMonday4March2024()
        .When(Notification.PartnerInformed, new(Org("NOTTS-POLICE")), Tuesday5March2024).Then(new PartnerInformed(Org("NOTTS-POLICE")))
        .When(Notification.PartnerInformed, new(Org("NN-ICB")), Tuesday5March2024).Then(new PartnerInformed(Org("NN-ICB")));

    [Fact]
    public void Is_refused_on_another_day() => AnIncidentReportedOnMonday4March2024().And(Tuesday5March2024, new PartnerInformed(Org("NN-ICB")))
        .When(Notification.PartnerInformed, new(Org("NN-ICB")), Wednesday6March2024).ThenImpossible("partner-already-informed")
        .Sentence.ShouldBe("NHS Nottingham and Nottinghamshire Integrated Care Board (NN-ICB) is already recorded as informed, on another day.");

    [Fact]
    public void Is_refused_for_one_that_the_register_does_not_know() =>
        AnIncidentReportedOnMonday4March2024().When(Notification.PartnerInformed, new(Org("NO-SUCH")), Tuesday5March2024).ThenImpossible("unknown-organisation");
}

public class ReceivingTheNotification
{
    [Fact]
    public void Is_refused_before_it_was_sent() =>
        AnIncidentReportedOnMonday4March2024().When(Notification.SinReceived, new(), Wednesday6March2024).ThenImpossible("sin-not-sent");

    [Fact]
    public void Is_refused_on_a_day_before_it_was_sent() => ASinSentOnTuesday5March2024().When(Notification.SinReceived, new(), Monday4March2024)
        .ThenImpossible("before-the-referral").Sentence.ShouldBe("It cannot have happened on 4 March 2024: the notification was sent on 5 March 2024.");

    [Fact]
    public void Is_refused_a_second_time() =>
        ASinReceivedOnWednesday6March2024().When(Notification.SinReceived, new(), Thursday7March2024).ThenImpossible("sin-already-received");

    [Fact]
    public void May_be_known_later_but_not_before_it_happened()
    {
        ASinSentOnTuesday5March2024().When(Notification.SinReceived, new(), Wednesday6March2024, knownOn: Monday18March2024).Then(new SinReceivedByPartners());
        ASinSentOnTuesday5March2024().When(Notification.SinReceived, new(), Wednesday6March2024, knownOn: Tuesday5March2024).ThenImpossible("known-before-it-happened");
        ASinSentOnTuesday5March2024().When(Notification.SinReceived, new(), Wednesday6March2024, knownOn: new(2026, 6, 2)).ThenImpossible("in-the-future");
        ASinSentOnTuesday5March2024().When(Notification.SinReceived, new(), new(2026, 6, 2), knownOn: new(2026, 6, 1)).ThenImpossible("in-the-future");
    }
}

public class FindingAnIncidentNotNotifiable
{
    static readonly Notification.FindNotNotifiable WithoutTellingThePanel = new(Org("NCC"), Guarded("No abuse."));

    [Fact]
    public void Is_irregular_after_a_notification_until_the_panel_is_told()
    {
        var given = ASinReceivedOnWednesday6March2024();
        given.When(Notification.NotNotifiable, WithoutTellingThePanel, Thursday7March2024).ThenIrregular("panel-not-told");
        given.When(Notification.NotNotifiable, WithoutTellingThePanel, Thursday7March2024, despite: "panel-not-told").ThenImpossible("reason-missing");
        given.When(Notification.NotNotifiable, WithoutTellingThePanel, Thursday7March2024, reason: "To be told.", despite: "panel-not-told")
            .ThenMarked(["panel-not-told"], new FoundNotNotifiable(Org("NCC"), default, Guarded("No abuse."), null)).Marked.ShouldBe(["panel-not-told"]);
    }

    /// <summary>Of facts of one day, those recorded later make nothing irregular that was not.</summary>
    [Fact]
    public void Is_marked_for_a_notification_of_an_earlier_day_and_not_for_one_sent_after_it()
    {
        var found = AnIncidentReportedOnMonday4March2024().When(Notification.NotNotifiable, WithoutTellingThePanel, Thursday7March2024).AfterIt();
        found.When(Notification.PanelReferral, new(), Thursday7March2024).AfterIt().Marked.ShouldBeEmpty();
        found.When(Notification.PanelReferral, new(), Tuesday5March2024).AfterIt().Marked.ShouldBe(["panel-not-told"]);
    }

    [Fact]
    public void Needs_no_word_to_the_panel_where_nothing_was_sent() =>
        AnIncidentReportedOnMonday4March2024().When(Notification.NotNotifiable, WithoutTellingThePanel, Thursday7March2024)
            .Then(new FoundNotNotifiable(Org("NCC"), default, Guarded("No abuse."), null));

    [Fact]
    public void Is_refused_where_the_panel_was_told_before_it() =>
        ASinReceivedOnWednesday6March2024().When(Notification.NotNotifiable, WithoutTellingThePanel with { PanelToldOn = Tuesday5March2024 }, Thursday7March2024).ThenImpossible("told-before-found");

    [Fact]
    public void Is_refused_once_the_report_was_sent() =>
        RapidReviewSentAndCsprDecided().When(Notification.NotNotifiable, WithoutTellingThePanel, Monday8April2024).ThenImpossible("report-already-sent");

    [Fact]
    public void Is_refused_a_second_time() => AnIncidentReportedOnMonday4March2024().When(Notification.NotNotifiable, WithoutTellingThePanel, Thursday7March2024).AfterIt()
        .When(Notification.NotNotifiable, WithoutTellingThePanel, Monday18March2024).ThenImpossible("already-not-notifiable");
}
