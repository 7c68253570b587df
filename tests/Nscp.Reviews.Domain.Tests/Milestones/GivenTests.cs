using Nscp.Reviews.Domain.Milestones;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Milestones.Stories;

namespace Nscp.Reviews.Domain.Tests.Milestones;

/// <summary>The helper itself: a check that cannot fail is worth nothing.</summary>
public class TellingACaseInATest
{
    static readonly SinReceivedByPartners Received = new();

    static Attempted ReceivedOnWednesday => ASinSentOnTuesday5March2024().When(Notification.SinReceived, new(), Wednesday6March2024);

    static Attempted ReceivedTooEarly => ASinSentOnTuesday5March2024().When(Notification.SinReceived, new(), Monday4March2024);

    static Attempted SentWithoutDecision => AReportAgreedByAllThree().When(RapidReview.ReportSent, new(1), Thursday21March2024);

    [Fact]
    public void Passes_on_exactly_what_was_recorded() => ReceivedOnWednesday.Then(Received).State.SinReceivedOn.ShouldBe(Wednesday6March2024);

    [Fact]
    public void Fails_on_another_fact() => Fails(() => ReceivedOnWednesday.Then(new HoldLifted(1)));

    [Fact]
    public void Fails_on_one_fact_too_many() => Fails(() => ReceivedOnWednesday.Then(Received, Received));

    [Fact]
    public void Fails_when_no_fact_is_named() => Fails(() => ReceivedOnWednesday.Then());

    [Fact]
    public void Fails_on_facts_in_another_order() =>
        Fails(() => RapidReviewSentAndNoFurtherReview().When(Recommendations.Made, TestRecommendations.AcceptedWithAnAction, Monday8April2024)
            .Then([.. TestRecommendations.Facts("R1").Reverse()]));

    [Fact]
    public void Fails_when_something_is_recorded_that_should_be_nothing_new() => Fails(() => ReceivedOnWednesday.ThenNothingNew());

    [Fact]
    public void Fails_when_it_is_not_refused() => Fails(() => ReceivedOnWednesday.ThenImpossible("before-the-referral"));

    [Fact]
    public void Fails_when_it_is_refused() => Fails(() => ReceivedTooEarly.Then(Received));

    [Fact]
    public void Fails_on_another_code() => Fails(() => ReceivedTooEarly.ThenImpossible("in-the-future"));

    [Fact]
    public void Fails_when_the_impossible_is_taken_for_irregular() => Fails(() => ReceivedTooEarly.ThenIrregular("before-the-referral"));

    [Fact]
    public void Fails_when_the_irregular_is_taken_for_impossible() => Fails(() => SentWithoutDecision.ThenImpossible("no-decision"));

    [Fact]
    public void Fails_on_an_irregularity_too_many() => Fails(() => SentWithoutDecision.ThenIrregular("no-decision", "agreement-missing"));

    [Fact]
    public void Fails_when_a_mark_is_not_expected() => Fails(() =>
        AReportAgreedByAllThree().When(RapidReview.ReportSent, new(1), Thursday21March2024, reason: "Late.", despite: "no-decision").Then(new RapidReviewReportSent(1)));

    static void Fails(Action check) => Should.Throw<ShouldAssertException>(check);
}
