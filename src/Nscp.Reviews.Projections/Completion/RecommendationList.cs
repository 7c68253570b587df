using System.Globalization;
using Npgsql;
using static Nscp.Reviews.Projections.ReadSql;

namespace Nscp.Reviews.Projections;

/// <summary>A recommendation in the list of all of them.</summary>
/// <param name="Overdue">Whether an open action of it is past its due date.</param>
public sealed record ListedRecommendation(
    string Case, string Id, RecommendationSource Source, string Theme, string Wording, OrganisationCode AskedOf, string? CarriedOverFrom, RecommendationProgress State,
    LocalDate MadeOn, LocalDate? AcceptedOn, LocalDate? CompletedOn, LocalDate? ClosedOn, LocalDate? NextDueOn, bool Overdue, IReadOnlyList<ListedAction> Actions);

/// <param name="Overdue">Whether it is open and past its due date.</param>
public sealed record ListedAction(
    int Number, OrganisationCode Owner, string OwnerRole, string? Steps, LocalDate FirstDueOn, LocalDate DueOn, int Rescheduled, ActionState State, bool Overdue,
    LocalDate? ClaimedOn, OrganisationCode? ClaimedBy, LocalDate? VerifiedOn, OrganisationCode? VerifiedBy, LocalDate? ClosedOn, LocalDate? ImpactReviewedOn);

/// <param name="Owner">Who owns an action of it, or is asked while none is assigned.</param>
public sealed record RecommendationFilter(
    OrganisationCode? Owner = null, RecommendationProgress? State = null, string? Theme = null, RecommendationSource? Source = null, CaseReference? Case = null, bool? Overdue = null);

public static class RecommendationList
{
    // A case is named by its own reference or its CSPR's.
    const string Select =
        """
        with page as (
            select * from recommendation
            where tenant_id = $1 and ($2::varchar is null or $2 = any(owners) or (cardinality(owners) = 0 and asked_of = $2))
                and ($3::varchar is null or state = $3) and ($4::varchar is null or theme = $4) and ($5::varchar is null or source = $5)
                and ($6::varchar is null or stream_id = (select stream_id from case_reference where tenant_id = $1 and reference = $6))
                and ($7::boolean is null or coalesce(next_due_on < $8, false) = $7)
                and ($9::varchar is null or (reference, number, id) > ($9, $10, $11))
            order by reference, number, id
            limit $12
        )
        select p.reference, p.id, p.source, p.theme, p.wording, p.asked_of, p.carried_over_from, p.state, p.made_on, p.accepted_on, p.completed_on, p.closed_on, p.next_due_on, p.number,
            a.action, a.owner, a.owner_role, a.steps, a.first_due_on, a.due_on, a.rescheduled, a.state, a.is_open,
            a.claimed_on, a.claimed_by, a.verified_on, a.verified_by, a.closed_on, a.impact_reviewed_on
        from page p left join recommended_action a on a.tenant_id = p.tenant_id and a.stream_id = p.stream_id and a.recommendation = p.id
        order by p.reference, p.number, p.id, a.action
        """;

    /// <summary>By case and number, each with all its actions.</summary>
    /// <exception cref="FormatException">The cursor is not one of this list.</exception>
    public static async Task<Page<ListedRecommendation>> ReadAsync(
        NpgsqlDataSource source, string tenant, LocalDate today, RecommendationFilter filter, int limit, string? after, CancellationToken ct)
    {
        var keys = Cursor.Keys(after, 3);
        var rows = await QueryAsync(
            source, tenant, Select,
            [
                Text(filter.Owner?.ToString()), Word(filter.State), Text(filter.Theme), Word(filter.Source), Text(filter.Case?.Value), Bool(filter.Overdue), Date(today),
                Text(keys?[0]), Int(keys is null ? null : int.Parse(keys[1], CultureInfo.InvariantCulture)), Text(keys?[2]), Int(limit + 1),
            ],
            row => (Recommendation: Read(row, today), Number: row.GetInt32(13), Action: row.IsDBNull(14) ? null : ReadAction(row, today)), ct);
        var listed = rows.GroupBy(row => (row.Recommendation.Case, row.Recommendation.Id))
            .Select(group => (Recommendation: group.First().Recommendation with { Actions = [.. group.Select(row => row.Action).OfType<ListedAction>()] }, group.First().Number)).ToList();
        var page = Pages.Of(listed, limit, last => Cursor.Of(last.Recommendation.Case, last.Number.ToString(CultureInfo.InvariantCulture), last.Recommendation.Id));
        return new Page<ListedRecommendation>([.. page.Items.Select(item => item.Recommendation)], page.After);
    }

    static ListedRecommendation Read(NpgsqlDataReader row, LocalDate today) => new(
        row.GetString(0), row.GetString(1), row.Word<RecommendationSource>(2), row.GetString(3), row.GetString(4), OrganisationCode.Parse(row.GetString(5)), row.TextOrNull(6),
        row.Word<RecommendationProgress>(7), row.Date(8), row.DateOrNull(9), row.DateOrNull(10), row.DateOrNull(11), row.DateOrNull(12), row.DateOrNull(12) < today, []);

    static ListedAction ReadAction(NpgsqlDataReader row, LocalDate today) => new(
        row.GetInt32(14), OrganisationCode.Parse(row.GetString(15)), row.GetString(16), row.TextOrNull(17), row.Date(18), row.Date(19), row.GetInt32(20), row.Word<ActionState>(21),
        row.GetBoolean(22) && row.Date(19) < today, row.DateOrNull(23), Organisation(row, 24), row.DateOrNull(25), Organisation(row, 26), row.DateOrNull(27), row.DateOrNull(28));

    static OrganisationCode? Organisation(NpgsqlDataReader row, int column) => row.TextOrNull(column) is { } code ? OrganisationCode.Parse(code) : null;
}
