namespace Nscp.Reviews.Evidence;

/// <summary>The stored events of a bundle, read back.</summary>
static class BundleEvents
{
    static readonly string[] Mandatory = ["sequence", "id", "tenant", "stream", "version", "type", "data", "timestamp", "archived"];
    static readonly string[] Optional = ["headers", "dotnetType", "correlation", "causation", "userName", "binary"];

    /// <summary>In the order of the file.</summary>
    internal static IReadOnlyList<(string Tenant, StoredEvent Event)> Read(ReadOnlyMemory<byte> lines)
    {
        var events = new List<(string, StoredEvent)>();
        while (!lines.IsEmpty)
        {
            var end = lines.Span.IndexOf((byte)'\n');
            if (end < 0) throw new MisfitException($"{BundleFormat.Events} does not end with the end of a line.");
            events.Add(ReadLine(lines[..end], $"Line {events.Count + 1} of {BundleFormat.Events}"));
            lines = lines[(end + 1)..];
        }
        return events;
    }

    static (string, StoredEvent) ReadLine(ReadOnlyMemory<byte> line, string what)
    {
        var fields = BundleFields.Of(line, what, Mandatory, Optional);
        return (fields.Text("tenant"), new StoredEvent(fields.Id("id"), fields.Id("stream"), fields.Number("sequence"), fields.Number("version"), fields.Text("type"), fields.Raw("data"), fields.Time("timestamp"))
        {
            Others = new OtherColumns(
                Memory(fields.RawOrNull("headers")), fields.TextOrNull("userName"), fields.TextOrNull("correlation"), fields.TextOrNull("causation"), fields.TextOrNull("dotnetType"),
                Memory(fields.BinaryOrNull("binary")), fields.YesOrNo("archived")),
        });
    }

    // The cast matters: a bare null would turn into bytes of length 0, by way of an array.
    static ReadOnlyMemory<byte>? Memory(byte[]? bytes) => bytes is null ? (ReadOnlyMemory<byte>?)null : bytes;
}
