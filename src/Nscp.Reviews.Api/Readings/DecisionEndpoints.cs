using Nscp.Reviews.Api.Printed;

namespace Nscp.Reviews.Api.Readings;

/// <summary>How a decision came about.</summary>
static class DecisionEndpoints
{
    internal static void MapDecisions(this IEndpointRouteBuilder api) =>
        api.MapGet("/cases/{reference}/decisions/{decision}/history", HistoryAsync).GuardedAs("GET decision history").TellsAlsoAs<DecisionHistory>(
            "text/html", "How a decision came about: what was known on the day beside what is now understood; as a page to print with Accept: text/html", KnownAt.Parameter);

    static async Task HistoryAsync(HttpContext http)
    {
        if (await http.FoundAsync() is not { } read) return;
        var told = int.TryParse((string)http.GetRouteValue("decision")!, System.Globalization.NumberStyles.None, null, out var number)
            ? DecisionHistory.Of(read.History, number, read.World, read.Day, read.World.Organisations, Sight.Shows(Caller.Of(http), read.History.AsRecorded)) : null;
        http.Response.SetVersion(read.History.Version);
        await (told is null ? ProblemAnswer.WriteAsync(http, Problem4xx.NoSuchDecision)
            : http.Request.Asks("text/html") ? HtmlPage.WriteAsync<DecisionHistoryPage>(http, told)
            : JsonAnswer.WriteAsync(http, told));
    }
}
