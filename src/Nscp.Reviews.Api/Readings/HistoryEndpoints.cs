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
        var order = query.Value<HistoryOrder>("by") ?? HistoryOrder.Happened;
        if (await http.FoundAsync(query) is not { } read) return;
        var items = Sight.History(Caller.Of(http), AuditTrail.Of(read.History, read.World), read.World.Organisations, order);
        http.Response.SetVersion(read.History.Version);
        await (CsvAnswer.IsAsked(http.Request) ? CsvAnswer.WriteAsync(http, items) : JsonAnswer.WriteAsync(http, new HistoryRead(read.Reference, items)));
    }
}
