using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>What the Independent Scrutineer advises and challenges, and the partnership's response.</summary>
public static class Scrutiny
{
    public sealed record Advise(ScrutinyStage On, ProtectedText Advice);

    public sealed record Challenge(ScrutinyStage On, ProtectedText Text);

    public sealed record Respond(ProtectedText Response, int? Challenge = null);

    public static Milestone<Advise> Advised { get; } = new Milestone<Advise>("scrutiny-advice", "Record the Independent Scrutineer's advice")
        .AlsoOnClosedCases()
        .Records(a => new ScrutinyAdviceRecorded(a.Command.On, a.Command.Advice));

    public static Milestone<Challenge> Challenged { get; } = new Milestone<Challenge>("scrutiny-challenge", "Record the Independent Scrutineer's challenge")
        .AlsoOnClosedCases()
        .Records(a => a.Numbered(n => new ScrutinyChallengeMade(n, a.Command.On, a.Command.Text)));

    public static Milestone<Respond> Responded { get; } = new Milestone<Respond>("scrutiny-response", "Record the partnership's response to a challenge")
        .AlsoOnClosedCases()
        .NotWhen("no-challenge", c => c.Challenges.IsEmpty, "The Independent Scrutineer has made no challenge.", "Record scrutiny-challenge first.")
        .Impossible("no-open-challenge", a => Answered(a) is not { AnsweredOn: null } ? "That challenge is not open." : null, "Check challenge.")
        .NotBefore("before-the-challenge", a => Answered(a)?.On, "the challenge was made")
        .Records(a => a.Command.Challenge is { } given ? new ScrutinyAnswered(given, a.Command.Response)
            : a.Standing(n => new ScrutinyAnswered(n, a.Command.Response), a.Case.Challenges.Select(c => c.Number)) ?? new ScrutinyAnswered(Answered(a)?.Number ?? 0, a.Command.Response));

    static Cases.Challenge? Answered(Attempt<Respond> a) => a.Case.Challenges.Find(c => a.Command.Challenge is { } number ? c.Number == number : c.AnsweredOn is null);
}
