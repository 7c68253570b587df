using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>Work for another area's review. No statutory clock runs here.</summary>
public static class Contributions
{
    public sealed record Request(ShortText What);

    public sealed record Make(ContributionForm Form, ShortText What);

    public sealed record KnowOutcome(ContributionResult Result, ShortText? Where = null);

    public static Milestone<Request> Requested { get; } = new Milestone<Request>("contribution-request", "Record what the other area asked for")
        .Only(CaseKind.Contribution)
        .Records(a => new ContributionRequested(a.Command.What));

    public static Milestone<Make> Made { get; } = new Milestone<Make>("contribution-made", "Record what the partnership contributed")
        .Only(CaseKind.Contribution)
        .NotBefore("before-the-request", a => a.Case.ContributionRequestedOn, "the contribution was requested")
        .Records(a => new ContributionMade(a.Command.Form, a.Command.What));

    public static Milestone<KnowOutcome> OutcomeKnown { get; } = new Milestone<KnowOutcome>("contribution-outcome", "Record what became of the other area's review")
        .Only(CaseKind.Contribution)
        .AlsoOnClosedCases()
        .Records(a => new ContributionOutcomeKnown(a.Command.Result, a.Command.Where));
}
