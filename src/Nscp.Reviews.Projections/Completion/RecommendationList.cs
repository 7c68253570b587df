using Marten;
using Marten.Linq.MatchesSql;

namespace Nscp.Reviews.Projections;

/// <summary>A recommendation in the list of all of them.</summary>
/// <param name="Overdue">Whether an open action of it is past its due date.</param>
public sealed record ListedRecommendation(
    string Case, string Id, RecommendationSource Source, string Theme, string Wording, OrganisationCode AskedOf, string? CarriedOverFrom, RecommendationProgress State,
    LocalDate MadeOn, LocalDate? AcceptedOn, LocalDate? CompletedOn, LocalDate? ClosedOn, LocalDate? NextDueOn, bool Overdue, IReadOnlyList<ListedAction> Actions)
{
    internal static ListedRecommendation Of(RecommendationDocument document, LocalDate today)
    {
        var r = document.Read;
        return new(
            document.Reference, r.Id, r.Source, r.Theme.Value, r.Wording.Value, r.AskedOf, r.CarriedOverFrom?.Value, r.State, r.MadeOn, r.AcceptedOn, r.CompletedOn, r.ClosedOn, r.NextDueOn,
            r.NextDueOn < today, [.. r.Actions.OrderBy(action => action.Number).Select(action => ListedAction.Of(action, today))]);
    }
}

/// <param name="Overdue">Whether it is open and past its due date.</param>
public sealed record ListedAction(
    int Number, OrganisationCode Owner, string OwnerRole, string? Steps, LocalDate FirstDueOn, LocalDate DueOn, int Rescheduled, ActionState State, bool Overdue,
    LocalDate? ClaimedOn, OrganisationCode? ClaimedBy, LocalDate? VerifiedOn, OrganisationCode? VerifiedBy, LocalDate? ClosedOn, LocalDate? ImpactReviewedOn)
{
    internal static ListedAction Of(ActionRead a, LocalDate today) => new(
        a.Number, a.Owner, a.OwnerRole.Value, a.Steps?.Value, a.FirstDueOn, a.DueOn, a.Rescheduled, a.State, a.IsOpen && a.DueOn < today,
        a.ClaimedOn, a.ClaimedBy, a.VerifiedOn, a.VerifiedBy, a.ClosedOn, a.ImpactReviewedOn);
}

/// <param name="Owner">Who owns an action of it, or is asked while none is assigned.</param>
/// <param name="Case">By its own reference or its CSPR's.</param>
public sealed record RecommendationFilter(
    OrganisationCode? Owner = null, RecommendationProgress? State = null, string? Theme = null, RecommendationSource? Source = null, CaseReference? Case = null, bool? Overdue = null);

public static class RecommendationList
{
    const string List = "recommendations";

    /// <summary>By case and number, each with all its actions.</summary>
    /// <exception cref="FormatException">The cursor is not one of this list.</exception>
    public static async Task<Page<ListedRecommendation>> ReadAsync(IQuerySession session, LocalDate today, RecommendationFilter filter, int limit, string? after, CancellationToken ct)
    {
        var all = session.Query<RecommendationDocument>().AsQueryable();
        if (filter.Owner is { } code && $"|{code}|" is var owner) all = all.Where(one => one.Owners.Contains(owner));
        if (filter.State is { } state) all = all.Where(one => one.State == state);
        if (filter.Theme is { } theme) all = all.Where(one => one.Theme == theme);
        if (filter.Source is { } source) all = all.Where(one => one.Source == source);
        if (filter.Case is { } reference) all = all.Where(one => one.MatchesSql(References.IsOfCase, reference.Value));
        if (filter.Overdue is { } overdue) all = overdue ? all.Where(one => one.NextDueOn < today) : all.Where(one => one.NextDueOn == null || one.NextDueOn >= today);
        if (after is not null && Cursor.Place(List, after) is var place) all = all.Where(one => one.Place.CompareTo(place) > 0);
        var found = await all.OrderBy(one => one.Place).Take(limit + 1).ToListAsync(ct);
        return Pages.Of(found, limit, List, one => one.Place).Select(one => ListedRecommendation.Of(one, today));
    }
}
