using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using static Nscp.Reviews.Domain.Events.CaseEvent;
using static Nscp.Reviews.Domain.Tests.Milestones.Stories;

namespace Nscp.Reviews.Domain.Tests.Milestones;

public class HearingFromThePanel
{
    static readonly PanelAnswers.Respond Asks = new(PanelAnswers.Response.AsksForInformation, AnswerBy: Monday15April2024, Asked: Guarded("Who was there?"));

    [Fact]
    public void Needs_a_notification_and_for_a_judgement_the_report()
    {
        AnIncidentReportedOnMonday4March2024().When(PanelAnswers.Responded, new(PanelAnswers.Response.Agrees), Monday8April2024).ThenImpossible("no-panel-referral");
        ASinSentOnTuesday5March2024().When(PanelAnswers.Responded, new(PanelAnswers.Response.Agrees), Monday8April2024).ThenImpossible("report-not-sent");
        RapidReviewSentAndCsprDecided().When(PanelAnswers.Responded, new(PanelAnswers.Response.Disagrees), Tuesday19March2024).ThenImpossible("before-the-report");
        ASinSentOnTuesday5March2024().When(PanelAnswers.Responded, Asks, Monday8April2024).Then(new PanelAskedForInformation(1, Monday15April2024, Guarded("Who was there?")));
    }

    [Fact]
    public void Gives_a_date_with_a_question_and_only_then()
    {
        RapidReviewSentAndCsprDecided().When(PanelAnswers.Responded, Asks with { AnswerBy = null }, Monday8April2024).ThenImpossible("answer-by-missing");
        RapidReviewSentAndCsprDecided().When(PanelAnswers.Responded, new(PanelAnswers.Response.Agrees, AnswerBy: Monday15April2024), Monday8April2024).ThenImpossible("answer-by-missing");
        RapidReviewSentAndCsprDecided().When(PanelAnswers.Responded, Asks with { AnswerBy = Thursday21March2024 }, Monday8April2024).ThenImpossible("answer-by-in-the-past");
    }

    [Theory]
    [InlineData(PanelAnswers.Response.Agrees, PanelView.Agrees)]
    [InlineData(PanelAnswers.Response.Disagrees, PanelView.Disagrees)]
    [InlineData(PanelAnswers.Response.LocalReviewMoreAppropriate, PanelView.LocalReviewMoreAppropriate)]
    [InlineData(PanelAnswers.Response.NationalReview, PanelView.NationalReview)]
    public void Keeps_its_view(PanelAnswers.Response response, PanelView view) =>
        RapidReviewSentAndCsprDecided().When(PanelAnswers.Responded, new(response), Monday8April2024).Then(new PanelResponded(view, null));

    [Fact]
    public void Numbers_two_questions_of_one_day_apart() => Examples.ThePanelAsked().When(PanelAnswers.Responded, Asks with { Asked = Guarded("And when?") }, Monday8April2024)
        .Then(new PanelAskedForInformation(2, Monday15April2024, Guarded("And when?")));
}

public class AnsweringThePanel
{
    [Fact]
    public void Answers_the_oldest_open_question_or_the_one_that_is_named()
    {
        var two = Examples.ThePanelAsked().And(Monday8April2024, new PanelAskedForInformation(2, Monday15April2024, Guarded("And when?")));
        two.When(PanelAnswers.Answered, new(Short("At noon"), 2), Monday15April2024).Then(new PanelAnswered(2, Short("At noon")))
            .When(PanelAnswers.Answered, new(Short("A list")), Monday15April2024).Then(new PanelAnswered(1, Short("A list")));
        two.When(PanelAnswers.Answered, new(Short("A list")), Monday15April2024).Then(new PanelAnswered(1, Short("A list")))
            .When(PanelAnswers.Answered, new(Short("At noon")), Monday15April2024).Then(new PanelAnswered(2, Short("At noon")));
    }

    [Fact]
    public void Is_refused_without_an_open_question_or_before_it()
    {
        RapidReviewSentAndCsprDecided().When(PanelAnswers.Answered, new(Short("It")), Monday15April2024).ThenImpossible("panel-asked-nothing");
        Examples.ThePanelAsked().When(PanelAnswers.Answered, new(Short("It"), 2), Monday15April2024).ThenImpossible("no-open-question");
        Examples.ThePanelAsked().When(PanelAnswers.Answered, new(Short("It")), Thursday21March2024).ThenImpossible("before-the-question");
        Examples.ThePanelAsked().And(Monday8April2024, new PanelAnswered(1, Short("It"))).When(PanelAnswers.Answered, new(Short("More")), Monday15April2024).ThenImpossible("no-open-question");
    }
}
