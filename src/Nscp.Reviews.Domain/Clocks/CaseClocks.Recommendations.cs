using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Clocks;

/// <summary>
/// The actions of recommendations, and the review of what they changed. What ended stays as it ended: an action that is reopened runs
/// on a clock of its own, so that the first, met late, stays late.
/// </summary>
public static partial class CaseClocks
{
    static IEnumerable<CaseClock> Recommendations(Facts facts)
    {
        var actions = new Dictionary<string, Dictionary<int, ActionClocks>>();
        foreach (var entry in facts.Entries)
        {
            if (entry.Fact is OfAction of) Of(of).Evolve(of, entry);
            else if (Ends(entry.Fact) is var (recommendation, because)) foreach (var action in OfRecommendation(recommendation)) action.End(Moment.Of(entry), because);
            else if (entry.Fact is RecommendationReopened reopened) foreach (var action in OfRecommendation(reopened.Recommendation)) action.RunAgain(entry);
        }

        return actions.Values.SelectMany(ofOne => ofOne.Values).SelectMany(action => action.Clocks);

        ActionClocks Of(OfAction fact)
        {
            if (!actions.TryGetValue(fact.Recommendation, out var ofOne)) actions[fact.Recommendation] = ofOne = [];
            return ofOne.TryGetValue(fact.Action, out var known) ? known : ofOne[fact.Action] = new ActionClocks(facts, $"{fact.Recommendation}/{fact.Action}");
        }

        IEnumerable<ActionClocks> OfRecommendation(string id) => actions.TryGetValue(id, out var ofOne) ? ofOne.Values : [];
    }

    static (string Recommendation, string Because)? Ends(CaseEvent fact) => fact switch
    {
        RecommendationRejected e => (e.Recommendation, "the recommendation was rejected"),
        RecommendationSuperseded e => (e.Recommendation, $"the recommendation was superseded by {e.SupersededBy}"),
        RecommendationClosed e => (e.Recommendation, "the recommendation was closed without completion"),
        _ => null,
    };

    sealed class ActionClocks(Facts facts, string name)
    {
        readonly List<CaseClock> clocks = [];
        OrganisationCode? owner;
        LocalDate? dueOn;
        int action = -1, impact = -1;
        bool isVerified, isClosed;

        public IEnumerable<CaseClock> Clocks => clocks;

        public void Evolve(OfAction fact, Entry entry)
        {
            var at = Moment.Of(entry);
            switch (fact)
            {
                case ActionAssigned e: Assign(e, entry); break;
                case ActionRescheduled e: Move(e.DueOn); break;
                case ActionTransferred e: Own(e.To); break;
                case ActionVerifiedComplete: Verify(entry); break;
                case ActionClosedWithoutCompletion: (isClosed, isVerified) = (true, false); End(at, "the action was closed without completion"); break;
                case ActionReopened: Reopen(entry); break;
                case ImpactReviewed: Change(impact, clock => clock.MetOn is null ? clock.Met(at) : clock); break;
                case ProgressReported or ActionClaimedComplete or ActionReturned: break;
                default: throw new System.Diagnostics.UnreachableException($"The clocks do not know {fact.GetType().Name}.");
            }
        }

        public void End(Moment at, string because) => Change(action, clock => clock.CancelledOn is null ? clock.Cancelled(at, because) : clock);

        public void RunAgain(Entry entry)
        {
            if (isVerified || isClosed || dueOn is null || (action >= 0 && clocks[action] is { MetOn: null, CancelledOn: null })) return;
            action = Add(facts.Start(ClockIds.Action, entry.HappenedOn, entry, given: dueOn), owner);
        }

        void Assign(ActionAssigned e, Entry entry)
        {
            if (dueOn is null) action = Add(facts.Start(ClockIds.Action, entry.HappenedOn, entry, given: e.DueOn), e.Owner);
            Move(e.DueOn);
            Own(e.Owner);
        }

        void Move(LocalDate day)
        {
            dueOn = day;
            Change(action, clock => clock with { Given = day });
        }

        void Own(OrganisationCode to)
        {
            owner = to;
            Change(action, clock => clock with { Owner = to });
        }

        void Verify(Entry entry)
        {
            (isVerified, isClosed) = (true, false);
            Change(action, clock => clock.CancelledOn is null ? clock.Met(Moment.Of(entry)) : clock);
            impact = Add(facts.Start(ClockIds.ImpactReview, entry.HappenedOn, entry), facts.World.Partnership);
        }

        void Reopen(Entry entry)
        {
            (isVerified, isClosed) = (false, false);
            Change(impact, clock => clock.Cancelled(Moment.Of(entry), "the action was reopened"));
            RunAgain(entry);
        }

        int Add(CaseClock? clock, OrganisationCode? owner)
        {
            if (clock is null) return -1;
            clocks.Add(clock with { BelongsTo = name, Owner = owner });
            return clocks.Count - 1;
        }

        void Change(int index, Func<CaseClock, CaseClock> change)
        {
            if (index >= 0) clocks[index] = change(clocks[index]);
        }
    }
}
