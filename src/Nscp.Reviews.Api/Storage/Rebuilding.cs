using JasperFx.Events;
using Marten;
using Marten.Linq.MatchesSql;
using Marten.Events.Projections;

namespace Nscp.Reviews.Api.Storage;

/// <summary>
/// Makes every document again from the events: Marten's own rebuild walks the log, and each page of it is done here, in transactions of its own. A page locks its
/// streams, reads events and documents of one moment, and stores what differs: so whoever reads sees all documents all the time, and writers wait for a page
/// at the most. Broken off and begun again, it finds most of the work done.
/// </summary>
sealed class Rebuilding(IServiceProvider services) : IProjection
{
    internal const string Name = "documents";

    // The same lock as save_begins takes. In the order of streams, so that two rebuilds wait for one another instead of standing in each other's way.
    const string Lock = "select pg_advisory_xact_lock(hashtextextended($1 || ' ' || stream, 0)) from (select stream::text from unnest($2) stream order by 1) ordered";

    const string IsFirst = "select not exists (select from mt_events where seq_id < $1 and type <> 'tombstone')";

    // Asked for when it is used: the store is being made with this projection in it.
    ILogStore Store => services.GetRequiredService<ILogStore>();

    public async Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        if (events.Count == 0) return;
        if (await IsFirstAsync(events[0].Sequence, cancellation)) await SweepAsync(cancellation);
        var (stored, deleted) = (0, 0);
        foreach (var tenant in events.GroupBy(one => one.TenantId))
        {
            var changes = await PageAsync(tenant.Key, [.. tenant.Select(one => one.StreamId).Distinct()], cancellation);
            (stored, deleted) = (stored + changes.Stored, deleted + changes.Deleted);
        }
        if (stored + deleted > 0) services.GetRequiredService<ILoggerFactory>().CreateLogger("Nscp.Reviews.Rebuild").LogWarning("Rebuild up to {Sequence}: {Stored} documents differed, {Deleted} were too many", events[^1].Sequence, stored, deleted);
    }

    async Task<(int Stored, int Deleted)> PageAsync(string tenant, Guid[] streams, CancellationToken ct)
    {
        await using var session = Store.LightweightSession(tenant);
        await session.BeginTransactionAsync(ct);
        await using (var locks = new NpgsqlCommand(Lock, session.Connection) { Parameters = { new() { Value = tenant }, new() { Value = streams } } })
            await locks.ExecuteNonQueryAsync(ct);
        var world = await services.GetRequiredService<Worlds>().OfAsync(tenant, ct);
        var histories = await Streams.TheseAsync(session.Connection, tenant, streams, ct);
        var documents = await CaseDocumentsAsync(session, streams, ct);
        var all = new List<DocumentChanges>();
        foreach (var history in histories)
        {
            IReadOnlyList<object> before = history.StreamType == CalendarStream.Type ? [.. await session.Query<CalendarDocument>().ToListAsync(ct)] : [.. documents[history.StreamId]];
            all.Add(DocumentChanges.Between(before, Documents.Of(history, world)));
        }
        DocumentChanges.Mend(session, all);
        await session.SaveChangesAsync(ct);
        return (all.Sum(changes => changes.Stored.Count), all.Sum(changes => changes.Deleted.Count));
    }

    static async Task<ILookup<Guid, object>> CaseDocumentsAsync(IQuerySession session, Guid[] streams, CancellationToken ct)
    {
        var batch = session.CreateBatchQuery();
        var cases = batch.Query<CaseDocument>().Where(one => one.Id.IsOneOf(streams)).ToList();
        var words = batch.Query<WordsDocument>().Where(one => one.Id.IsOneOf(streams)).ToList();
        var references = batch.Query<ReferenceDocument>().Where(one => one.CaseId.IsOneOf(streams)).ToList();
        var clocks = batch.Query<ClockDocument>().Where(one => one.CaseId.IsOneOf(streams)).ToList();
        var recommendations = batch.Query<RecommendationDocument>().Where(one => one.CaseId.IsOneOf(streams)).ToList();
        await batch.Execute(ct);
        IEnumerable<(Guid Stream, object Document)> all =
        [
            .. (await cases).Select(one => (one.Id, (object)one)), .. (await words).Select(one => (one.Id, (object)one)), .. (await references).Select(one => (one.CaseId, (object)one)),
            .. (await clocks).Select(one => (one.CaseId, (object)one)), .. (await recommendations).Select(one => (one.CaseId, (object)one)),
        ];
        return all.ToLookup(one => one.Stream, one => one.Document);
    }

    async Task<bool> IsFirstAsync(long sequence, CancellationToken ct)
    {
        await using var session = Store.QuerySession();
        await using var command = new NpgsqlCommand(IsFirst, session.Connection) { Parameters = { new() { Value = sequence } } };
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Documents of streams that are not there: nothing would make them again, so nothing else would take them away.</summary>
    async Task SweepAsync(CancellationToken ct)
    {
        await using var session = Store.LightweightSession();
        const string orphan = "not exists (select from mt_streams s where s.tenant_id = d.tenant_id and s.id = d.{0})";
        session.DeleteWhere<CaseDocument>(one => one.AnyTenant() && one.MatchesSql(orphan.Replace("{0}", "id")));
        session.DeleteWhere<WordsDocument>(one => one.AnyTenant() && one.MatchesSql(orphan.Replace("{0}", "id")));
        session.DeleteWhere<ReferenceDocument>(one => one.AnyTenant() && one.MatchesSql(orphan.Replace("{0}", "case_id")));
        session.DeleteWhere<ClockDocument>(one => one.AnyTenant() && one.MatchesSql(orphan.Replace("{0}", "case_id")));
        session.DeleteWhere<RecommendationDocument>(one => one.AnyTenant() && one.MatchesSql(orphan.Replace("{0}", "case_id")));
        session.DeleteWhere<CalendarDocument>(one => one.MatchesSql("not exists (select from mt_streams s where s.id = ?)", CalendarStream.Id));
        await session.SaveChangesAsync(ct);
    }
}
