namespace Nscp.Reviews.Api.Readings;

/// <summary>An answer for people rather than programs, where that is asked for.</summary>
static class TextAnswer
{
    /// <summary>Whether the request names the kind of text among what it accepts.</summary>
    internal static bool Asks(this HttpRequest request, string mediaType) => request.GetTypedHeaders().Accept.Any(a => a.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase));

    internal static Task WriteAsync(HttpContext http, string mediaType, string text)
    {
        http.Response.ContentType = $"{mediaType}; charset=utf-8";
        return http.Response.WriteAsync(text, http.RequestAborted);
    }
}
