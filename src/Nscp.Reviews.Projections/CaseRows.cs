namespace Nscp.Reviews.Projections;

/// <summary>Every row that readers ask of a case, made again from its whole history: the same live and in a rebuild.</summary>
public static class CaseRows
{
    /// <summary>None of an empty history. One that never opened a case, which only other software can have written, has its audit trail alone.</summary>
    public static IReadOnlyList<ProjectionRow> Of(string tenant, Guid streamId, CaseHistory history, World world)
    {
        var marks = Marks.Standing(history, world);
        List<ProjectionRow> rows = [.. AuditTrail.Rows(tenant, streamId, history, marks)];
        if (history.State is not { Exists: true, Reference: var reference }) return rows;
        rows.AddRange(CaseReferences.Rows(tenant, streamId, history.State));
        rows.Add(CaseRegister.Row(tenant, streamId, history, marks));
        rows.AddRange(CaseClockRows.Rows(tenant, streamId, reference, CaseClocks.Of(history, world)));
        rows.AddRange(RecommendationTables.Rows(tenant, streamId, history));
        return rows;
    }
}
