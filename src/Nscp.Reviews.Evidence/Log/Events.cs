using NodaTime;

namespace Nscp.Reviews.Evidence;

/// <summary>An event to be recorded.</summary>
/// <param name="Id">Its own id, made by the host (version 7).</param>
/// <param name="Type">Its stored name for ever, snake_case, at most 500 characters.</param>
/// <param name="Data">A UTF-8 JSON object.</param>
/// <param name="Metadata">Mandatory.</param>
public sealed record NewEvent(Guid Id, string Type, ReadOnlyMemory<byte> Data, EventMetadata Metadata);

/// <summary>An event as stored.</summary>
/// <param name="Sequence">Its number in the whole log; rises with <paramref name="Version"/> inside a stream, with gaps.</param>
/// <param name="Version">Its number in the stream, from 1, without gaps.</param>
/// <param name="Data">UTF-8 JSON as jsonb gives it back: keys in another order, spaces of its own.</param>
/// <param name="Timestamp">Recorded at, in whole microseconds; the least instant where a tombstone has none.</param>
public sealed record StoredEvent(Guid Id, Guid StreamId, long Sequence, long Version, string Type, ReadOnlyMemory<byte> Data, Instant Timestamp)
{
    /// <summary>Null when other software recorded it.</summary>
    public EventMetadata? Metadata => field ??= Others is null ? null : Headers.Read(Others, Timestamp);

    /// <summary>What else stands in the row; null for an event that was not read from one.</summary>
    internal OtherColumns? Others { get; init; }
}

sealed record OtherColumns(
    ReadOnlyMemory<byte>? Headers, string? UserName, string? CorrelationId, string? CausationId, string? DotnetType, ReadOnlyMemory<byte>? Binary, bool IsArchived);

/// <summary>A stream as one read saw it, of one moment.</summary>
public sealed class StreamRead
{
    internal StreamRead(string tenant, IReadOnlyList<StoredEvent> rows)
    {
        (Tenant, Rows) = (tenant, rows);
        Events = rows.Any(EventRow.IsTombstone) ? [.. rows.Where(row => !EventRow.IsTombstone(row))] : rows;
    }

    /// <param name="tenant">Whose stream it is.</param>
    /// <param name="rows">Of one stream, by version, from the first; none where there is no such stream.</param>
    public static StreamRead Of(string tenant, IReadOnlyList<StoredEvent> rows) => new(tenant, rows);

    /// <summary>Null when there is no such stream.</summary>
    public Guid? StreamId => Rows.Count == 0 ? null : Rows[0].StreamId;

    /// <summary>The last version; 0 when there is no such stream.</summary>
    public long Version => Rows.Count == 0 ? 0 : Rows[^1].Version;

    public IReadOnlyList<StoredEvent> Events { get; }

    /// <summary>Those that say nothing too: they have their place in the chain.</summary>
    internal IReadOnlyList<StoredEvent> Rows { get; }

    /// <summary>The log's number of each of the stream's rows.</summary>
    public IEnumerable<long> Sequences => Rows.Select(row => row.Sequence);

    internal string Tenant { get; }

    /// <summary>As the stream stood at an instant, inclusive, by when its events were recorded.</summary>
    public StreamRead Until(Instant then) => new(Tenant, [.. Rows.TakeWhile(row => row.Timestamp <= then)]);

    /// <summary>The events of an append that rests on this read, as they are to be stored behind it: each linked to the one before.</summary>
    /// <param name="stream">This stream's id, or that of the one to be made.</param>
    /// <exception cref="ArgumentException">Data or metadata cannot be stored: see <see cref="CanonicalJson"/>.</exception>
    public IReadOnlyList<ChainedEvent> Chain(Guid stream, IReadOnlyList<NewEvent> events) =>
        EventChain.Chain(Tenant, stream, Version, Rows.Count == 0 ? null : EventChain.Tip(Tenant, Rows), events);
}

/// <summary>An event as it is to be stored.</summary>
/// <param name="Data">Canonical JSON.</param>
/// <param name="Headers">JSON, with the hash.</param>
public sealed record ChainedEvent(NewEvent Event, long Version, ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Headers, Hash256 Hash);

/// <summary>One stream from its first event to its last.</summary>
public sealed record StreamHistory(string Tenant, Guid StreamId, string StreamType, IReadOnlyList<StoredEvent> Events);
