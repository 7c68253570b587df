using System.Collections.Frozen;
using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.Projections;

namespace Nscp.Reviews.Api.Access;

/// <summary>What of a case a role sees. Whether it may ask at all is in <see cref="Permissions"/>.</summary>
static class Sight
{
    static readonly FrozenSet<string> OfDecisions = FrozenSet.Create("decision_recommended", "decision_made", "decision_replaced", "decision_upheld");

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

    internal static IReadOnlyList<HistoryItem> History(Caller caller, IReadOnlyList<AuditEntry> trail, OrganisationRegister organisations, HistoryOrder order)
    {
        var items = HistoryItem.Of(trail, organisations, order, showProtected: true);
        if (!IsWithoutDecisions(caller)) return items;
        var decisions = AboutDecisions(items);
        var masked = HistoryItem.Of(trail, organisations, order, showProtected: false).ToDictionary(i => i.Version);
        return [.. items.Select(i => decisions.Contains(i.Event.ToString()) ? masked[i.Version] : i)];
    }

    /// <summary>Decisions, scrutiny of them, and corrections of either, of corrections too: an event names only earlier ones.</summary>
    static HashSet<string> AboutDecisions(IReadOnlyList<HistoryItem> items)
    {
        var about = new HashSet<string>(StringComparer.Ordinal);
        var challenges = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items.OrderBy(i => i.Version))
        {
            var scrutinised = IsOnDecision(item);
            if (scrutinised && item.Facts["challenge"] is { } made) challenges.Add(made.ToJsonString());
            var answered = item.Type == "scrutiny_answered" && challenges.Contains(item.Facts["challenge"]!.ToJsonString());
            var corrected = item.Facts["event"] is { } named && about.Contains((string)named!);
            if (scrutinised || answered || corrected || OfDecisions.Contains(item.Type)) about.Add(item.Event.ToString());
        }
        return about;
    }

    static bool IsOnDecision(HistoryItem item) =>
        item.Type is "scrutiny_advice_recorded" or "scrutiny_challenge_made" && (string?)item.Facts["on"] == Say.Word(ScrutinyStage.Decision);
}
