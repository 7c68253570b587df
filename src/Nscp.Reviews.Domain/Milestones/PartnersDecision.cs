using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Domain.Milestones;

/// <summary>What the partners decide after the rapid review. A decision is never edited or deleted: it is upheld, or another replaces it.</summary>
public static class PartnersDecision
{
    public sealed record Recommend(Outcome Outcome, ProtectedText Reasons);

    /// <param name="Replaces">The number of the decision that this one replaces; <paramref name="WhyReplaced"/> goes with it.</param>
    public sealed record Decide(
        Outcome Outcome, ProtectedText Reasons, ListOf<OrganisationCode> AgreedBy, ListOf<CriterionConsidered> Criteria = default, ListOf<PartnerView> Dissent = default,
        ProtectedText? ScrutinyAdvice = null, NationalReviewLimb? NationalReviewSuggested = null, LearningInstead? Learning = null, int? Replaces = null, ProtectedText? WhyReplaced = null);

    public sealed record Uphold(int Decision, ListOf<OrganisationCode> AgreedBy, ProtectedText Reasons);

    public static Milestone<Recommend> Recommended { get; } = new Milestone<Recommend>("decision-recommendation", "Record what was recommended to those who decide")
        .Only(CaseKind.Incident)
        .Records(a => new DecisionRecommended(a.Command.Outcome, a.Command.Reasons));

    public static Milestone<Decide> Made { get; } = new Milestone<Decide>("decision", "Record what the partners decided, why, and who agreed")
        .Only(CaseKind.Incident)
        .Names(c => [.. c.AgreedBy, .. c.Dissent.Select(d => d.Partner), .. c.Learning is { } l ? [l.Lead] : Array.Empty<OrganisationCode>()])
        .For(c => c.AgreedBy)
        .NotWhen("no-rapid-review-asked", c => c.IsSpecialNotification, "A death of a looked-after child or care leaver with no suspected abuse or neglect asks for no rapid review and no decision.",
            "If abuse or neglect is now suspected, correct suspectedOn of the opening event with the date.")
        .Impossible("decision-already-stands", a => a.Case.StandingDecision is { } standing && a.Command.Replaces is null
            ? $"Decision {standing.Number} of {Say.Date(standing.On)} stands." : null, "Say which decision this one replaces, and why: replaces and whyReplaced.")
        .Impossible("unknown-decision", a => a.Command.Replaces is { } replaced && a.Case.StandingDecision?.Number != replaced
            ? $"Decision {replaced} does not stand, so it cannot be replaced." : null, "Check replaces: only the decision that stands can be replaced.")
        .Impossible("why-replaced-missing", a => a.Command.Replaces is null == a.Command.WhyReplaced is null ? null : "A decision that replaces another says which one and why.", "Give replaces and whyReplaced together.")
        .NotBefore("before-the-decision-it-replaces", a => a.Command.Replaces is null ? null : a.Case.StandingDecision?.On, "the decision that it replaces was made")
        .Impossible("learning-missing", a => a.Command.Outcome == Outcome.OtherLocalLearning == a.Command.Learning is not null ? null
            : "Other local learning says of what kind, who leads, and why not a CSPR; the other outcomes do not.", "Give learning with the outcome other-local-learning only.")
        .Impossible("criterion-twice", a => a.Command.Criteria.Select(c => c.Criterion).Distinct().Count() < a.Command.Criteria.Count ? "A criterion is considered once." : null, "Give one finding for each criterion.")
        .Impossible("agreed-and-dissents", a => a.Command.Dissent.Any(d => a.Command.AgreedBy.Contains(d.Partner)) ? "A partner either agreed or dissented." : null, "Check agreedBy and dissent.")
        .Irregular<DecisionMade>("no-panel-referral", (state, _, _) => state.SinSentOn is null ? "No serious incident notification is recorded as sent by that day." : null, "Record panel-referral first.")
        .Irregular<DecisionMade>("no-meeting-held", (state, _, _) => DecidingMeeting(state) is null ? "No rapid review meeting is recorded by that day." : null, "Record rapid-review-held first.")
        .Irregular<DecisionMade>("no-quorum", (state, _, occasion) => DecidingMeeting(state) is { } meeting && Partners.Missing(meeting.Attended, occasion with { HappenedOn = meeting.On }) is { Count: > 0 } missing
            ? $"The meeting of {Say.Date(meeting.On)} was not quorate: the police, the local authority and the health partner for the area are needed; missing: {Say.Words(missing)}." : null,
            "If someone's attendance was left out, correct the meeting.")
        .Irregular<DecisionMade>("agreement-missing", (fact, occasion) => Partners.Missing(fact.AgreedBy, occasion) is { Count: > 0 } missing
            ? $"The decision is not agreed by all three safeguarding partners; missing: {Say.Words(missing)}." : null, "Give every partner that agreed in agreedBy, and dissent for one that did not.")
        .Irregular<DecisionMade>("criteria-not-considered", (fact, _) => fact.Criteria.Count < Enum.GetValues<Criterion>().Length
            ? "The partners must consider each of the criteria (a) to (d) of SI 2018/789 reg 11." : null, "Give a finding for each in criteria.")
        .RecordsMany(Decided, typeof(DecisionMade), typeof(DecisionReplaced));

    public static Milestone<Uphold> Upheld { get; } = new Milestone<Uphold>("decision-upheld", "Record that the partners uphold their decision after the Panel's response")
        .Only(CaseKind.Incident)
        .Names(c => c.AgreedBy).For(c => c.AgreedBy)
        .NotWhen("no-decision", c => c.StandingDecision is null, "There is no decision to uphold.", "Record decision first.")
        .NotWhen("panel-has-not-responded", c => c.PanelResponses.IsEmpty, "A decision is upheld in answer to the Panel, and no response of the Panel is recorded.", "Record panel-response first.")
        .Impossible("unknown-decision", a => a.Command.Decision != a.Case.StandingDecision!.Number ? $"Decision {a.Command.Decision} does not stand." : null, "Check decision.")
        .NotBefore("before-the-panel-responded", a => a.Case.PanelResponses.LastOrDefault()?.On, "the Panel responded")
        .Irregular<DecisionUpheld>("agreement-missing", (fact, occasion) => Partners.Missing(fact.AgreedBy, occasion) is { Count: > 0 } missing
            ? $"Upholding is agreed by all three safeguarding partners; missing: {Say.Words(missing)}." : null, "Give every partner that agreed in agreedBy.")
        .Records(a => new DecisionUpheld(a.Command.Decision, a.Command.AgreedBy, a.Command.Reasons));

    static IEnumerable<CaseEvent> Decided(Attempt<Decide> a)
    {
        var c = a.Command;
        var made = a.Numbered(n => new DecisionMade(n, c.Outcome, c.Reasons, c.Criteria, c.AgreedBy, c.Dissent, c.ScrutinyAdvice, c.NationalReviewSuggested, c.Learning), except: c.Replaces);
        yield return made;
        if (c is { Replaces: { } replaced, WhyReplaced: { } why }) yield return new DecisionReplaced(replaced, made.Decision, why);
    }

    /// <summary>The last one by that day: each meeting stands alone.</summary>
    static Meeting? DecidingMeeting(Case asAt) => asAt.Meetings.OrderBy(m => m.On).LastOrDefault();
}
