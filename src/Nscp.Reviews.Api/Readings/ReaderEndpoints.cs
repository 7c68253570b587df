namespace Nscp.Reviews.Api.Readings;

/// <summary>Who has read a case.</summary>
static class ReaderEndpoints
{
    internal static void MapReaders(this IEndpointRouteBuilder api) =>
        api.MapGet("/cases/{reference}/readers", ReadersAsync).GuardedAs("GET readers").WithMetadata(new ShowsNoContent()).ListsParts<Page<RecordedReading>>(
            "Who has read the case, the newest reading first. Reading this is itself not recorded", new Asked("by", typeof(string), "Only by the reader with this id."), KnownAt.Parameter);

    static async Task ReadersAsync(HttpContext http)
    {
        var (query, tenant) = (new Query(http), Caller.Of(http).Tenant);
        var (by, limit, after) = (query.Text("by"), ListAnswer.Limit(query), query.Text("after"));
        var at = http.KnownAt(query);
        var found = CaseReference.TryParse((string?)http.GetRouteValue("reference"), out var reference)
            ? await http.AskAsync(session => References.FindAsync(session, reference.Value, http.RequestAborted)) : null;
        if ((found is null ? Problem4xx.NoSuchCase : query.Problem()) is { } no)
        {
            await ProblemAnswer.WriteAsync(http, no);
            return;
        }
        var page = await ListAnswer.ReadAsync(http, () => CaseReadings.ReadAsync(http.Source(), tenant, found!.Value, by, at.Instant, limit, after, http.RequestAborted));
        if (page is not null) await ListAnswer.WriteAsync(http, page);
    }
}
