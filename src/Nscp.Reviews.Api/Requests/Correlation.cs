namespace Nscp.Reviews.Api.Requests;

/// <summary>The id under which a request and what it records are found again: the caller's, or one of ours.</summary>
static class Correlation
{
    internal const string Header = "X-Correlation-Id";
    static readonly object Key = new();

    internal static string Of(HttpContext http) => (string)http.Items[Key]!;

    /// <summary>Echoed on every answer, also on those that refuse the request.</summary>
    internal static Task MarkAsync(HttpContext http, RequestDelegate next)
    {
        var given = http.Request.Headers[Header];
        var id = IsWellFormed(http) && given.Count == 1 ? given[0]! : Guid.CreateVersion7().ToString();
        http.Items[Key] = id;
        http.Response.Headers[Header] = id;
        return next(http);
    }

    /// <summary>1 to 64 printable ASCII characters; an absent one is fine.</summary>
    internal static bool IsWellFormed(HttpContext http) => http.Request.Headers[Header] switch
    {
        { Count: 0 } => true,
        { Count: 1 } given => IsPrintable(given[0], 64),
        _ => false,
    };

    internal static bool IsPrintable(string? text, int most) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= most && text.All(c => c is >= ' ' and <= '~');
}
