using Nscp.Reviews.Api.Access;
using Nscp.Reviews.Api.OpenApi;
using Nscp.Reviews.Api.Problems;
using Nscp.Reviews.Projections;

namespace Nscp.Reviews.Api.Readings;

public sealed record HistoryRead(string Reference, IReadOnlyList<HistoryItem> Items);

/// <summary>A case's audit trail, as it is now or as it stood.</summary>
static class HistoryEndpoints
{
    internal static void MapHistory(this IEndpointRouteBuilder api) =>
        api.MapGet("/cases/{reference}/history", HistoryAsync).GuardedAs("GET history").Lists<HistoryRead>(
            "The audit trail, every event worded for a person",
            new Asked("by", typeof(HistoryOrder), "In the order in which things happened (usual), were known, or were recorded."), KnownAt.Parameter);

    static async Task HistoryAsync(HttpContext http)
    {
        var query = new Query(http);
        var (order, at) = (query.Value<HistoryOrder>("by") ?? HistoryOrder.Happened, http.KnownAt(query));
        if (at.Instant is not null)
        {
            if (await http.FoundAsync(query) is { } read) await WriteAsync(http, read.Reference, AuditTrail.Of(read.History, read.World), order);
            return;
        }
        var trail = http.Reference() is { } reference ? await AuditTrailList.ReadAsync(http.Source(), Caller.Of(http).Tenant, reference, http.RequestAborted) : [];
        await ((trail.Count == 0 ? Problem4xx.NoSuchCase : query.Problem()) is { } problem
            ? ProblemAnswer.WriteAsync(http, problem) : WriteAsync(http, http.Reference()!.Value.Value, trail, order));
    }

    static Task WriteAsync(HttpContext http, string reference, IReadOnlyList<AuditEntry> trail, HistoryOrder order)
    {
        var items = Sight.History(Caller.Of(http), trail, http.RequestServices.GetRequiredService<Worlds>().Organisations, order);
        http.Response.SetVersion(trail[^1].Entry.Envelope.Version);
        return CsvAnswer.IsAsked(http.Request) ? CsvAnswer.WriteAsync(http, items) : JsonAnswer.WriteAsync(http, new HistoryRead(reference, items));
    }
}
