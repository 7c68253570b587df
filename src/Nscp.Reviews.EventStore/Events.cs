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
/// <param name="Timestamp">Recorded at, in whole microseconds.</param>
public sealed record StoredEvent(Guid Id, Guid StreamId, long Sequence, long Version, string Type, ReadOnlyMemory<byte> Data, Instant Timestamp)
{
    EventMetadata? _metadata;
    bool _isRead;

    /// <summary>Null when other software recorded it. Read from the row at the first use: who only folds does without.</summary>
    public EventMetadata? Metadata
    {
        get
        {
            if (!_isRead)
                (_metadata, _isRead) = (Others is null ? null : Headers.Read(Others, Timestamp), true);
            return _metadata;
        }
        init => (_metadata, _isRead) = (value, true);
    }

    /// <summary>What else stands in the row; null for an event that was not read from one.</summary>
    internal OtherColumns? Others { get; init; }
}

sealed record OtherColumns(
    ReadOnlyMemory<byte>? Headers, string? UserName, string? CorrelationId, string? CausationId, string? DotnetType, ReadOnlyMemory<byte>? Binary, bool IsArchived);

/// <summary>What one read saw, of one moment.</summary>
public sealed class StreamRead
{
    internal StreamRead(string tenant, IReadOnlyList<StoredEvent> rows, CommandRecord? command, long? standing)
    {
        (Tenant, Rows, Command, Standing) = (tenant, rows, command, standing);
        Events = rows.Any(EventRow.IsTombstone) ? [.. rows.Where(row => !EventRow.IsTombstone(row))] : rows;
    }

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

    /// <summary>What was recorded under the key asked for, in whatever stream; null when nothing was.</summary>
    public CommandRecord? Command { get; }

    /// <summary>The number that the store was told to read beside every stream, read after it: none of its events was decided on a higher one; null when it was told of none.</summary>
    public long? Standing { get; }

    /// <summary>As the stream stood at an instant, inclusive, by when its events were recorded.</summary>
    public StreamRead Until(Instant then) => new(Tenant, [.. Rows.TakeWhile(row => row.Timestamp <= then)], Command, Standing);

    /// <summary>What an append that rests on this read expects.</summary>
    public ExpectedVersion Expected => Rows.Count == 0 ? new ExpectedVersion.MustNotExist() : new ExpectedVersion.At(Version, EventChain.Tip(Tenant, Rows));
}

/// <summary>One stream from its first event to its last.</summary>
public sealed record StreamHistory(string Tenant, Guid StreamId, string StreamType, IReadOnlyList<StoredEvent> Events);
