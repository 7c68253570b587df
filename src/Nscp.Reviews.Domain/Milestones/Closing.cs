using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>The end of a case, and its return.</summary>
public static class Closing
{
    public sealed record Close(ProtectedText? Why = null);

    public sealed record Reopen(ProtectedText Why);

    public static Milestone<Close> Closed { get; } = new Milestone<Close>("closure", "Close the case")
        .AlsoOnClosedCases()
        .NotWhen("already-closed", c => c.ClosedOn is not null, "The case is closed.", "Reopen it if something is to be added.")
        .Irregular<CaseClosed>("matters-open", (_, occasion) => OpenMatters.On(occasion.HappenedOn, occasion.History, occasion.World) is { Count: > 0 } open ? $"Something is still open: {Say.List(open)}." : null,
            "Finish it first.")
        .Records(a => new CaseClosed(a.Command.Why));

    public static Milestone<Reopen> Reopened { get; } = new Milestone<Reopen>("reopening", "Reopen a closed case")
        .AlsoOnClosedCases()
        .NotWhen("not-closed", c => c.ClosedOn is null, "The case is open.", "Record the milestone itself.")
        .NotBefore("before-the-closure", a => a.Case.ClosedOn, "the case was closed")
        .Records(a => new CaseReopened(a.Command.Why));
}
