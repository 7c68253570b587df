using Npgsql;

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

    /// <summary>The case's stream; null when the partnership has no case with that reference.</summary>
    public static async Task<Guid?> FindAsync(NpgsqlDataSource source, string tenant, CaseReference reference, CancellationToken ct) =>
        (await ReadSql.QueryAsync(source, tenant, "select stream_id from case_reference where tenant_id = $1 and reference = $2", [ReadSql.Text(reference.Value)], row => (Guid?)row.GetGuid(0), ct)).SingleOrDefault();

    internal static IEnumerable<ProjectionRow> Rows(string tenant, Guid stream, Case state) =>
        new[] { state.Reference, state.CsprReference }.OfType<CaseReference>().Distinct()
            .Select(reference => new ProjectionRow(Table, tenant, reference.Value, stream));
}
