using Nscp.Reviews.Api.Calendar;
using Nscp.Reviews.Api.Evidence;
using Nscp.Reviews.Api.Followers;

namespace Nscp.Reviews.Api;

/// <param name="Status"><c>live</c>, <c>ready</c> or <c>degraded</c>.</param>
/// <param name="Reasons">Why it is degraded.</param>
public sealed record Health(string Status, IReadOnlyList<string>? Reasons = null);

static class HealthEndpoints
{
    internal static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", http => JsonAnswer.WriteAsync(http, new Health("live"))).WithMetadata(new OpenToAll()).Tells<Health>("Whether the process is up");
        app.MapGet("/health/ready", ReadyAsync).WithMetadata(new OpenToAll()).Tells<Health>("Whether it can work: ready, or degraded with the reasons; 503 when the database is out of reach or the schema is wrong");
    }

    static async Task ReadyAsync(HttpContext http)
    {
        var services = http.RequestServices;
        var wrong = await services.GetRequiredService<StartCheck>().SchemaAsync(http.RequestAborted);
        if (wrong is not null)
        {
            await ProblemAnswer.WriteAsync(http, Problem5xx.SchemaWrong(wrong));
            return;
        }
        List<string> reasons = [.. await services.GetRequiredService<CoverageWatch>().WarningsAsync(http.RequestAborted)];
        reasons.AddRange(await services.GetRequiredService<FollowerHealth>().ReasonsAsync(http.RequestAborted));
        reasons.AddRange(services.GetRequiredService<Seals>().Reasons());
        if (await services.GetRequiredService<Verifications>().ReasonAsync(http.RequestAborted) is { } unverified) reasons.Add(unverified);
        await JsonAnswer.WriteAsync(http, reasons.Count > 0 ? new Health("degraded", reasons) : new Health("ready"));
    }
}
