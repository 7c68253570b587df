using NpgsqlTypes;

namespace Nscp.Reviews.Projections;

/// <summary>Which cases are there, and where does each stand? No protected text.</summary>
public static class CaseRegister
{
    public static ProjectionTable Table { get; } = new(
        "case_register",
        [
            Columns.Tenant, Columns.Stream, Columns.Text("reference"), Columns.Text("cspr_reference"), Columns.Text("kind"), Columns.Text("stage"),
            Columns.Date("opened_on"), Columns.Text("district"), Columns.Text("what"), Columns.Text("outcome"), Columns.Date("sin_sent_on"),
            Columns.Date("report_sent_on"), Columns.Date("published_on"), Columns.Date("closed_on"), Columns.Texts("open_holds"), Columns.Texts("irregularities"),
            new("version", NpgsqlDbType.Bigint), new("last_recorded_at", NpgsqlDbType.TimestampTz),
        ],
        keyLength: 2);

    internal static ProjectionRow Row(string tenant, Guid stream, CaseHistory history, IReadOnlyList<Mark> marks)
    {
        var state = history.State;
        return new ProjectionRow(
            Table, tenant, stream, state.Reference!.Value.Value, state.CsprReference?.Value, Say.Word(state.Kind), Say.Word(Stages.Of(state)),
            state.OpenedOn, state.Incident?.District?.ToString(), state.Incident is { } i ? Say.Word(i.What) : null,
            state.StandingDecision is { } d ? Say.Word(d.Outcome) : null, state.SinSentOn, state.ReportSent?.On, state.FirstPublishedOn, state.ClosedOn,
            state.OpenHolds.Select(h => Say.Word(h.Kind)).Distinct().ToArray(), marks.Select(m => m.Code).Distinct().Order(StringComparer.Ordinal).ToArray(),
            history.Version, history.AsRecorded[^1].Envelope.RecordedAt);
    }
}
