using System.Text.Json;
using Nscp.Reviews.Domain.Json;

namespace Nscp.Reviews.Domain;

/// <summary>Reads the reference data that is compiled into this assembly, and other files of the same shape.</summary>
static class EmbeddedData
{
    public static bool Has(string name) => typeof(EmbeddedData).Assembly.GetManifestResourceInfo(name) is not null;

    public static byte[] Bytes(string name)
    {
        using var stream = typeof(EmbeddedData).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The embedded file {name} is missing from the build.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Reads UTF-8 JSON, as strictly as a request.</summary>
    /// <exception cref="JsonException">It cannot be read, and <paramref name="refusal"/> makes no other exception of the place and the reason.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8, Func<string, JsonException, Exception>? refusal = null)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(utf8, DomainJson.Request) ?? throw new JsonException("must not be null");
        }
        catch (JsonException unreadable)
        {
            var why = $"{unreadable.Path ?? "$"}: {unreadable.Message}";
            throw refusal?.Invoke(why, unreadable) ?? new JsonException(why, unreadable);
        }
    }
}
