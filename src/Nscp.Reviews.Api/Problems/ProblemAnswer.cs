using System.Diagnostics;
using System.Text.Json;
using Nscp.Reviews.Domain.Json;

namespace Nscp.Reviews.Api.Problems;

/// <summary>The one place in which a problem becomes an answer.</summary>
static class ProblemAnswer
{
    internal const string ContentType = "application/problem+json";

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
