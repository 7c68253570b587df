using System.Text.Json;
using Nscp.Reviews.Domain.Json;
using static Nscp.Reviews.Projections.Tests.Story;

namespace Nscp.Reviews.Projections.Tests.KeyFigures;

public sealed class CountingTheYearsKeyFacts
{
    static readonly KeyFactsPeriod Year = KeyFactsPeriod.OfYear("2019-20")!;

    [Fact]
    public void Has_the_shape_in_which_they_are_printed() =>
        JsonSerializer.Serialize(Count(Stories.Rn19()), DomainJson.Stored).ShouldBe(
            """{"year":"2019-20","asAt":"2020-03-31","notifications":1,"rapidReviews":{"total":1,"byOutcome":{"noFurtherReview":0,"csprCommissioned":1,"csprRecommended":0,"otherLocalLearning":0}}"""
            + ""","panel":{"agreed":1,"disagreed":0,"awaited":0},"recommendations":{"made":1,"completed":0,"inProgress":1}"""
            + ""","csprs":{"commissioned":1,"completed":1,"published":0,"awaiting":[{"reference":"RN19","hold":"inquest"}]},"carriedOver":[]}""");

    [Fact]
    public void Counts_a_rapid_review_in_the_year_in_which_its_report_was_sent()
    {
        var story = Stories.Incident("20-1", "2020-03-12").RapidReview("2020-03-16", "2020-03-30", "2020-04-01", Outcome.NoFurtherReview);
        var facts = Count(story);
        facts.Notifications.ShouldBe(1);
        facts.RapidReviews.Total.ShouldBe(0);
        KeyFacts.Count([story.History], KeyFactsPeriod.OfYear("2020-21")!, Day("2021-03-31")).RapidReviews.Total.ShouldBe(1);
    }

    [Theory]
    [InlineData("2019-03-31", 0), InlineData("2019-04-01", 1), InlineData("2020-03-31", 1), InlineData("2020-04-01", 0)]
    public void Counts_from_1_April_to_31_March(string sentOn, int counted)
    {
        var story = Stories.Incident("19-1", "2019-03-01").RapidReview("2019-03-05", "2019-03-19", sentOn, Outcome.NoFurtherReview);
        Count(story).RapidReviews.Total.ShouldBe(counted);
    }

    [Fact]
    public void Counts_by_the_date_as_now_understood()
    {
        var story = Stories.Incident("20-1", "2020-03-12").RapidReview("2020-03-16", "2020-03-30", "2020-04-01", Outcome.NoFurtherReview);
        story.Correct<RapidReviewReportSent>("2020-06-01", "happenedOn", "\"2020-04-01\"", "\"2020-03-31\"");
        Count(story).RapidReviews.Total.ShouldBe(1);
    }

    [Fact]
    public void Calls_a_CSPR_recommended_until_it_is_commissioned()
    {
        var story = Stories.Incident("20-2", "2020-02-03").RapidReview("2020-02-05", "2020-02-19", "2020-02-21", Outcome.Cspr).On("2020-04-01", new CsprCommissioned(1, Ref("RN20"), null));
        Count(story).RapidReviews.ByOutcome.ShouldBe(new OutcomeFigures(0, 0, 1, 0));
        Count(story).Csprs.Commissioned.ShouldBe(0);
        KeyFacts.Count([story.History], Year, Day("2020-04-01")).RapidReviews.ByOutcome.ShouldBe(new OutcomeFigures(0, 1, 0, 0));
    }

    [Fact]
    public void Is_not_changed_by_a_verification_dated_after_31_March()
    {
        var story = Claimed();
        Count(story).Recommendations.ShouldBe(new RecommendationFigures(1, 0, 1));
        Count(story.Tell("2020-04-01", new ActionVerifiedComplete("R1", 1, null), by: "NSCP-SAIG")).Recommendations.ShouldBe(new RecommendationFigures(1, 0, 1));
    }

    [Fact]
    public void Counts_a_verification_of_31_March_that_was_recorded_later()
    {
        var story = Claimed().Tell("2020-03-31", new ActionVerifiedComplete("R1", 1, null), by: "NSCP-SAIG", recorded: "2020-05-04");
        Count(story).Recommendations.ShouldBe(new RecommendationFigures(1, 1, 0));
    }

    [Fact]
    public void Leaves_out_recommendations_that_do_not_come_from_a_rapid_review()
    {
        var story = Claimed().On("2020-03-02", Stories.Recommends("R2", "From elsewhere", RecommendationSource.OtherLearning));
        Count(story).Recommendations.Made.ShouldBe(1);
    }

    [Fact]
    public void Counts_a_recommendation_recorded_in_error_nowhere() =>
        Count(Claimed().On("2020-03-02", Stories.Recommends("R2", "Twice")).Strike<RecommendationMade>("2020-03-03")).Recommendations.Made.ShouldBe(1);

    [Fact]
    public void Tells_what_the_Panel_agreed_disagreed_and_has_not_answered()
    {
        var agreed = Reviewed("19-5").On("2019-07-01", new PanelResponded(PanelView.Agrees, null));
        var other = Reviewed("19-6").On("2019-07-01", new PanelResponded(PanelView.LocalReviewMoreAppropriate, null));
        var answeredLate = Reviewed("19-7").On("2020-04-01", new PanelResponded(PanelView.Agrees, null));
        Count(agreed, other, answeredLate).Panel.ShouldBe(new PanelFigures(1, 1, 1));
    }

    [Fact]
    public void Lists_a_finished_CSPR_as_awaiting_publication_only_while_a_hold_is_open()
    {
        Count(Stories.Rn19()).Csprs.Awaiting.ShouldBe([new AwaitingPublication("RN19", "inquest")]);
        Count(Stories.Rn19().On("2020-03-31", new HoldLifted(1))).Csprs.Awaiting.ShouldBeEmpty();
        Count(Stories.Rn19().On("2020-04-01", new HoldLifted(1))).Csprs.Awaiting.Count.ShouldBe(1);
    }

    [Fact]
    public void Shows_what_is_open_and_completed_of_a_serious_case_review_that_was_carried_over()
    {
        var story = new Story().On("2019-04-01", new SeriousCaseReviewCarriedOver(Ref("QN17"), new("A serious case review"), null, null))
            .On("2019-04-01", Carried("R1"), new RecommendationAccepted("R1"), Stories.Assigned("R1", 1, "NCC", "2019-12-31"), Carried("R2"))
            .Tell("2019-10-01", new ActionClaimedComplete("R1", 1, Secret("Done")), by: "NCC").Tell("2019-11-01", new ActionVerifiedComplete("R1", 1, null), by: "NSCP-SAIG");
        Count(story).CarriedOver.ShouldBe([new CarriedOverFigures("QN17", 1, 1)]);
        KeyFacts.Count([story.History], Year, Day("2019-10-31")).CarriedOver.ShouldBe([new CarriedOverFigures("QN17", 2, 0)]);
    }

    [Theory]
    [InlineData("2019-03-29", 0), InlineData("2019-04-01", 1)]
    public void Shows_it_until_the_year_in_which_it_was_closed(string closedOn, int shown)
    {
        var story = new Story().On("2019-03-01", new SeriousCaseReviewCarriedOver(Ref("QN17"), new("A serious case review"), null, null)).On(closedOn, new CaseClosed(null));
        Count(story).CarriedOver.Count.ShouldBe(shown);
    }

    [Theory]
    [InlineData("2019-20", true), InlineData("1999-00", true), InlineData("2019-21", false), InlineData("2019/20", false), InlineData("19-20", false), InlineData(null, false)]
    public void Understands_a_year_from_April_to_March(string? text, bool isYear) => (KeyFactsPeriod.OfYear(text) is not null).ShouldBe(isYear);

    [Fact]
    public void Begins_a_year_on_1_April()
    {
        KeyFactsPeriod.YearOf(Day("2020-03-31")).ShouldBe("2019-20");
        KeyFactsPeriod.YearOf(Day("2020-04-01")).ShouldBe("2020-21");
    }

    static RecommendationMade Carried(string id) => new(id, new($"Wording of {id}"), RecommendationSource.CarriedOver, new("Theme"), Org("NCC"), Ref("QN17"));

    static Story Reviewed(string reference) => Stories.Incident(reference, "2019-06-03").RapidReview("2019-06-05", "2019-06-19", "2019-06-21", Outcome.NoFurtherReview);

    static Story Claimed() => Reviewed("19-4")
        .On("2019-07-01", Stories.Recommends("R1", "Do it"), new RecommendationAccepted("R1"), Stories.Assigned("R1", 1, "NCC-PH", "2019-12-31"))
        .Tell("2020-03-02", new ActionClaimedComplete("R1", 1, Secret("Done")), by: "NCC-PH");

    static KeyFacts Count(params Story[] stories) => KeyFacts.Count(stories.Select(s => s.History), Year, Year.To);
}
