namespace Nscp.Reviews.Api.Readings;

/// <summary>A list's answer: JSON, or CSV where that is asked for; with a link to what follows.</summary>
static class ListAnswer
{
    const int Usual = 50, Most = 500;

    internal static int Limit(Query query) => query.Number("limit", 1, Most) ?? Usual;

    internal static Task WriteAsync<T>(HttpContext http, Page<T> page) => WriteAsync<T, T>(http, page, item => [item]);

    /// <param name="lines">The lines of CSV that an item becomes.</param>
    internal static Task WriteAsync<T, TLine>(HttpContext http, Page<T> page, Func<T, IEnumerable<TLine>> lines)
    {
        LinkTo(http, page.After);
        return CsvAnswer.IsAsked(http.Request) ? CsvAnswer.WriteAsync(http, page.Items.SelectMany(lines)) : JsonAnswer.WriteAsync(http, page);
    }

    /// <param name="after">The cursor of what follows; null when nothing does.</param>
    internal static void LinkTo(HttpContext http, string? after)
    {
        if (after is not null) http.Response.Headers.Link = $"<{Following(http.Request, after)}>; rel=\"next\"";
    }

    /// <summary>Reads a part, or tells that its cursor is none of this list's.</summary>
    internal static async Task<T?> ReadAsync<T>(HttpContext http, Func<Task<T>> read) where T : class?
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            await ProblemAnswer.WriteAsync(http, Problem4xx.BadHeader("after", "must be the cursor that this list gave"));
            return null;
        }
    }

    static string Following(HttpRequest request, string after) =>
        request.Path + QueryString.Create(request.Query.Where(q => q.Key != "after").Append(new("after", after)));
}
