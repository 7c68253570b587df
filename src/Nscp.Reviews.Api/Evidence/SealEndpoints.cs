using Nscp.Reviews.Api.Access;
using Nscp.Reviews.Api.OpenApi;
using Nscp.Reviews.EventStore;

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
    }

    static Task KeysAsync(HttpContext http)
    {
        var keys = http.RequestServices.GetRequiredService<SealKeys>();
        return JsonAnswer.WriteAsync(http, new SealKeysRead(keys.Current?.Public, keys.Retired));
    }
}
