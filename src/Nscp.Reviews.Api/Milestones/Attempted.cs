namespace Nscp.Reviews.Api.Milestones;

/// <summary>A command as it came in. It may not have been understood: an unknown case is told before a body that cannot be read.</summary>
/// <param name="Reference">Null when the route holds none that could be one.</param>
/// <param name="Request">Null when <paramref name="Misunderstood"/> says why.</param>
sealed record Attempted(
    Caller Caller, Milestone Milestone, CaseReference? Reference, Target Target, Understood? Request, Problem? Misunderstood,
    Expectation Expectation, RequestKey? Key, string CorrelationId)
{
    internal bool Opens => Milestone.Scope == Scope.Opening;
}

/// <summary>What became of a command.</summary>
abstract record Result
{
    Result()
    {
    }

    /// <summary>Recorded; <paramref name="To"/> is one less than <paramref name="From"/> when there was nothing new.</summary>
    /// <param name="MadeAgain">Whether it was recorded when the same key was sent before.</param>
    internal sealed record Done(Domain.Cases.CaseHistory History, Domain.Milestones.World World, long From, long To, bool MadeAgain = false) : Result;

    internal sealed record Not(Problem Problem) : Result;
}
