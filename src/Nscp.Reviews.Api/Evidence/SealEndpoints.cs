using Nscp.Reviews.Api.Readings;

namespace Nscp.Reviews.Api.Evidence;

/// <summary>The keys of this log's seals, for whoever holds a bundle and asks whose signature it bears.</summary>
/// <param name="Current">What the log is sealed by now; absent where this host does not seal.</param>
/// <param name="Retired">What it was sealed by before.</param>
public sealed record SealKeysRead(PublicKey? Current, IReadOnlyList<PublicKey> Retired);

/// <summary>What the log is sealed by, and what came of verifying it.</summary>
static class SealEndpoints
{
    internal static void MapSeals(this IEndpointRouteBuilder api)
    {
        // A stranger compares them: an inspector, a court. They are public keys.
        api.MapGet("/seal-keys", KeysAsync).WithMetadata(new OpenToAll()).Tells<SealKeysRead>("The public keys of the log's seals, each with the fingerprint that a bundle is checked by; open to all");
        api.MapGet("/verifications", VerificationsAsync).GuardedAs("GET verifications").Tells<VerificationsRead>("Whether anything in the log was altered: what came of verifying it, the newest run first");
    }

    static async Task VerificationsAsync(HttpContext http)
    {
        if (new Query(http).Problem() is { } wrong)
        {
            await ProblemAnswer.WriteAsync(http, wrong);
            return;
        }
        await JsonAnswer.WriteAsync(http, await http.RequestServices.GetRequiredService<Verifications>().ReadAsync(Caller.Of(http), http.RequestAborted));
    }

    static Task KeysAsync(HttpContext http)
    {
        var keys = http.RequestServices.GetRequiredService<SealKeys>();
        return JsonAnswer.WriteAsync(http, new SealKeysRead(keys.Current?.Public, keys.Retired));
    }
}
