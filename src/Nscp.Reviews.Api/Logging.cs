using System.Diagnostics;

namespace Nscp.Reviews.Api;

static class Logging
{
    /// <summary>One line of JSON an entry; never a body, a query or an answer.</summary>
    internal static void AddLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddJsonConsole(console => console.UseUtcTimestamp = true);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        // A line for every page of the log and every look at the other hosts otherwise.
        foreach (var library in (string[])["Marten", "JasperFx", "Wolverine", "Npgsql"]) builder.Logging.AddFilter(library, LogLevel.Warning);
        // Every failed statement with the values of its parameters, also where somebody else was only faster. Who asked is told, and logs what is a fault.
        builder.Logging.AddFilter("Marten.IDocumentStore", LogLevel.None);
    }
}

/// <summary>One entry a request: what was asked by route, how it ended, how long it took.</summary>
static class RequestLog
{
    internal static async Task WriteAsync(HttpContext http, RequestDelegate next)
    {
        var begun = Stopwatch.GetTimestamp();
        await next(http);
        var logger = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Nscp.Reviews.Requests");
        logger.LogInformation(
            "{Method} {Route} {Status} {Milliseconds} {CorrelationId}",
            http.Request.Method, (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)", http.Response.StatusCode,
            Math.Round(Stopwatch.GetElapsedTime(begun).TotalMilliseconds, 1), Requests.Correlation.Of(http));
    }
}
