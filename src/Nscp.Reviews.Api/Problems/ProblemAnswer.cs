using System.Diagnostics;
using System.Text.Json;
using Nscp.Reviews.Domain.Json;

namespace Nscp.Reviews.Api.Problems;

/// <summary>The one place in which a problem becomes an answer.</summary>
static class ProblemAnswer
{
    internal const string ContentType = "application/problem+json";

    /// <summary>In place of an answer that was begun and has not left.</summary>
    internal static Task WriteInsteadAsync(HttpContext http, Problem problem)
    {
        http.Response.Clear();
        http.Response.Headers[Requests.Correlation.Header] = Requests.Correlation.Of(http);
        return WriteAsync(http, problem);
    }

    internal static Task WriteAsync(HttpContext http, Problem problem)
    {
        var response = http.Response;
        response.StatusCode = problem.Status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        if (problem.Status == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        if (problem.Status == StatusCodes.Status503ServiceUnavailable) response.Headers.RetryAfter = "2";
        var traced = problem with { TraceId = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier };
        return JsonSerializer.SerializeAsync(response.Body, traced, DomainJson.Stored, http.RequestAborted);
    }
}
