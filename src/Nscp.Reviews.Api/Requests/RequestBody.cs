using System.Text.Json;
using System.Text.Unicode;

namespace Nscp.Reviews.Api.Requests;

/// <summary>A request's body as received, read once.</summary>
sealed record RequestBody(ReadOnlyMemory<byte> Bytes, JsonElement Fields)
{
    /// <summary>Bytes.</summary>
    internal const int Limit = 64 * 1024;

    /// <summary>What is too large is read to here before it is refused: a client that is still sending would lose the answer.</summary>
    internal const int MostRead = 32 * 1024 * 1024;

    static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };
    static readonly JsonElement NoFields = JsonElement.Parse("{}"u8);

    /// <summary>The body, or why it cannot be read. Nothing of what was sent is told back.</summary>
    internal static async Task<(RequestBody?, Problem?)> ReadAsync(HttpContext http)
    {
        var request = http.Request;
        var bytes = await BytesAsync(request, Limit, http.RequestAborted);
        if (bytes is null) return (null, Problem4xx.TooLarge);
        // A command without facts of its own needs no body.
        if (bytes.Length == 0 && request.ContentType is null) return (new(bytes, NoFields), null);
        return IsJson(request) ? Parse(bytes) : (null, Problem4xx.NotJson);
    }

    /// <summary>A body of up to so many bytes that is said to be JSON, unread; or why not.</summary>
    internal static async Task<(byte[]?, Problem?)> ReadBytesAsync(HttpContext http, int most, Problem tooLarge)
    {
        if (await BytesAsync(http.Request, most, http.RequestAborted) is not { } bytes) return (null, tooLarge);
        return IsJson(http.Request) ? (bytes, null) : (null, Problem4xx.NotJson);
    }

    static (RequestBody?, Problem?) Parse(byte[] bytes)
    {
        if (!Utf8.IsValid(bytes)) return (null, Problem4xx.Unreadable("The body is not UTF-8."));
        try
        {
            var root = JsonElement.Parse(bytes, Options);
            return root.ValueKind == JsonValueKind.Object ? (new(bytes, root), null) : (null, Problem4xx.Unreadable("The body is not a JSON object."));
        }
        catch (JsonException e)
        {
            return (null, Problem4xx.Unreadable($"The body is not readable JSON: see line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}."));
        }
    }

    static bool IsJson(HttpRequest request) =>
        Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (type.Charset.Length == 0 || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    static async Task<byte[]?> BytesAsync(HttpRequest request, int limit, CancellationToken ct)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[8 * 1024];
        var tooLarge = false;
        int read;
        while ((read = await request.Body.ReadAsync(chunk, ct)) > 0)
        {
            if (tooLarge |= buffer.Length + read > limit) continue;
            buffer.Write(chunk, 0, read);
        }
        return tooLarge ? null : buffer.ToArray();
    }
}
