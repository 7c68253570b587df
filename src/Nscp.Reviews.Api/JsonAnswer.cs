using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Nscp.Reviews.Domain.Json;

namespace Nscp.Reviews.Api;

/// <summary>A yes, as JSON in the domain's words.</summary>
static class JsonAnswer
{
    /// <summary>As the domain stores its facts, but with what a reading derives.</summary>
    internal static JsonSerializerOptions Options { get; } = Make();

    internal static Task WriteAsync<T>(HttpContext http, T value, int status = StatusCodes.Status200OK)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(http.Response.Body, value, Options, http.RequestAborted);
    }

    internal static void SetVersion(this HttpResponse response, long version) => response.Headers.ETag = $"\"{version}\"";

    static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(DomainJson.Stored) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        options.MakeReadOnly();
        return options;
    }
}
