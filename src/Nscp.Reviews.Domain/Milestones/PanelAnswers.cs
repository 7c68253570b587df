using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>What the Panel answers, and what it is answered. Nothing lets the Panel order a review.</summary>
public static class PanelAnswers
{
    public enum Response { Agrees, Disagrees, LocalReviewMoreAppropriate, NationalReview, AsksForInformation }

    public sealed record Respond(Response Response, ShortText? PanelReference = null, LocalDate? AnswerBy = null, ProtectedText? Asked = null);

    public sealed record Answer(ShortText Sent, int? Question = null);

    public static Milestone<Respond> Responded { get; } = new Milestone<Respond>("panel-response", "Record what the Panel answered")
        .Only(CaseKind.Incident)
        .NotWhen("no-panel-referral", c => c.SinSentOn is null, "No serious incident notification is recorded as sent, so the Panel has nothing to answer.", "Record panel-referral first.")
        .Impossible("report-not-sent", a => a.Command.Response != Response.AsksForInformation && a.Case.ReportSent is null
            ? "The report and decision are not recorded as sent, so the Panel cannot have judged them." : null, "Record report-sent first.")
        .Impossible("answer-by-missing", a => a.Command.Response == Response.AsksForInformation == a.Command.AnswerBy is not null ? null
            : "When the Panel asks for information it says by when; with other responses there is no such date.", "Give answerBy with asks-for-information only.")
        .Impossible("answer-by-in-the-past", a => a.Command.AnswerBy < a.On ? "The Panel cannot ask for an answer before it asked." : null, "Check answerBy.")
        .NotBefore("before-the-report", a => a.Command.Response == Response.AsksForInformation ? a.Case.SinSentOn : a.Case.ReportSent?.On, "it was sent what it answers")
        .RecordsMany(a => a.Command is { Response: Response.AsksForInformation, AnswerBy: { } by }
            ? [a.Numbered(n => new PanelAskedForInformation(n, by, a.Command.Asked))]
            : [new PanelResponded(View(a.Command.Response), a.Command.PanelReference)], typeof(PanelResponded), typeof(PanelAskedForInformation));

    public static Milestone<Answer> Answered { get; } = new Milestone<Answer>("panel-information-answer", "Record what was sent in answer to the Panel's question")
        .Only(CaseKind.Incident)
        .NotWhen("panel-asked-nothing", c => c.PanelQuestions.IsEmpty, "The Panel has not asked for information.", "Record panel-response with asks-for-information first.")
        .Impossible("no-open-question", a => Asked(a) is not { AnsweredOn: null } ? "That question is not open." : null, "Check question.")
        .NotBefore("before-the-question", a => Asked(a)?.AskedOn, "the Panel asked")
        .Records(a => a.Command.Question is { } given ? new PanelAnswered(given, a.Command.Sent)
            : a.Standing(n => new PanelAnswered(n, a.Command.Sent), a.Case.PanelQuestions.Select(q => q.Number)) ?? new PanelAnswered(Asked(a)?.Number ?? 0, a.Command.Sent));

    static Cases.Question? Asked(Attempt<Answer> a) =>
        a.Case.PanelQuestions.Find(q => a.Command.Question is { } number ? q.Number == number : q.AnsweredOn is null);

    static PanelView View(Response response) => response switch
    {
        Response.Agrees => PanelView.Agrees,
        Response.Disagrees => PanelView.Disagrees,
        Response.LocalReviewMoreAppropriate => PanelView.LocalReviewMoreAppropriate,
        Response.NationalReview => PanelView.NationalReview,
        // A response without its date is refused before this matters; the fact must be total all the same.
        Response.AsksForInformation => PanelView.Disagrees,
    };
}
