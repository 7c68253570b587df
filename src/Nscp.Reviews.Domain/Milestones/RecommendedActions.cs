using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>The steps of one action: assigned → progress → claimed → verified or returned → impact; and what may happen on the way.</summary>
public static class RecommendedActions
{
    public sealed record Assign(OrganisationCode Owner, ShortText OwnerRole, LocalDate DueOn, LongText? Steps = null);

    public sealed record ReportProgress(ProtectedText Note, Rag Rag);

    public sealed record Claim(ProtectedText Evidence);

    public sealed record Verify(ProtectedText? Notes = null);

    public sealed record Return(ProtectedText Why);

    public sealed record ReviewImpact(ProtectedText Difference);

    public sealed record Reschedule(LocalDate DueOn, ProtectedText Why, ShortText Approver);

    public sealed record Transfer(OrganisationCode To, ShortText OwnerRole);

    public sealed record Close(ProtectedText Why, OrganisationCode AgreedBy);

    public sealed record Reopen(ProtectedText Why);

    public static Milestone<Assign> Assigned { get; } = new Milestone<Assign>("assignment", "Assign an action to its owner, with a due date", Scope.Action)
        .Names(c => [c.Owner])
        .NotWhen("no-such-recommendation", (state, target) => state.Find(target.Recommendation) is null, "There is no such recommendation in this case.", "Take its id from the case's own answer.")
        .NotWhenRecommendation("recommendation-not-accepted", r => r.State != RecommendationState.Accepted, "Actions are assigned once the recommendation is accepted, and while it is open.", "Record acceptance first.")
        .NotWhenAction("action-not-open", a => !a.IsOpen, "The action is no longer open.", "Reopen it, or assign a further action with the next number.")
        .Impossible("due-before-assigned", a => a.Command.DueOn < a.On ? "An action cannot be due before it is assigned." : null, "Check dueOn.")
        .Impossible("already-assigned", a => a.Action is null ? null : "This action has been assigned already.", "A new date is recorded with reschedule, a new owner with transfer; a wrong one is corrected.")
        .Impossible("action-out-of-turn", a => a.Target.Action != Next(a) ? $"The next action of {a.Target.Recommendation} is number {Next(a)}." : null, "Take that number in the address.")
        .NotBefore("before-the-recommendation", a => a.Recommendation?.MadeOn, "the recommendation was made")
        .Records(a => new ActionAssigned(a.Target.Recommendation, a.Target.Action, a.Command.Owner, a.Command.OwnerRole, a.Command.Steps, a.Command.DueOn));

    public static Milestone<ReportProgress> ProgressReported { get; } = Open<ReportProgress>("progress", "Report an action's progress")
        .Records(a => new ProgressReported(a.Target.Recommendation, a.Target.Action, a.Command.Note, a.Command.Rag));

    public static Milestone<Claim> Claimed { get; } = Open<Claim>("claim", "Record that the owner claims the action complete, with the evidence")
        .NotBefore("before-the-return", a => a.Action?.StateSince, "it was returned or reopened")
        .NotWhenAction("already-claimed", a => a.State == ActionState.Claimed, "The action is claimed complete already.", "Verify it or return it.")
        .Records(a => new ActionClaimedComplete(a.Target.Recommendation, a.Target.Action, a.Command.Evidence));

    public static Milestone<Verify> Verified { get; } = Step<Verify>("verification", "Verify that an action claimed complete is so")
        .NotWhenAction("not-claimed", a => a.State != ActionState.Claimed, "Only an action that is claimed complete can be verified.", "Record claim first.")
        .Impossible("claimed-by-the-same", a => a.Action!.ClaimedBy?.Organisation == a.Recording.By.Organisation
            ? $"{Say.Organisation(a.Recording.By.Organisation, a.Recording.World)} claimed this action complete, and whoever claimed cannot verify." : null,
            "Have another partner or the assurance group verify it, and name them in by.")
        // The partnership's own actions are verified by another partner or by its assurance group, whoever it was that claimed.
        .Impossible("partnership-verifies-itself", a => OfThePartnership(a, a.Action!.Owner) && (a.Recording.By.Organisation == a.Action.Owner || a.Recording.By.Organisation == a.Recording.World.Partnership)
            ? "An action of the partnership's own is verified by another partner or the assurance group." : null, "Name who verified it in by.")
        .NotBefore("before-the-claim", a => a.Action?.StateSince, "it was claimed complete")
        .Records(a => new ActionVerifiedComplete(a.Target.Recommendation, a.Target.Action, a.Command.Notes));

    public static Milestone<Return> Returned { get; } = Step<Return>("return", "Return an action that was claimed complete, with why")
        .NotWhenAction("not-claimed", a => a.State != ActionState.Claimed, "Only an action that is claimed complete can be returned.", "Record claim first.")
        .NotBefore("before-the-claim", a => a.Action?.StateSince, "it was claimed complete")
        .Records(a => new ActionReturned(a.Target.Recommendation, a.Target.Action, a.Command.Why));

    public static Milestone<ReviewImpact> ImpactReviewed { get; } = Step<ReviewImpact>("impact", "Record what difference a verified action made")
        .AlsoOnClosedCases()
        .NotWhenAction("not-verified", a => a.State != ActionState.Verified, "The impact of an action is reviewed once it is verified complete.", "Record verification first.")
        .NotBefore("before-the-verification", a => a.Action?.StateSince, "it was verified complete")
        .Records(a => new ImpactReviewed(a.Target.Recommendation, a.Target.Action, a.Command.Difference));

    public static Milestone<Reschedule> Rescheduled { get; } = Open<Reschedule>("reschedule", "Give an action a new due date, with why and who approved it")
        .Impossible("due-before-assigned", a => a.Command.DueOn < a.Action?.AssignedOn ? "An action cannot be due before it was assigned." : null, "Check dueOn.")
        .Records(a => new ActionRescheduled(a.Target.Recommendation, a.Target.Action, a.Command.DueOn, a.Command.Why, a.Command.Approver));

    public static Milestone<Transfer> Transferred { get; } = Open<Transfer>("transfer", "Transfer an action to the owner's successor")
        .Names(c => [c.To])
        .Impossible("same-owner", a => a.Command.To == a.Action?.Owner ? $"{a.Command.To} owns this action already." : null, "Check to.")
        .Records(a => new ActionTransferred(a.Target.Recommendation, a.Target.Action, a.Command.To, a.Command.OwnerRole));

    public static Milestone<Close> Closed { get; } = Open<Close>("closure", "Close an action without completion, with why and who agreed")
        .Names(c => [c.AgreedBy])
        .Records(a => new ActionClosedWithoutCompletion(a.Target.Recommendation, a.Target.Action, a.Command.Why, a.Command.AgreedBy));

    public static Milestone<Reopen> Reopened { get; } = Step<Reopen>("reopening", "Reopen an action that was verified or closed")
        .NotWhenAction("action-open", a => a.IsOpen, "The action is open.", "Report its progress.")
        .NotBefore("before-it-ended", a => a.Action?.StateSince, "it was verified or closed")
        .Records(a => new ActionReopened(a.Target.Recommendation, a.Target.Action, a.Command.Why));

    /// <summary>A number is never used again, not even that of an action assigned in error.</summary>
    static int Next(Attempt<Assign> a) => a.History.AsRecorded.Count(e => e.Fact is ActionAssigned assigned && assigned.Recommendation == a.Target.Recommendation) + 1;

    static bool OfThePartnership<T>(Attempt<T> a, OrganisationCode owner) =>
        a.Recording.World.Organisations.Find(owner)?.Kind is OrganisationKind.Partnership or OrganisationKind.PartnershipGroup;

    static Milestone<T> Open<T>(string route, string does) where T : notnull => Step<T>(route, does)
        .NotWhenRecommendation("recommendation-not-open", r => !r.IsOpen, "The recommendation is no longer open.", "Reopen it first.")
        .NotWhenAction("action-not-open", a => !a.IsOpen, "The action is no longer open.", "Reopen it first.");

    static Milestone<T> Step<T>(string route, string does) where T : notnull => new Milestone<T>(route, does, Scope.Action)
        .NotWhen("no-such-action", (state, target) => state.Find(target.Recommendation, target.Action) is null, "There is no such action of this recommendation.", "Take its number from the case's own answer, or record assignment first.")
        .NotBefore("before-the-assignment", a => a.Action?.AssignedOn, "the action was assigned");
}
