using Marten;

namespace Nscp.Reviews.Projections;

/// <summary>Which case has this reference? A case is found by its own and by its CSPR's: RN19 is both.</summary>
public static class References
{
    /// <summary>Of a document with a case_id, for MatchesSql: of the case with this reference. Row security leaves it the caller's own.</summary>
    internal const string IsOfCase = "d.case_id = (select r.case_id from mt_doc_reference r where r.tenant_id = d.tenant_id and r.id = ?)";

    /// <summary>The case's stream; null when the partnership has no case with that reference.</summary>
    public static async Task<Guid?> FindAsync(IQuerySession session, CaseReference reference, CancellationToken ct) =>
        (await session.LoadAsync<ReferenceDocument>(reference.Value, ct))?.CaseId;
}
