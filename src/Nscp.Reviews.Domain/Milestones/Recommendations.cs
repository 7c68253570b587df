using System.Text.RegularExpressions;
using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>Making recommendations, and what becomes of one as a whole. Its actions have steps of their own: <see cref="RecommendedActions"/>.</summary>
public static partial class Recommendations
{
    public sealed record Make(ListOf<NewRecommendation> Recommendations);

    /// <param name="Accepted">Whether the agency asked accepted it on the same day. Actions come with acceptance.</param>
    public sealed record NewRecommendation(
        LongText Wording, RecommendationSource Source, ShortText Theme, OrganisationCode AskedOf, bool Accepted = false, ListOf<NewAction> Actions = default, CaseReference? CarriedOverFrom = null);

    public sealed record NewAction(OrganisationCode Owner, ShortText OwnerRole, LocalDate DueOn, LongText? Steps = null);

    public sealed record Accept;

    public sealed record Reject(ProtectedText Why);

    public sealed record Supersede(string SupersededBy, CaseReference? InCase = null);

    public sealed record Close(ProtectedText Why, OrganisationCode AgreedBy);

    public sealed record Reopen(ProtectedText Why);

    const string NotOpen = "recommendation-not-open";

    public static Milestone<Make> Made { get; } = new Milestone<Make>("recommendations", "Make one or several recommendations, with their actions if they are accepted at once")
        .Names(c => c.Recommendations.SelectMany(r => r.Actions.Select(x => x.Owner).Append(r.AskedOf)))
        .Impossible("no-recommendations", a => a.Command.Recommendations.Count == 0 ? "There is no recommendation in this request." : null, "Give at least one in recommendations.")
        .Impossible("recommendation-not-accepted", a => a.Command.Recommendations.Any(r => !r.Accepted && r.Actions.Count > 0)
            ? "Actions are assigned once the recommendation is accepted." : null, "Send accepted: true with it, or assign the actions after its acceptance.")
        .Impossible("due-before-assigned", a => a.Command.Recommendations.SelectMany(r => r.Actions).Any(x => x.DueOn < a.On)
            ? "An action cannot be due before it is assigned." : null, "Check dueOn.")
        .Impossible("not-carried-over", a => a.Command.Recommendations.Any(r => r.CarriedOverFrom is not null && r.Source != RecommendationSource.CarriedOver)
            ? "Only a recommendation that is carried over comes from an earlier review." : null, "Give carriedOverFrom with the source carried-over only.")
        .NotBefore("before-the-decision", a => a.Command.Recommendations.Any(r => r.Source == RecommendationSource.Cspr) ? a.Case.StandingDecision?.On : null, "the CSPR was decided")
        .Irregular<RecommendationMade>(IdentifyingText.Code, (fact, o) => IdentifyingText.Sentence(o, ("wording", fact.Wording.Value), ("theme", fact.Theme.Value)), IdentifyingText.ToDo)
        .RecordsMany(a => New(a), typeof(RecommendationMade), typeof(RecommendationAccepted), typeof(ActionAssigned));

    public static Milestone<Accept> Accepted { get; } = Step<Accept>("acceptance", "Record that the agency asked accepted the recommendation")
        .NotWhenRecommendation(NotOpen, r => !r.IsOpen, "The recommendation is no longer open.", "Reopen it first.")
        .NotWhenRecommendation("already-accepted", r => r.State == RecommendationState.Accepted, "The recommendation has been accepted already.", "If the date is wrong, correct that event.")
        .Records(a => new RecommendationAccepted(a.Target.Recommendation));

    public static Milestone<Reject> Rejected { get; } = Step<Reject>("rejection", "Record that the agency asked rejected the recommendation, and why")
        .NotWhenRecommendation(NotOpen, r => !r.IsOpen, "The recommendation is no longer open.", "Reopen it first.")
        .NotWhenRecommendation("already-completed", r => r.IsCompleted, "The recommendation is completed.", "Nothing is left to reject.")
        .Records(a => new RecommendationRejected(a.Target.Recommendation, a.Command.Why));

    public static Milestone<Supersede> Superseded { get; } = Step<Supersede>("supersession", "Record that another recommendation takes its place")
        .NotWhenRecommendation(NotOpen, r => !r.IsOpen, "The recommendation is no longer open.", "Reopen it first.")
        .NotWhenRecommendation("already-completed", r => r.IsCompleted, "The recommendation is completed.", "Nothing is left to supersede.")
        .Impossible("unknown-recommendation", a => !Id().IsMatch(a.Command.SupersededBy) || (a.Command.InCase is null && (a.Case.Find(a.Command.SupersededBy) is not { } by || by.Id == a.Target.Recommendation))
            ? "There is no such other recommendation in this case." : null, "Check supersededBy, such as R2; for a recommendation of another case give inCase too.")
        .Records(a => new RecommendationSuperseded(a.Target.Recommendation, a.Command.SupersededBy.ToUpperInvariant(), a.Command.InCase));

    public static Milestone<Close> Closed { get; } = Step<Close>("closure", "Close the recommendation without completion, with why and who agreed")
        .Names(c => [c.AgreedBy])
        .NotWhenRecommendation(NotOpen, r => !r.IsOpen, "The recommendation is no longer open.", "Nothing is left to close.")
        .NotWhenRecommendation("already-completed", r => r.IsCompleted, "The recommendation is completed.", "Nothing is left to close.")
        .Records(a => new RecommendationClosed(a.Target.Recommendation, a.Command.Why, a.Command.AgreedBy));

    public static Milestone<Reopen> Reopened { get; } = Step<Reopen>("reopening", "Reopen a recommendation that was rejected, superseded or closed")
        .NotWhenRecommendation("recommendation-open", r => r.IsOpen, "The recommendation is open.", "An action of it that is verified or closed is reopened by itself.")
        .Records(a => new RecommendationReopened(a.Target.Recommendation, a.Command.Why));

    static Milestone<T> Step<T>(string route, string does) where T : notnull => new Milestone<T>(route, does, Scope.Recommendation)
        .NotWhen("no-such-recommendation", (state, target) => state.Find(target.Recommendation) is null, "There is no such recommendation in this case.", "Take its id from the case's own answer.")
        .NotBefore("before-the-recommendation", a => a.Recommendation?.MadeOn, "the recommendation was made");

    static IEnumerable<CaseEvent> New(Attempt<Make> a)
    {
        var next = a.History.AsRecorded.Count(e => e.Fact is RecommendationMade);
        foreach (var r in a.Command.Recommendations)
        {
            RecommendationMade Made(int n) => new($"R{n}", r.Wording, r.Source, r.Theme, r.AskedOf, r.CarriedOverFrom);
            if (a.Standing(Made, Enumerable.Range(1, next)) is { } told)
            {
                yield return told;
                continue;
            }

            var made = Made(++next);
            yield return made;
            if (!r.Accepted) continue;
            yield return new RecommendationAccepted(made.Recommendation);
            for (var i = 0; i < r.Actions.Count; i++)
                yield return new ActionAssigned(made.Recommendation, i + 1, r.Actions[i].Owner, r.Actions[i].OwnerRole, r.Actions[i].Steps, r.Actions[i].DueOn);
        }
    }

    [GeneratedRegex("^R[1-9][0-9]{0,3}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Id();
}
