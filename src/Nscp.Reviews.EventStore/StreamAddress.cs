namespace Nscp.Reviews.EventStore;

/// <summary>How a reader names a stream.</summary>
public abstract record StreamAddress
{
    StreamAddress() { }

    public sealed record ById(Guid StreamId) : StreamAddress;

    /// <param name="Lookup">How the stream is found.</param>
    /// <param name="Value">What it is known by.</param>
    public sealed record ByLookup(StreamLookup Lookup, string Value) : StreamAddress;
}

/// <summary>
/// Finds a stream's id in a projection's table, inside the read's own round trip. Keep it in a static field: its statement is made once.
/// </summary>
/// <remarks>The SQL is the application's own constant, never made from input: a SELECT of one uuid, with the value as <c>$1</c> (text) and the
/// tenant as <c>current_setting('es.tenant')</c>, for example <c>select stream_id from ticket_number where tenant_id = current_setting('es.tenant') and number = $1</c>.</remarks>
public sealed class StreamLookup(string sql)
{
    internal string EventsSql { get; } = $"{EventRow.Select} where e.tenant_id = $2 and e.stream_id = ({sql}) order by e.version";
}
