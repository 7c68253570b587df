using NpgsqlTypes;

namespace Nscp.Reviews.Projections;

/// <summary>Which yearly reports has the partnership published?</summary>
public static class YearlyReportRows
{
    public static ProjectionTable Table { get; } = new(
        "yearly_report",
        [
            Columns.Tenant, Columns.Stream, new("version", NpgsqlDbType.Bigint), Columns.Date("covers_from"), Columns.Date("covers_to"),
            Columns.Date("published_on"), Columns.Text("published_where"),
        ],
        keyLength: 3);

    internal static IEnumerable<ProjectionRow> Rows(string tenant, IReadOnlyList<PartnershipEntry> history) => history.Select(entry => entry.Fact switch
    {
        PartnershipEvent.YearlyReportPublished e =>
            new ProjectionRow(Table, tenant, PartnershipStream.Id, entry.Envelope.Version, e.CoversFrom, e.CoversTo, entry.Envelope.HappenedOn, e.Where.Value),
        _ => throw new System.Diagnostics.UnreachableException($"The yearly reports do not know {entry.Fact.GetType().Name}."),
    });
}
