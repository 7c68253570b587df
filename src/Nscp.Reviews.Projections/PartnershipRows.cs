namespace Nscp.Reviews.Projections;

/// <summary>Every row that readers ask of a partnership's own facts.</summary>
public static class PartnershipRows
{
    public static IReadOnlyList<ProjectionRow> Of(string tenant, IReadOnlyList<PartnershipEntry> history, World world)
    {
        var published = history.Where(e => e.Fact is PartnershipEvent.YearlyReportPublished).Select(e => e.Envelope.HappenedOn);
        return
        [
            .. YearlyReportRows.Rows(tenant, history),
            .. CaseClockRows.Rows(tenant, PartnershipStream.Id, reference: null, YearlyReportClock.Of(published, world)),
        ];
    }
}
