using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Nscp.Reviews.Api.Requests;

/// <summary>Which version of the case a command was decided on, as <c>If-Match</c> says.</summary>
abstract record Expectation
{
    Expectation()
    {
    }

    internal sealed record Missing : Expectation;

    /// <summary><c>*</c>.</summary>
    internal sealed record AnyVersion : Expectation;

    internal sealed record OneOf(IReadOnlyList<long> Versions) : Expectation;

    /// <summary>Null when the header cannot be read. A weak or foreign tag can be read, but no version of ours has it.</summary>
    internal static Expectation? Read(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0) return new Missing();
        if (!EntityTagHeaderValue.TryParseStrictList(header, out var tags)) return null;
        if (tags.Contains(EntityTagHeaderValue.Any)) return new AnyVersion();
        return new OneOf([.. tags.Where(t => !t.IsWeak).Select(t => long.TryParse(t.Tag.AsSpan()[1..^1], out var version) ? version : -1)]);
    }

    internal bool Allows(long version) => this is AnyVersion || (this is OneOf some && some.Versions.Contains(version));
}

/// <summary>A client's key with the digest of the request that it stands for.</summary>
sealed record RequestKey(CommandKey Key, string Digest)
{
    internal const string Header = "Idempotency-Key";

    /// <summary><c>true</c> on an answer that was made again for a repeated key; absent on the first.</summary>
    internal const string MadeAgainHeader = "Idempotent-Replay";
    const int Most = 128;

    internal static Problem Unreadable { get; } = Problem4xx.BadHeader(Header, "must be 1 to 128 printable ASCII characters");

    internal static bool IsWellFormed(HttpRequest request) =>
        request.Headers[Header] switch { { Count: 0 } => true, { Count: 1 } given => Correlation.IsPrintable(given[0], Most), _ => false };

    /// <summary>Whether the same request was recorded under it.</summary>
    internal bool IsOf(CommandRecord recorded) => recorded.Digest == Digest;

    /// <summary>What stands under it once these versions are recorded.</summary>
    internal CommandRecord Record(Guid stream, long from, long to, Instant at) => new(Key.Id, Digest, stream, from, to, at);

    internal static void MarkAsMadeAgain(HttpResponse response) => response.Headers[MadeAgainHeader] = "true";

    /// <summary>Null without a key. If-Match is no part of the digest: a client that lost the answer reads the case again and may send its newer version.</summary>
    internal static RequestKey? Of(HttpContext http, Caller caller, ReadOnlyMemory<byte> body)
    {
        if (http.Request.Headers[Header] is not { Count: 1 } given) return null;
        var route = $"{http.Request.Method} {((RouteEndpoint)http.GetEndpoint()!).RoutePattern.RawText}";
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method}\n{http.Request.Path}{http.Request.QueryString}\n"));
        sha.AppendData(body.Span);
        return new(new CommandKey(caller.Id, route, given[0]!), Convert.ToHexStringLower(sha.GetHashAndReset()));
    }
}
