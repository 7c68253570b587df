namespace Nscp.Reviews.Api.Readings;

/// <summary>What the record of a case came to say between two moments.</summary>
static class ChangesEndpoint
{
    internal static void MapChanges(this IEndpointRouteBuilder api) =>
        api.MapGet("/cases/{reference}/changes", ChangesAsync).GuardedAs("GET changes").Tells<CaseChanges>(
            "What was learnt, corrected, decided and moved between two moments, by when it was recorded",
            new("from", typeof(string), "An instant with its offset, or a date, which means the end of that London day; what had been recorded by then is not told.", Required: true),
            new("to", typeof(string), "The same; now when left out. What was recorded by then is told."));

    static async Task ChangesAsync(HttpContext http)
    {
        var query = new Query(http);
        var (from, to) = (http.Moment(query, "from"), http.Moment(query, "to"));
        if (!query.Has("from")) query.Wrong<string>("from", "is missing");
        if (from is not null && IsAfter(from, to ?? new(null, http.Today()))) query.Wrong<string>("from", "must not be after to");
        if (await http.WholeAsync(query) is not { } whole) return;
        if (whole.As(to ?? new(null, whole.Day)) is not { } after)
        {
            await http.NotYetAsync(whole);
            return;
        }
        http.Response.SetVersion(after.History.Version);
        await JsonAnswer.WriteAsync(http, CaseChanges.Of(Standing(http, whole, from!), Standing(http, whole, to ?? new(null, whole.Day)), Sight.Shows(Caller.Of(http), after.History.AsRecorded)));
    }

    /// <summary>Nothing is after now.</summary>
    static bool IsAfter(KnownAt from, KnownAt to) => to.Instant is { } then && !(from.Instant <= then);

    static CaseStanding Standing(HttpContext http, CaseRead whole, KnownAt at) =>
        new(at.Of(whole.History), at.Of(whole.World), at.Instant ?? Instant.Max(http.RequestServices.GetRequiredService<HostClock>().Now, whole.History.AsRecorded[^1].Envelope.RecordedAt), at.Day);
}
