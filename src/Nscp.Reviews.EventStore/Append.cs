namespace Nscp.Reviews.EventStore;

/// <summary>What to append, all of it or nothing.</summary>
/// <param name="Events">May be empty when there is a <paramref name="Command"/>: a command that changes nothing still notes its key.</param>
/// <param name="Command">Its stream and versions must be those that this append records.</param>
/// <param name="Rows">Changes to projection rows of this tenant and stream, from <see cref="RowChanges.Between"/>.</param>
public sealed record Append(
    string Tenant,
    Guid StreamId,
    string StreamType,
    ExpectedVersion Expected,
    IReadOnlyList<NewEvent> Events,
    CommandRecord? Command,
    IReadOnlyList<RowChange> Rows)
{
    /// <summary>To be delivered after the commit, in this order. Only beside events: they tell somebody outside of them.</summary>
    public IReadOnlyList<OutboxMessage> Messages { get; init; } = [];

    /// <summary>What else must hold, in the append's own transaction; null when the stream's version is all that the decision rests on.</summary>
    public AppendCondition? Condition { get; init; }
}

/// <summary>
/// A number that a decision rests on besides the stream, such as the edition of a list that all tenants share. The statement runs before
/// anything is written, and refuses with the SQLSTATE <c>ES003</c> what no longer holds; it has to keep whoever changes the number waiting
/// until the append has been committed, and otherwise lets it be changed behind the append's back.
/// </summary>
/// <param name="Sql">The application's own constant, never made from input: a SELECT with the number as <c>$1</c> (bigint).</param>
public sealed record AppendCondition(string Sql, long Number);

/// <summary>What the stream must be for an append to be right.</summary>
public abstract record ExpectedVersion
{
    ExpectedVersion() { }

    public sealed record MustNotExist : ExpectedVersion;

    /// <summary>As <see cref="StreamRead.Expected"/> or <see cref="AppendOutcome.Appended.Next"/> gives it.</summary>
    /// <param name="Version">1 or more: the last version that the decision was taken on.</param>
    /// <param name="Tip">The hash of that version, which the next event is chained to.</param>
    public sealed record At(long Version, Hash256 Tip) : ExpectedVersion;

    /// <summary>At the end of the stream, wherever it is; made when it is absent. Only for events decided on no history: takes neither a command's record nor row changes nor messages, because they are worked out from a version. Reads the stream first, again whenever somebody else was faster.</summary>
    public sealed record Any : ExpectedVersion;
}

/// <summary>What became of an append. In every case but <see cref="Appended"/> nothing of it is stored.</summary>
public abstract record AppendOutcome
{
    AppendOutcome() { }

    /// <summary>Stored, versions both inclusive; <c>To</c> is one less than <c>From</c> when there were no events.</summary>
    /// <param name="Next">What the stream is now, for the next append.</param>
    public sealed record Appended(long From, long To, ExpectedVersion.At Next) : AppendOutcome;

    /// <summary>Someone else wrote first: read again and decide again.</summary>
    public sealed record Conflict : AppendOutcome;

    /// <summary>The same request under the same key was recorded before, as told.</summary>
    public sealed record AlreadyRecorded(CommandRecord Record) : AppendOutcome;

    /// <summary>Another request was recorded under this key.</summary>
    public sealed record KeyReused : AppendOutcome;

    /// <summary>The <see cref="Append.Condition"/> does not hold any more: read again and decide again.</summary>
    public sealed record Outdated : AppendOutcome;

    /// <summary>A projection row would take a unique key that another stream holds.</summary>
    /// <param name="Constraint">The unique constraint or index.</param>
    public sealed record Clash(string Constraint) : AppendOutcome;
}
