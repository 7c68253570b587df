using NodaTime;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.Domain.Words;
using static Nscp.Reviews.Domain.Tests.Milestones.Stories;

namespace Nscp.Reviews.Domain.Tests.Milestones;

public class ReportingAnIncident
{
    static readonly Opening.ReportIncident Report = new(Reference, WhatHappened.SeriousHarm, Incident().Children, Monday4March2024);

    static Attempted Opened(Opening.ReportIncident report) => Given.NoCase.When(Opening.Incident, report, Tuesday5March2024);

    [Fact]
    public void Opens_the_case() => Opened(Report).AfterIt().State.Reference.ShouldBe(Reference);

    [Fact]
    public void Takes_an_instant_of_awareness_as_its_London_day() =>
        Opened(Report with { AwareOn = null, AwareAt = Instant.FromUtc(2024, 3, 4, 9, 30) }).AfterIt().State.Incident!.Aware.ShouldBe(Monday4March2024);

    [Fact]
    public void Asks_for_one_date_of_awareness()
    {
        Opened(Report with { AwareOn = null }).ThenImpossible("awareness-missing");
        Opened(Report with { AwareAt = Instant.FromUtc(2024, 3, 4, 9, 30) }).ThenImpossible("awareness-missing");
    }

    [Fact]
    public void Is_refused_where_the_future_was_known()
    {
        Opened(Report with { AwareOn = new(2026, 6, 2) }).ThenImpossible("aware-in-the-future");
        Opened(Report with { AwareOn = null, AwareAt = Given.Monday1June2026At9.Plus(Duration.FromMinutes(1)) }).ThenImpossible("aware-in-the-future");
        Opened(Report with { SuspectedOn = new(2026, 6, 2) }).ThenImpossible("aware-in-the-future");
    }

    [Fact]
    public void Is_refused_where_the_incident_came_after_awareness() =>
        Opened(Report with { Incident = new(On: Tuesday5March2024) }).ThenImpossible("incident-after-awareness");

    [Fact]
    public void Takes_a_day_or_two_days_in_order_or_none()
    {
        Opened(Report with { Incident = new() }).ThenImpossible("incident-date-unclear");
        Opened(Report with { Incident = new(From: new(2024, 3, 3), To: new(2024, 3, 1)) }).ThenImpossible("incident-date-unclear");
        Opened(Report with { Incident = new(On: new(2024, 3, 1), To: new(2024, 3, 2)) }).ThenImpossible("incident-date-unclear");
        Opened(Report with { Incident = new(From: new(2024, 3, 1), To: new(2024, 3, 3)) }).AfterIt().State.Exists.ShouldBeTrue();
    }

    [Fact]
    public void Is_refused_before_anyone_was_aware() => Given.NoCase.When(Opening.Incident, Report with { AwareOn = Tuesday5March2024 }, Monday4March2024).ThenImpossible("reported-before-awareness");

    [Fact]
    public void Names_a_district_of_the_partnership() => Opened(Report with { District = District.Parse("atlantis") }).ThenImpossible("unknown-district");

    [Fact]
    public void Names_each_child_by_a_label_of_its_own()
    {
        Opened(Report with { Children = [] }).ThenImpossible("no-children");
        Opened(Report with { Children = [Report.Children[0], Report.Children[0]] }).ThenImpossible("child-label-twice");
    }

    [Fact]
    public void Is_refused_under_a_reference_that_is_used() =>
        AnIncidentReportedOnMonday4March2024().When(Opening.Incident, Report with { Place = Short("Sutton") }, new(2024, 3, 1)).ThenImpossible("reference-used");

    [Fact]
    public void Asks_for_no_rapid_review_of_a_looked_after_childs_death_until_abuse_is_suspected()
    {
        var special = ADeathOfALookedAfterChildWithoutSuspicion();
        special.State.IsSpecialNotification.ShouldBeTrue();
        var harmed = Incident() with { SuspectedOn = null, Children = [Incident().Children[0] with { LookedAfterBy = Org("NCC") }] };
        Given.NoCase.And(Monday4March2024, harmed).State.IsSpecialNotification.ShouldBeFalse();
        special.When(RapidReview.Held, new(Attended("NCC")), Monday18March2024).ThenImpossible("no-rapid-review-asked");
        special.When(Correcting.Corrected, Examples.Wrong(special.IdOf<CaseEvent.IncidentReported>(), "suspectedOn", "\"2024-03-06\""), Thursday7March2024, reason: "The post-mortem.")
            .AfterIt().When(RapidReview.Held, new(Attended("NCC")), Monday18March2024).Then(new CaseEvent.RapidReviewHeld(Attended("NCC")));
    }
}

public class OpeningAnotherKindOfCase
{
    [Fact]
    public void Names_an_area_that_the_register_knows() =>
        Given.NoCase.When(Opening.Contribution, new(CaseReference.Parse("X1"), Org("ELSEWHERE")), Monday4March2024).ThenImpossible("unknown-organisation");

    [Fact]
    public void Cannot_carry_over_what_is_published_in_the_future() =>
        Given.NoCase.When(Opening.CarriedOver, new(CaseReference.Parse("QN17"), Short("QN17"), new(2026, 6, 2)), Monday4March2024).ThenImpossible("published-in-the-future");

    /// <summary>Its recommendations are older than its opening here.</summary>
    [Fact]
    public void Lets_what_is_carried_over_be_older_than_the_case() =>
        ASeriousCaseReviewCarriedOver().When(Recommendations.Made, new([TestRecommendations.One with { Source = RecommendationSource.CarriedOver }]), new(2018, 1, 8))
            .AfterIt().State.Recommendations.ShouldHaveSingleItem().MadeOn.ShouldBe(new(2018, 1, 8));

    [Fact]
    public void Is_otherwise_where_the_case_begins()
    {
        foreach (var given in new[] { LocalLearningOpenedOnMonday4March2024(), AContributionCase() })
            given.When(Learning.Shared, new(LearningChannel.Briefing, Long("Look.")), new(2024, 3, 1)).ThenImpossible("before-the-case-began");
    }

    /// <summary>What was carried over is published here, not where it was made.</summary>
    [Fact]
    public void Lets_what_is_carried_over_be_published_from_its_opening() => ASeriousCaseReviewCarriedOver()
        .When(Publication.Published, new(PublicationForm.FullReport, Short("https://nscp.example/qn17")), new(2024, 3, 1)).ThenImpossible("before-the-decision");

    [Fact]
    public void Makes_it_a_case_of_that_kind()
    {
        LocalLearningOpenedOnMonday4March2024().State.Kind.ShouldBe(CaseKind.LocalLearning);
        Publication.Published.WhyNotNow(LocalLearningOpenedOnMonday4March2024().State, default)!.Code.ShouldBe("not-for-this-kind-of-case");
        Contributions.Made.WhyNotNow(LocalLearningOpenedOnMonday4March2024().State, default)!.Code.ShouldBe("not-for-this-kind-of-case");
    }
}
