using Nscp.Reviews.Api.Readings;

namespace Nscp.Reviews.Api.Evidence;

/// <summary>One case as a file that proves what was recorded: docs/evidence.md.</summary>
static class AuditBundleEndpoint
{
    const string Zip = "application/zip";

    internal static void MapAuditBundles(this IEndpointRouteBuilder api) => api.MapGet("/cases/{reference}/audit-bundle", BundleAsync).GuardedAs("GET audit-bundle").Gives(
        Zip, "Everything recorded on the case, signed, with the proof that it is as it was sealed, and a page to read: for ./build.sh verify-bundle, or any verifier written from docs/evidence.md", KnownAt.Parameter);

    static async Task BundleAsync(HttpContext http)
    {
        var (services, caller, ct) = (http.RequestServices, Caller.Of(http), http.RequestAborted);
        var keys = services.GetRequiredService<SealKeys>();
        var session = http.Reference() is { } reference ? await http.OpenAsync(new StreamAddress.ByReference(reference)) : null;
        var read = session?.Read;
        var query = new Query(http);
        var at = http.KnownAt(query);
        var then = read is null ? null : at.Of(read);
        var problem = read?.StreamId is null ? Problem4xx.NoSuchCase
            : query.Problem() ?? (then!.StreamId is null ? Problem4xx.NotRecordedYet(read.Events[0].Timestamp) : keys.Current is null ? BundleProblems.NoSealKey : null);
        if (problem is not null)
        {
            await ProblemAnswer.WriteAsync(http, problem);
            return;
        }

        var bundle = await services.GetRequiredService<AuditBundles>().MakeAsync(caller.Partnership, then!, session!.CalendarInForce, at, ct);
        if (bundle.Problem is { } cannot)
        {
            await ProblemAnswer.WriteAsync(http, cannot);
            return;
        }
        http.Response.ContentType = Zip;
        http.Response.ContentLength = bundle.Zip!.Length;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{bundle.FileName}\"";
        http.Response.SetVersion(then!.Version);
        await http.Response.Body.WriteAsync(bundle.Zip, ct);
    }
}
