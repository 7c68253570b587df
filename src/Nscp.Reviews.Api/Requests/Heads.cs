namespace Nscp.Reviews.Api.Requests;

/// <summary>HEAD is answered wherever GET is, by the same route under the same permission; the server sends no body to it.</summary>
static class Heads
{
    internal static async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        var asked = http.Request.Method;
        // A route of its own for HEAD would be a second row in the permission table, which could come to differ.
        if (HttpMethods.IsHead(asked)) http.Request.Method = HttpMethods.Get;
        await next(http);
        http.Request.Method = asked;
        if (http.Response.StatusCode == StatusCodes.Status405MethodNotAllowed && http.Response.Headers.Allow.ToString() is var allow && allow.Contains(HttpMethods.Get, StringComparison.Ordinal))
            http.Response.Headers.Allow = $"{allow}, {HttpMethods.Head}";
    }
}
