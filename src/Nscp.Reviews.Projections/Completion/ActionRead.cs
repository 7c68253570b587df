using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Projections;

/// <summary>An action as readers ask for it: the first due date always beside the present one.</summary>
/// <param name="IsOpen">Whether it still has to be done: neither verified nor closed, and its recommendation is open.</param>
/// <param name="ClaimedOn">The claim that stands: none once it was returned or reopened.</param>
public record ActionRead(
    int Number, OrganisationCode Owner, ShortText OwnerRole, LongText? Steps, LocalDate AssignedOn, LocalDate FirstDueOn, LocalDate DueOn, int Rescheduled, ActionState State, bool IsOpen,
    LocalDate? ClaimedOn, OrganisationCode? ClaimedBy, LocalDate? VerifiedOn, OrganisationCode? VerifiedBy, LocalDate? ClosedOn, LocalDate? ImpactReviewedOn)
{
    internal static ActionRead Of(RecommendedAction action, bool recommendationIsOpen, IReadOnlyList<Entry> ofRecommendation)
    {
        var entries = ofRecommendation.Where(e => e.Fact is OfAction fact && fact.Action == action.Number).ToList();
        var assigned = entries.Select(e => e.Fact).OfType<ActionAssigned>().Last();
        var claim = action.State is ActionState.Claimed or ActionState.Verified ? entries.FindLast(e => e.Fact is ActionClaimedComplete) : null;
        var verified = action.State == ActionState.Verified ? entries.FindLast(e => e.Fact is ActionVerifiedComplete) : null;
        var transferred = entries.Select(e => e.Fact).OfType<ActionTransferred>().LastOrDefault();
        return new ActionRead(
            action.Number, action.Owner, transferred?.OwnerRole ?? assigned.OwnerRole, assigned.Steps, action.AssignedOn, action.FirstDueOn, action.DueOn,
            entries.Count(e => e.Fact is ActionRescheduled), action.State, action.IsOpen && recommendationIsOpen,
            claim?.HappenedOn, claim?.Envelope.By.Organisation, verified?.HappenedOn, verified?.Envelope.By.Organisation,
            action.State == ActionState.ClosedWithoutCompletion ? action.StateSince : null, entries.FindLast(e => e.Fact is CaseEvent.ImpactReviewed)?.HappenedOn);
    }
}
