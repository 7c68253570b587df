using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Nscp.Reviews.Api.Tests;

/// <summary>An answer, read whole.</summary>
sealed record Reply(int Status, JsonElement Body, HttpResponseMessage Raw, string Text)
{
    internal string? Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("type", out var type) ? type.GetString()!["urn:nscp:reviews:".Length..] : null;

    internal string? ETag => Raw.Headers.ETag?.ToString();

    /// <summary>Whether the host says that it has answered this very request before.</summary>
    internal bool IsMadeAgain => Raw.Headers.TryGetValues("Idempotent-Replay", out var said) && said.Single() == "true";

    internal IEnumerable<string> Recorded => Body.GetProperty("recorded").EnumerateArray().Select(e => e.GetProperty("type").GetString()!);

    internal IEnumerable<string> ErrorFields => Body.GetProperty("errors").EnumerateObject().Select(e => e.Name);
}

/// <summary>Somebody who is signed in, or nobody. Every problem that comes back is checked to be one.</summary>
sealed class Client(Uri address, string? token)
{
    static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 });

    internal Task<Reply> GetAsync(string route, string? accept = null) => SendAsync(HttpMethod.Get, route, null, request =>
    {
        if (accept is not null) request.Headers.Accept.ParseAdd(accept);
    });

    /// <summary>The head alone: a problem's body, which is not sent, cannot be checked.</summary>
    internal async Task<(int Status, HttpResponseMessage Raw)> HeadAsync(string route)
    {
        using var request = Request(HttpMethod.Head, route);
        var response = await Http.SendAsync(request, ReviewsApp.Ct);
        return ((int)response.StatusCode, response);
    }

    /// <summary>Posts JSON, with <c>If-Match: *</c> unless told otherwise.</summary>
    internal Task<Reply> PostAsync(string route, object? body, string? ifMatch = "*", string? key = null) =>
        SendAsync(HttpMethod.Post, route, Json(body), request => Commanding(request, ifMatch, key));

    internal Task<Reply> PostRawAsync(string route, HttpContent? content, string? ifMatch = "*", string? key = null, Action<HttpRequestMessage>? also = null) =>
        SendAsync(HttpMethod.Post, route, content, request =>
        {
            Commanding(request, ifMatch, key);
            also?.Invoke(request);
        });

    internal static HttpContent Json(object? body) => new StringContent(body as string ?? JsonSerializer.Serialize(body ?? new { }), Encoding.UTF8, "application/json");

    internal async Task<Reply> SendAsync(HttpMethod method, string route, HttpContent? content, Action<HttpRequestMessage>? also = null)
    {
        using var request = Request(method, route);
        request.Content = content;
        also?.Invoke(request);
        var response = await Http.SendAsync(request, ReviewsApp.Ct);
        var text = await response.Content.ReadAsStringAsync(ReviewsApp.Ct);
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        var reply = new Reply((int)response.StatusCode, isJson ? JsonElement.Parse(text) : default, response, text);
        if (reply.Status >= 400) ShouldBeAProblem(reply);
        response.Headers.Contains("X-Correlation-Id").ShouldBeTrue();
        return reply;
    }

    HttpRequestMessage Request(HttpMethod method, string route)
    {
        var request = new HttpRequestMessage(method, new Uri(address, route.StartsWith('/') ? route : $"/api/v1/{route}"));
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    static void Commanding(HttpRequestMessage request, string? ifMatch, string? key)
    {
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
    }

    static void ShouldBeAProblem(Reply reply)
    {
        reply.Raw.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", reply.Text);
        reply.Body.GetProperty("type").GetString()!.ShouldStartWith("urn:nscp:reviews:");
        reply.Body.GetProperty("status").GetInt32().ShouldBe(reply.Status);
        foreach (var name in (string[])["title", "detail", "whatToDo", "traceId"]) reply.Body.GetProperty(name).GetString().ShouldNotBeNullOrWhiteSpace();
        if (reply.Status == 400 && reply.Code == "not-understood") reply.ErrorFields.ShouldNotBeEmpty();
    }
}
