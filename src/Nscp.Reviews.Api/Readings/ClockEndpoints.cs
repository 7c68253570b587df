namespace Nscp.Reviews.Api.Readings;

public sealed record ClocksRead(string Reference, IReadOnlyList<ClockAnswer> Items);

/// <summary>A case's clocks, and how the due date of one was reached.</summary>
static class ClockEndpoints
{
    internal static void MapClocks(this IEndpointRouteBuilder api)
    {
        api.MapGet("/cases/{reference}/clocks", ClocksAsync).GuardedAs("GET clocks").Lists<ClocksRead>("The case's clocks as they stand today", KnownAt.Parameter);
        api.MapGet("/cases/{reference}/clocks/{clock}/explanation", ExplanationAsync).GuardedAs("GET explanation").TellsAlsoAs<ClockExplanation>(
            "text/plain", "How one clock's due date was reached, day by day, and what has happened since; as a paragraph for a letter with Accept: text/plain", KnownAt.Parameter);
    }

    static async Task ClocksAsync(HttpContext http)
    {
        if (await http.FoundAsync() is not { } read) return;
        var clocks = Sight.Clocks(Caller.Of(http), ClockAnswer.Of(read.History, read.World, read.Day));
        http.Response.SetVersion(read.History.Version);
        await (CsvAnswer.IsAsked(http.Request) ? CsvAnswer.WriteAsync(http, clocks) : JsonAnswer.WriteAsync(http, new ClocksRead(read.Reference, clocks)));
    }

    static async Task ExplanationAsync(HttpContext http)
    {
        if (await http.FoundAsync() is not { } read) return;
        http.Response.SetVersion(read.History.Version);
        var id = (string)http.GetRouteValue("clock")!;
        await (ClockExplanation.Of(read.History, id, read.World, read.Day) switch
        {
            null => ProblemAnswer.WriteAsync(http, Problem4xx.NoSuchClock),
            var explanation when http.Request.Asks("text/plain") => TextAnswer.WriteAsync(http, "text/plain", explanation.Text + "\n"),
            var explanation => JsonAnswer.WriteAsync(http, explanation),
        });
    }
}
