using Nscp.Reviews.Domain.Cases;
using static Nscp.Reviews.Domain.Events.CaseEvent;

namespace Nscp.Reviews.Api.Access;

/// <summary>What of a case a role sees. Whether it may ask at all is in <see cref="Permissions"/>.</summary>
static class Sight
{
    /// <summary>An agency sees its own actions and what it is asked, and of the case the reference and the stage.</summary>
    internal static bool IsAgency(Caller caller) => caller.Role == Permissions.AgencyLead;

    /// <summary>Business support sees a case without the protected text of its decisions.</summary>
    internal static bool IsWithoutDecisions(Caller caller) => caller.Role == Permissions.BusinessSupport;

    internal static IReadOnlyList<ClockAnswer> Clocks(Caller caller, IReadOnlyList<ClockAnswer> clocks) =>
        IsAgency(caller) ? [.. clocks.Where(c => c.Owner == caller.Organisation)] : clocks;

    /// <summary>Only what the caller's role may record.</summary>
    internal static IReadOnlyList<NextStep> Next(Caller caller, IEnumerable<NextStep> steps) =>
        [.. steps.Where(s => Permissions.For(caller.Role, Permissions.NameOf(s.Scope, s.Milestone)) != Permission.No)];

    internal static IReadOnlyList<ActionView> Actions(Caller caller, IEnumerable<ActionView> actions) => [.. actions.Select(a => a with { Next = Next(caller, a.Next) })];

    internal static CaseView Case(Caller caller, CaseHistory history, World world, LocalDate today)
    {
        var view = CaseView.Of(history, world, today, showProtected: true)!;
        view = view with
        {
            Next = Next(caller, view.Next),
            Recommendations = [.. view.Recommendations.Select(r => r with { Actions = Actions(caller, r.Actions), Next = Next(caller, r.Next) })],
        };
        if (!IsWithoutDecisions(caller)) return view;
        var masked = CaseView.Of(history, world, today, showProtected: false)!;
        return view with { Decisions = masked.Decisions, Irregularities = masked.Irregularities };
    }

    internal static IReadOnlyList<HistoryItem> History(Caller caller, IReadOnlyList<AuditEntry> trail, OrganisationRegister organisations, HistoryOrder order) =>
        HistoryItem.Of(trail, organisations, order, Shows(caller, trail.Select(t => t.Entry)));

    /// <summary>Whether the caller sees the protected text of an entry of a case.</summary>
    /// <param name="recorded">The case's entries in the order of recording.</param>
    internal static Predicate<Entry> Shows(Caller caller, IEnumerable<Entry> recorded)
    {
        if (!IsWithoutDecisions(caller)) return _ => true;
        var hidden = AboutDecisions(recorded);
        return entry => !hidden.Contains(entry.Envelope.Id);
    }

    /// <summary>Decisions, scrutiny of them, and corrections of either, of corrections too: an event names only earlier ones.</summary>
    static HashSet<Guid> AboutDecisions(IEnumerable<Entry> recorded)
    {
        var (about, challenges) = (new HashSet<Guid>(), new HashSet<int>());
        foreach (var (envelope, fact) in recorded)
        {
            if (fact is ScrutinyChallengeMade { On: ScrutinyStage.Decision } made) challenges.Add(made.Challenge);
            if (IsAbout(fact)) about.Add(envelope.Id);
        }
        return about;

        bool IsAbout(CaseEvent fact) => fact switch
        {
            DecisionRecommended or DecisionMade or DecisionReplaced or DecisionUpheld => true,
            ScrutinyAdviceRecorded { On: ScrutinyStage.Decision } or ScrutinyChallengeMade { On: ScrutinyStage.Decision } => true,
            ScrutinyAnswered answer => challenges.Contains(answer.Challenge),
            RecordedWrongly correction => about.Contains(correction.Event),
            RecordedInError correction => about.Contains(correction.Event),
            _ => false,
        };
    }
}
