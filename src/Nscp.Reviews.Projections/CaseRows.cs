namespace Nscp.Reviews.Projections;

/// <summary>Every row that readers ask of a case, made again from its whole history: the same live and in a rebuild.</summary>
public static class CaseRows
{
    /// <summary>None of an empty history. One that never opened a case, which only other software can have written, has its audit trail alone.</summary>
    public static IReadOnlyList<ProjectionRow> Of(string tenant, Guid streamId, CaseHistory history, World world)
    {
        var marks = Marks.Standing(history, world);
        return [.. AuditTrail.Of(history, marks).Select(entry => AuditTrail.Row(tenant, streamId, entry)), .. Others(tenant, streamId, history, marks, world)];
    }

    /// <summary>What makes the rows of one history those of the next: the same as between <see cref="Of"/> of both, without making rows of entries that nothing has become of.</summary>
    public static IReadOnlyList<RowChange> Changes(string tenant, Guid streamId, CaseHistory before, CaseHistory after, World world) => Changes(tenant, streamId, (before, world), (after, world));

    /// <summary>The same where the world has changed too, such as the calendar.</summary>
    public static IReadOnlyList<RowChange> Changes(string tenant, Guid streamId, (CaseHistory History, World World) old, (CaseHistory History, World World) now)
    {
        var (before, after) = (old.History, now.History);
        var (marksBefore, marksAfter) = (Marks.Standing(before, old.World), Marks.Standing(after, now.World));
        var (rewritten, written) = AuditTrail.Differing(AuditTrail.Of(before, marksBefore), AuditTrail.Of(after, marksAfter));
        return RowChanges.Between(
            [.. rewritten.Select(entry => AuditTrail.Row(tenant, streamId, entry)), .. Others(tenant, streamId, before, marksBefore, old.World)],
            [.. written.Select(entry => AuditTrail.Row(tenant, streamId, entry)), .. Others(tenant, streamId, after, marksAfter, now.World)]);
    }

    static List<ProjectionRow> Others(string tenant, Guid streamId, CaseHistory history, IReadOnlyList<Mark> marks, World world)
    {
        List<ProjectionRow> rows = [];
        if (history.State is not { Exists: true, Reference: var reference }) return rows;
        rows.AddRange(CaseReferences.Rows(tenant, streamId, history.State));
        rows.Add(CaseRegister.Row(tenant, streamId, history, marks));
        rows.Add(CaseText.Row(tenant, streamId, history, world));
        rows.AddRange(CaseClockRows.Rows(tenant, streamId, reference, CaseClocks.Of(history, world)));
        rows.AddRange(RecommendationTables.Rows(tenant, streamId, history));
        return rows;
    }
}
