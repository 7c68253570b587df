using NodaTime;
using NodaTime.Text;
using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.Projections;
using Case = Nscp.Reviews.Domain.Cases.Case;

namespace Nscp.Reviews.Api.Tests.Samples;

/// <summary>The samples against the partnership's Annual Report 2019/20 and newsletter of September 2024.</summary>
public sealed class PlayingTheSamples
{
    static readonly World World = World.Shipped(OrganisationCode.Parse("NSCP"));
    static readonly LocalDate YearBegins = new(2019, 4, 1), YearEnds = new(2020, 3, 31);
    static readonly string[] DatesThatDocumentsGive = ["2019-04-01", "2019-07-22", "2020-05-26", "2020-06-12"];

    // The annual report's list of what was in progress, in its order.
    static readonly string[] ActionsInProgress =
    [
        "Commission placements for children who are intent on serious self-harm.", "Promote contextual safeguarding in the police.",
        "Extend the police’s sharing of information with schools.", "Promote the bruising-in-babies pathway.", "Standardise GP safeguarding meetings.",
        "Promote CP-IS.", "Audit the keeping of records and the sharing of minutes.", "Consult the Youth Justice Service.",
        "Hold multi-agency disruption meetings after serious violent crime.",
    ];

    static readonly PlayedInProcess Year = PlayedInProcess.Of(SampleScript.Year2019To20);
    static readonly PlayedInProcess Later = PlayedInProcess.Of(SampleScript.Year2024To25);

    [Fact]
    public void Records_every_step_once_and_passes_over_its_repeat()
    {
        Year.Complaints.ShouldBeEmpty();
        Later.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public void Gives_seven_rapid_reviews_of_the_year_by_what_was_decided()
    {
        var reviews = RapidReviews().ToList();
        reviews.Count.ShouldBe(7);
        reviews.Count(c => c.StandingDecision!.Outcome == Outcome.NoFurtherReview).ShouldBe(5);
        reviews.Single(c => c is { StandingDecision.Outcome: Outcome.Cspr, Cspr: not null }).CsprReference?.Value.ShouldBe("RN19");
        reviews.Count(c => c is { StandingDecision.Outcome: Outcome.Cspr, Cspr: null }).ShouldBe(1);
        reviews.ShouldAllBe(c => c.PanelResponses.Count == 1 && c.PanelResponses[0].View == PanelView.Agrees);
    }

    [Fact]
    public void Gives_six_of_thirteen_recommendations_completed_and_the_nine_actions_in_progress()
    {
        var recommendations = FromRapidReviews(YearEnds).ToList();
        recommendations.Count.ShouldBe(13);
        recommendations.Count(r => r.IsCompleted).ShouldBe(6);
        recommendations.ShouldAllBe(r => r.IsOpen && r.MadeOn >= YearBegins);
        StepsInProgress().ShouldBe(ActionsInProgress, ignoreOrder: true);
    }

    [Fact]
    public void Completes_a_recommendation_after_the_year_without_changing_the_year() =>
        FromRapidReviews(new LocalDate(2020, 12, 31)).Count(r => r.IsCompleted).ShouldBe(7);

    [Fact]
    public void Leaves_RN19_accepted_and_waiting_for_the_inquest()
    {
        var rn19 = Year.Cases["19-3"].AsAt(YearEnds);
        rn19.ReportAcceptedOn.ShouldNotBeNull();
        rn19.FirstPublishedOn.ShouldBeNull();
        rn19.OpenHolds.Single().Kind.ShouldBe(HoldKind.Inquest);
        rn19.Recommendations.Where(r => r.Source == RecommendationSource.Cspr).Select(r => (r.AskedOf.ToString(), r.Actions.Count))
            .ShouldBe([("NN-CCG", 3), ("NCC-ELS", 4), ("NSCP", 3)]);
    }

    [Fact]
    public void Carries_QN17_over_with_some_recommendations_completed_and_some_open()
    {
        var qn17 = Year.Cases["QN17"].AsAt(YearEnds).Recommendations;
        qn17.Count(r => r.IsCompleted).ShouldBe(2);
        qn17.Count(r => !r.IsCompleted && r.IsOpen).ShouldBe(1);
    }

    [Fact]
    public void Leaves_no_mark_on_any_case() =>
        Year.Cases.Values.Concat(Later.Cases.Values).SelectMany(history => Marks.Standing(history, World)).ShouldBeEmpty();

    [Fact]
    public void Clears_the_mark_of_the_report_sent_before_its_last_agreement_was_recorded()
    {
        var history = Year.Cases["19-6"];
        history.AsRecorded.Single(e => e.Envelope.Despite.Count > 0).Fact.ShouldBeOfType<CaseEvent.RapidReviewReportSent>();
        Marks.Standing(history, World).ShouldBeEmpty();
        var agreement = history.AsRecorded.Single(e => e.Fact is CaseEvent.RapidReviewReportAgreed { Partner: var partner } && partner.ToString() == "NN-CCG");
        var before = CaseHistory.Of([.. history.AsRecorded.TakeWhile(e => e != agreement)]);
        Marks.Standing(before, World).Single().Code.ShouldBe("agreement-missing");
    }

    [Fact]
    public void Tells_how_every_decision_came_about_the_same_then_as_now_where_nothing_was_corrected()
    {
        var decided = Year.Cases.Values.Concat(Later.Cases.Values).SelectMany(history => history.State.Decisions.Select(decision => (history, decision.Number))).ToList();
        decided.Count.ShouldBeGreaterThan(6);
        foreach (var (history, number) in decided)
        {
            var told = DecisionHistory.Of(history, number, World, YearEnds, World.Organisations, showProtected: true).ShouldNotBeNull();
            told.Meeting.AsNowUnderstood!.Quorate.ShouldBeTrue(told.Reference);
            told.Told.AsNowUnderstood!.Partners.ShouldAllBe(p => p.Says == PartnerSays.Agreed, told.Reference);
            if (!history.AsRecorded.Any(e => e.Fact is CaseEvent.RecordedWrongly or CaseEvent.RecordedInError)) (told.Told.Differ, told.LaterCorrections.Count).ShouldBe((false, 0), told.Reference);
        }
    }

    [Fact]
    public void Tells_24_2_with_its_learning_and_hides_where_language_matters_came_from()
    {
        var told = Later.Cases["24-2"];
        told.State.StandingDecision!.Outcome.ShouldBe(Outcome.NoFurtherReview);
        told.AsRecorded.ShouldContain(e => e.Fact is CaseEvent.LearningSummarised);
        var language = Later.Cases.Where(c => c.Key != "24-2").SelectMany(c => c.Value.AsRecorded).Select(e => e.Fact).OfType<CaseEvent.LearningShared>().ToList();
        language.ShouldNotBeEmpty();
        language.ShouldAllBe(shared => shared.HidesCase);
    }

    [Fact]
    public void Names_as_illustrative_every_date_that_no_document_gives()
    {
        var silent =
            from step in SampleScript.Year2019To20.Steps.Concat(SampleScript.Year2024To25.Steps)
            from text in step.Texts()
            where IsDate(text.Text) && !DatesThatDocumentsGive.Contains(text.Text) && !(step.Illustrative ?? []).Contains(text.Field)
            select $"{step.Name}: {text.Field} {text.Text}";
        silent.ShouldBeEmpty();
    }

    [Fact]
    public void Names_as_illustrative_only_fields_that_are_there()
    {
        var absent =
            from step in SampleScript.Year2019To20.Steps.Concat(SampleScript.Year2024To25.Steps)
            from field in step.Illustrative ?? []
            where field.Split('.')[0] is var first && !step.Body.ContainsKey(first)
            select $"{step.Name}: {field}";
        absent.ShouldBeEmpty();
    }

    static bool IsDate(string text) => LocalDatePattern.Iso.Parse(text).Success || InstantPattern.ExtendedIso.Parse(text).Success;

    static IEnumerable<Case> RapidReviews() =>
        Year.Cases.Values.Select(h => h.AsAt(YearEnds)).Where(c => c.ReportSent?.On is { } sent && sent >= YearBegins && sent <= YearEnds);

    static IEnumerable<Recommendation> FromRapidReviews(LocalDate asAt) => OfCases(asAt).Select(r => r.Recommendation);

    static IEnumerable<(CaseHistory History, Recommendation Recommendation)> OfCases(LocalDate asAt) =>
        from history in Year.Cases.Values
        from recommendation in history.AsAt(asAt).Recommendations
        where recommendation.Source == RecommendationSource.RapidReview
        select (history, recommendation);

    /// <summary>What the actions in progress are, as they were assigned.</summary>
    static IEnumerable<string> StepsInProgress() =>
        from made in OfCases(YearEnds)
        where !made.Recommendation.IsCompleted
        from assigned in made.History.Corrected.Select(e => e.Fact).OfType<CaseEvent.ActionAssigned>()
        where assigned.Recommendation == made.Recommendation.Id
        select assigned.Steps!.Value.Value;
}
