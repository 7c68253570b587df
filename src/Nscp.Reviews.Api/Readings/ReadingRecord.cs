namespace Nscp.Reviews.Api.Readings;

/// <summary>A reading below a case that shows nothing of the case's content, and so is not recorded: who has read it.</summary>
sealed record ShowsNoContent;

/// <summary>Nothing of the case is shown then.</summary>
sealed class ReadingNotRecordedException(Exception? why) : Exception("A reading of a case could not be recorded.", why);

/// <summary>
/// Every reading of a case is recorded before its answer leaves. By the address, and not by each route's own doing, so that no route can
/// forget it. An answer that is no reading (not found, not understood) leaves no record.
/// </summary>
static class ReadingRecord
{
    internal const string PurposeHeader = "X-Purpose";
    const int MostOfPurpose = 200;

    internal static bool IsOf(Endpoint? endpoint) =>
        endpoint is RouteEndpoint { RoutePattern: var pattern } && pattern.GetParameter("reference") is not null
        && endpoint.Metadata.GetMetadata<ShowsNoContent>() is null
        && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains(HttpMethods.Get);

    internal static async Task KeepAsync(HttpContext http, RequestDelegate next)
    {
        if (!IsOf(http.GetEndpoint()))
        {
            await next(http);
            return;
        }
        var leaving = http.Response.Body;
        using var held = new MemoryStream();
        http.Response.Body = held;
        try
        {
            await next(http);
            if (http.Response.StatusCode < 400) await RecordAsync(http);
        }
        finally
        {
            http.Response.Body = leaving;
        }
        held.Position = 0;
        await held.CopyToAsync(leaving, http.RequestAborted);
    }

    static async Task RecordAsync(HttpContext http)
    {
        if (!TryPurpose(http, out var purpose))
        {
            await ProblemAnswer.WriteInsteadAsync(http, Problem4xx.BadHeader(PurposeHeader, $"must be 1 to {MostOfPurpose} printable ASCII characters"));
            return;
        }
        var caller = Caller.Of(http);
        var reading = new RecordedReading(
            http.RequestServices.GetRequiredService<HostClock>().Now, new Reader(caller.Id, caller.Name, caller.Role, caller.DisplayRole, caller.Organisation),
            NameOf(http.GetEndpoint()!), DetailsOf(http), purpose, Correlation.Of(http));
        try
        {
            if (await CaseReadings.AddAsync(http.Source(), caller.Tenant, CaseReference.Parse((string)http.GetRouteValue("reference")!), reading, http.RequestAborted)) return;
        }
        catch (NpgsqlException e)
        {
            throw new ReadingNotRecordedException(e);
        }
        // Its reference was set right since it was read.
        throw new ReadingNotRecordedException(null);
    }

    internal static string NameOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<Guarded>()!.Route["GET ".Length..];

    /// <summary>What the address says besides the case. All of it was understood: otherwise nothing was read.</summary>
    static SortedDictionary<string, string> DetailsOf(HttpContext http)
    {
        var details = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in http.Request.RouteValues)
            if (name != "reference") details[name] = (string)value!;
        foreach (var (name, value) in http.Request.Query) details[name] = value.ToString();
        return details;
    }

    static bool TryPurpose(HttpContext http, out string? purpose)
    {
        var given = http.Request.Headers[PurposeHeader];
        purpose = given.Count == 0 ? null : given[0];
        return given.Count == 0 || (given.Count == 1 && Correlation.IsPrintable(purpose, MostOfPurpose));
    }
}
