namespace Nscp.Reviews.Projections;

/// <summary>Which recommendations and actions are there, and how far has each come?</summary>
public static class RecommendationTables
{
    public static ProjectionTable Recommendations { get; } = new(
        "recommendation",
        [
            Columns.Tenant, Columns.Stream, Columns.Text("id"), Columns.Text("reference"), Columns.Int("number"), Columns.Text("source"), Columns.Text("theme"),
            Columns.Text("wording"), Columns.Text("asked_of"), Columns.Text("carried_over_from"), Columns.Text("state"), Columns.Date("made_on"),
            Columns.Date("accepted_on"), Columns.Date("completed_on"), Columns.Date("closed_on"), Columns.Date("next_due_on"), Columns.Texts("owners"),
        ],
        keyLength: 3);

    public static ProjectionTable Actions { get; } = new(
        "recommended_action",
        [
            Columns.Tenant, Columns.Stream, Columns.Text("recommendation"), Columns.Int("action"), Columns.Text("reference"), Columns.Text("source"), Columns.Text("theme"),
            Columns.Date("made_on"), Columns.Text("owner"), Columns.Text("owner_role"), Columns.Text("steps"), Columns.Date("assigned_on"), Columns.Date("first_due_on"),
            Columns.Date("due_on"), Columns.Int("rescheduled"), Columns.Text("state"), Columns.Bool("is_open"), Columns.Date("claimed_on"), Columns.Text("claimed_by"),
            Columns.Date("verified_on"), Columns.Text("verified_by"), Columns.Date("closed_on"), Columns.Date("impact_reviewed_on"),
        ],
        keyLength: 4);

    internal static IEnumerable<ProjectionRow> Rows(string tenant, Guid stream, CaseHistory history)
    {
        var reference = history.State.Reference!.Value.Value;
        foreach (var r in RecommendationRead.Of(history))
        {
            yield return Row(tenant, stream, reference, r);
            foreach (var a in r.Actions) yield return Row(tenant, stream, reference, r, a);
        }
    }

    static ProjectionRow Row(string tenant, Guid stream, string reference, RecommendationRead r) => new(
        Recommendations, tenant, stream, r.Id, reference, r.Number, Say.Word(r.Source), r.Theme.Value, r.Wording.Value, r.AskedOf.ToString(), r.CarriedOverFrom?.Value,
        Say.Word(r.State), r.MadeOn, r.AcceptedOn, r.CompletedOn, r.ClosedOn, r.NextDueOn,
        r.Actions.Select(a => a.Owner.ToString()).Distinct().Order(StringComparer.Ordinal).ToArray());

    static ProjectionRow Row(string tenant, Guid stream, string reference, RecommendationRead r, ActionRead a) => new(
        Actions, tenant, stream, r.Id, a.Number, reference, Say.Word(r.Source), r.Theme.Value, r.MadeOn, a.Owner.ToString(), a.OwnerRole.Value, a.Steps?.Value,
        a.AssignedOn, a.FirstDueOn, a.DueOn, a.Rescheduled, Say.Word(a.State), a.IsOpen, a.ClaimedOn, a.ClaimedBy?.ToString(), a.VerifiedOn, a.VerifiedBy?.ToString(),
        a.ClosedOn, a.ImpactReviewedOn);
}
