namespace Nscp.Reviews.Projections;

/// <summary>Which case has this reference? A case is found by its own and by its CSPR's: RN19 is both.</summary>
public static class CaseReferences
{
    /// <summary>The constraint that <see cref="AppendOutcome.Clash"/> names when another case has the reference.</summary>
    public const string Used = "case_reference_used";

    public static ProjectionTable Table { get; } = new("case_reference", [Columns.Tenant, Columns.Text("reference"), Columns.Stream], keyLength: 2);

    /// <summary>By reference, in upper case as <see cref="CaseReference.Value"/> gives it.</summary>
    public static StreamLookup Lookup { get; } =
        new("select stream_id from case_reference where tenant_id = current_setting('es.tenant') and reference = $1");

    internal static IEnumerable<ProjectionRow> Rows(string tenant, Guid stream, Case state) =>
        new[] { state.Reference, state.CsprReference }.OfType<CaseReference>().Distinct()
            .Select(reference => new ProjectionRow(Table, tenant, reference.Value, stream));
}
