using System.Buffers;
using NodaTime;

namespace Nscp.Reviews.Evidence;

/// <summary>
/// Links the events of a stream: each event's hash covers every stored column of it (but its place in the log, which is known only in the
/// database), its headers without <c>hash</c>, and the hash of the event before it. So an event cannot be altered, taken out or moved
/// within its stream without the next one telling.
/// </summary>
/// <remarks>The canonical bytes are a storage format for ever: "es1", then each field behind its length (four bytes, big-endian; -1 for null).</remarks>
static class EventChain
{
    /// <summary>The hash of an event to be stored: of ours, so without binary data and .NET type, and not archived.</summary>
    /// <param name="previous">Null for the first of a stream.</param>
    /// <param name="one">Its columns; data and headers in canonical form, the headers without <c>hash</c>.</param>
    static Hash256 Hash(Hash256? previous, in Link one)
    {
        using var bytes = new CanonicalBytes();
        bytes.Begin(previous);
        bytes.Add(one.Tenant);
        bytes.Add(one.StreamId);
        bytes.Add(one.Version);
        bytes.Add(one.Id);
        bytes.Add(one.Type);
        bytes.Add(one.Data);
        bytes.AddNull();
        bytes.Add(one.Microseconds);
        bytes.AddNull();
        bytes.Add(one.CorrelationId);
        bytes.Add(one.CausationId);
        bytes.Add(one.UserName);
        bytes.Add(0L);
        bytes.Add(one.Headers);
        return bytes.Hash();
    }

    /// <summary>The events of an append as they are stored: canonical data, and headers with the hash.</summary>
    internal static ChainedEvent[] Chain(string tenant, Guid stream, long last, Hash256? tip, IReadOnlyList<NewEvent> events)
    {
        var chained = new ChainedEvent[events.Count];
        for (var i = 0; i < chained.Length; i++)
        {
            chained[i] = Chain(tenant, stream, last + 1 + i, tip, events[i]);
            tip = chained[i].Hash;
        }
        return chained;
    }

    static ChainedEvent Chain(string tenant, Guid stream, long version, Hash256? previous, NewEvent one)
    {
        var (data, headers) = (new ArrayBufferWriter<byte>(Math.Max(one.Data.Length, 1)), new ArrayBufferWriter<byte>(512));
        CanonicalJson.WriteNew(one.Data, data, nameof(NewEvent.Data));
        CanonicalJson.WriteNew(Headers.Write(one.Metadata), headers, nameof(NewEvent.Metadata));
        var hash = Hash(previous, new Link
        {
            Tenant = tenant,
            StreamId = stream,
            Version = version,
            Id = one.Id,
            Type = one.Type,
            Data = data.WrittenMemory,
            Microseconds = SqlTime.ToSql(one.Metadata.RecordedAt),
            CorrelationId = one.Metadata.CorrelationId,
            CausationId = one.Metadata.CausationId,
            UserName = one.Metadata.RecorderId,
            Headers = headers.WrittenMemory,
        });
        return new ChainedEvent(one, version, data.WrittenMemory, Headers.WithHash(headers.WrittenSpan, hash), hash);
    }

    /// <summary>The hash of the last row, recomputed from what stands in it, so that an event of other software is covered too.</summary>
    /// <param name="tenant">Whose they are.</param>
    /// <param name="rows">Of one stream, in order, at least one.</param>
    internal static Hash256 Tip(string tenant, IReadOnlyList<StoredEvent> rows)
    {
        // Before the last, a recorded hash will do: whoever verifies the stream recomputes that one as well.
        var from = rows.Count - 1;
        Hash256? previous = null;
        while (from > 0 && (previous = Headers.ReadHash(rows[from - 1].Others!.Headers)) is null)
            from--;
        for (; from < rows.Count; from++)
            previous = Hash(previous, tenant, rows[from]);
        return previous!.Value;
    }

    /// <summary>The hash of an event as it is stored.</summary>
    internal static Hash256 Hash(Hash256? previous, string tenant, StoredEvent one)
    {
        var others = one.Others!;
        using var bytes = new CanonicalBytes();
        bytes.Begin(previous);
        bytes.Add(tenant);
        bytes.Add(one.StreamId);
        bytes.Add(one.Version);
        bytes.Add(one.Id);
        bytes.Add(one.Type);
        bytes.AddData(one.Data.Span);
        bytes.Add(others.Binary);
        // As the row has it: PostgreSQL's -infinity, where Marten gave a tombstone no time.
        bytes.Add(one.Timestamp == Instant.MinValue ? long.MinValue : SqlTime.ToSql(one.Timestamp));
        bytes.Add(others.DotnetType);
        bytes.Add(others.CorrelationId);
        bytes.Add(others.CausationId);
        bytes.Add(others.UserName);
        bytes.Add(others.IsArchived ? 1L : 0L);
        if (others.Headers is { } headers)
            bytes.AddHeaders(headers.Span);
        else
            bytes.AddNull();
        return bytes.Hash();
    }

    /// <summary>One event as it is hashed.</summary>
    internal readonly ref struct Link
    {
        internal required string Tenant { get; init; }

        internal required Guid StreamId { get; init; }

        internal required long Version { get; init; }

        internal required Guid Id { get; init; }

        internal required string Type { get; init; }

        internal required ReadOnlyMemory<byte>? Data { get; init; }

        /// <summary>Since 1 January 2000, as PostgreSQL counts.</summary>
        internal required long Microseconds { get; init; }

        internal string? CorrelationId { get; init; }

        internal string? CausationId { get; init; }

        internal string? UserName { get; init; }

        internal ReadOnlyMemory<byte>? Headers { get; init; }
    }
}
