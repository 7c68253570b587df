namespace Nscp.Reviews.Api.Problems;

/// <summary>What no one answered: exceptions, and the bare status codes that the framework sets.</summary>
static class Breakage
{
    internal static async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
            if (!http.Response.HasStarted && http.Response.StatusCode >= 400 && http.Response.ContentType is null)
                await ProblemAnswer.WriteAsync(http, OfStatus(http.Response.StatusCode));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to be answered.
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            var problem = Of(e);
            Log(http, problem, e);
            await ProblemAnswer.WriteInsteadAsync(http, problem);
        }
    }

    static Problem Of(Exception e) => e switch
    {
        BadHttpRequestException bad => OfStatus(bad.StatusCode),
        Readings.ReadingNotRecordedException => Problem5xx.NotRecorded,
        _ => TakesNoWrites(e) ? Problem5xx.TakesNoWrites : IsOutOfReach(e) ? Problem5xx.Unavailable : Problem5xx.Broken,
    };

    // Marten wraps what the database answers.
    static bool TakesNoWrites(Exception e) =>
        e is PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.DiskFull } || (e.InnerException is { } inner && TakesNoWrites(inner));

    /// <summary>No connection, no answer in time, too many connections or no room (class 53), shutting down or starting (57P0x), or told to give up (57014).</summary>
    internal static bool IsOutOfReach(Exception e) => e switch
    {
        PostgresException p => p.SqlState.StartsWith("53", StringComparison.Ordinal) || p.SqlState.StartsWith("57", StringComparison.Ordinal)
            || p.SqlState.StartsWith("08", StringComparison.Ordinal) || p.SqlState is PostgresErrorCodes.InvalidCatalogName,
        NpgsqlException or TimeoutException or System.Net.Sockets.SocketException => true,
        _ => e.InnerException is { } inner && IsOutOfReach(inner),
    };

    static Problem OfStatus(int status) => status switch
    {
        401 => Problem401.NotSignedIn,
        403 => Problem4xx.NotAllowed,
        404 => Problem4xx.NoSuchRoute,
        405 => Problem4xx.MethodNotAllowed,
        413 => Problem4xx.TooLarge,
        415 => Problem4xx.NotJson,
        >= 400 and < 500 => Problem.Of(status, "not-understood", "The request could not be understood", "The request is not HTTP that this host can read.", "Check the request's headers and body."),
        _ => Problem5xx.Broken,
    };

    static void Log(HttpContext http, Problem problem, Exception e)
    {
        var logger = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Nscp.Reviews.Breakage");
        if (problem.Status == StatusCodes.Status500InternalServerError) logger.LogError(e, "The request broke ({CorrelationId})", Requests.Correlation.Of(http));
        else if (problem == Problem5xx.NotRecorded) logger.LogError(e, "Who read could not be recorded, and nothing was shown ({CorrelationId})", Requests.Correlation.Of(http));
        else if (problem.Status >= 500) logger.LogWarning("The database is out of reach: {Kind} ({CorrelationId})", e.GetType().Name, Requests.Correlation.Of(http));
    }
}
