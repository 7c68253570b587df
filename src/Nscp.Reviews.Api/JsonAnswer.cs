using System.Text.Json;
using Nscp.Reviews.Domain.Json;

namespace Nscp.Reviews.Api;

/// <summary>A yes, as JSON in the domain's words.</summary>
static class JsonAnswer
{
    internal static Task WriteAsync<T>(HttpContext http, T value, int status = StatusCodes.Status200OK)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(http.Response.Body, value, DomainJson.Stored, http.RequestAborted);
    }

    internal static void SetVersion(this HttpResponse response, long version) => response.Headers.ETag = $"\"{version}\"";
}
