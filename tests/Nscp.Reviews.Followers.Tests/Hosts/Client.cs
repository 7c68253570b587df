using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Nscp.Reviews.Api.Tests;

namespace Nscp.Reviews.Followers.Tests.Hosts;

/// <summary>Somebody who opens cases and accepts lists of bank holidays, and asks a host how it does.</summary>
sealed class Client : IDisposable
{
    readonly HttpClient _http;
    readonly string _key;
    readonly Func<string> _logged;

    /// <param name="logged">What the host logged, to be told where it fails.</param>
    internal Client(Uri address, string key, Func<string>? logged = null) => (_http, _key, _logged) = (new HttpClient { BaseAddress = address }, key, logged ?? (() => ""));

    /// <summary>The reasons why the host is not as it should be; empty where it is.</summary>
    internal async Task<string> ReadinessAsync()
    {
        var answer = await _http.GetAsync(new Uri("/health/ready", UriKind.Relative), ReviewsDatabase.Ct);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(ReviewsDatabase.Ct);
        return body.TryGetProperty("reasons", out var reasons) ? string.Join('\n', reasons.EnumerateArray().Select(one => one.GetString())) : "";
    }

    /// <summary>A case of a death known of on this day.</summary>
    internal Task OpenAsync(string reference, string aware = "2022-09-12") => SendAsync("development-manager", "cases", JsonContent.Create(new
    {
        reference, what = "death", children = new[] { new { label = "Child R", outcome = "died" } }, awareOn = aware, suspectedOn = aware, district = "bassetlaw", happenedOn = aware,
    }));

    /// <param name="partner">Was told of the incident, at any version of the case.</param>
    internal Task InformAsync(string reference, string partner = "NOTTS-POLICE") => SendAsync("development-manager", $"cases/{reference}/partner-informed", JsonContent.Create(new { partner }));

    internal async Task AcceptAsync(string feed)
    {
        await using var file = typeof(Client).Assembly.GetManifestResourceStream($"feed-{feed}.json")!;
        var content = new StreamContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        await SendAsync("administrator", "calendar/revisions", content);
    }

    async Task SendAsync(string role, string path, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"/api/v1/{path}", UriKind.Relative)) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token.For(_key, role, "NSCP", "NSCP", null));
        if (path.StartsWith("cases/", StringComparison.Ordinal)) request.Headers.TryAddWithoutValidation("If-Match", "*");
        using var answer = await _http.SendAsync(request, ReviewsDatabase.Ct);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync(ReviewsDatabase.Ct)}\n{_logged()}");
    }

    public void Dispose() => _http.Dispose();
}
