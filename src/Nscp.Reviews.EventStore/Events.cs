using NodaTime;

namespace Nscp.Reviews.EventStore;

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
/// <param name="Metadata">Null when other software recorded it.</param>
/// <param name="Timestamp">Recorded at, in whole microseconds.</param>
public sealed record StoredEvent(Guid Id, Guid StreamId, long Sequence, long Version, string Type, ReadOnlyMemory<byte> Data, EventMetadata? Metadata, Instant Timestamp);

/// <summary>What one read saw, of one moment.</summary>
/// <param name="StreamId">Null when there is no such stream.</param>
/// <param name="Version">The last version; 0 when there is no such stream.</param>
/// <param name="Command">What was recorded under the key asked for, in whatever stream; null when nothing was.</param>
public sealed record StreamRead(Guid? StreamId, long Version, IReadOnlyList<StoredEvent> Events, CommandRecord? Command);

/// <summary>One stream from its first event to its last.</summary>
public sealed record StreamHistory(string Tenant, Guid StreamId, string StreamType, IReadOnlyList<StoredEvent> Events);
