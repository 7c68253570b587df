using System.Data.Common;
using System.Text.Json;
using JasperFx;
using JasperFx.Events;
using Marten;
using NpgsqlTypes;
using Weasel.Postgresql;
using Wolverine;
using Wolverine.Marten;
using Wolverine.Runtime;

namespace Nscp.Reviews.Api.Storage;

/// <summary>How a stream is found.</summary>
abstract record StreamAddress
{
    StreamAddress()
    {
    }

    internal sealed record ById(Guid Stream) : StreamAddress;

    /// <summary>A case by its own reference or its CSPR's.</summary>
    internal sealed record ByReference(CaseReference Reference) : StreamAddress;
}

/// <summary>All that one command changes, saved together or not at all.</summary>
/// <param name="StreamType">A stream that is begun is of this kind: its name, as Marten makes it from the class, is stored.</param>
/// <param name="Command">What stands under the command's key from now on; null without a key.</param>
sealed record ToSave(Type StreamType, IReadOnlyList<FactToRecord> Facts, DocumentChanges Documents, CommandRecord? Command)
{
    /// <summary>Whether the next list of bank holidays is accepted by it: whoever rests on the one in force is waited for, and kept waiting.</summary>
    internal bool AcceptsNextCalendar { get; init; }

    /// <summary>Sent when it is saved, and never otherwise.</summary>
    internal IReadOnlyList<IMessage> Messages { get; init; } = [];
}

/// <summary>What became of saving. In every case but <see cref="Saved"/> nothing is stored.</summary>
enum SaveOutcome
{
    Saved,

    /// <summary>What was read has changed since: the stream, the list of bank holidays in force, or what stands under the key. Read again.</summary>
    Overtaken,

    /// <summary>Another case has the reference.</summary>
    ReferenceTaken,
}

/// <summary>
/// One stream as it was read, and the one save that may follow: three round trips in all. The save holds only if the stream's version and the list of bank
/// holidays are still those that were read.
/// </summary>
sealed class CaseSession : IAsyncDisposable
{
    readonly IDocumentSession _session;
    readonly IWolverineRuntime? _messaging;
    readonly Guid _stream;

    CaseSession(IDocumentSession session, IWolverineRuntime? messaging, Guid stream, StreamRead read, int calendar, CommandRecord? command) =>
        (_session, _messaging, _stream, Read, CalendarInForce, Command) = (session, messaging, stream, read, calendar, command);

    internal StreamRead Read { get; }

    /// <summary>The stream's id, or that of the one to be begun.</summary>
    internal Guid Stream => _stream;

    /// <summary>The revision of the bank holidays, read after the events: none of them was decided on a later one.</summary>
    internal int CalendarInForce { get; }

    /// <summary>What was recorded under the key asked for, in whatever stream; null when nothing was.</summary>
    internal CommandRecord? Command { get; }

    /// <summary>One batch: the events, then the calendar in force, then the command's record.</summary>
    internal static async Task<CaseSession> ReadAsync(
        IDocumentSession session, IWolverineRuntime? messaging, string tenant, StreamAddress address, CommandKey? key, CancellationToken ct)
    {
        var batch = session.CreateBatchQuery();
        var rows = batch.AddItem(new SqlQuery<List<StoredEvent>>(builder => SelectEvents(builder, tenant, address), EventsAsync));
        var inForce = batch.AddItem(new SqlQuery<int>(builder => builder.Append(CalendarRevisions.InForceSql), NumberAsync));
        var command = key is null ? null : batch.Load<CommandRecord>(key.Id);
        await batch.Execute(ct);
        var read = StreamRead.Of(tenant, await rows);
        var stream = read.StreamId ?? (address as StreamAddress.ById)?.Stream ?? Guid.CreateVersion7();
        return new(session, messaging, stream, read, await inForce, command is null ? null : await command);
    }

    /// <summary>Two round trips: everything in one batch, and the commit. Messages are handed on after it.</summary>
    /// <exception cref="InvalidOperationException">There are messages, and this host handles none.</exception>
    internal Task<SaveOutcome> SaveAsync(ToSave save, CancellationToken ct) => SendAsync(save, CalendarInForce, ct);

    /// <summary>The whole way of a save, which the database then refuses: no list of bank holidays has the number 0.</summary>
    internal async Task RehearseAsync(ToSave save, CancellationToken ct)
    {
        var outcome = await SendAsync(save, calendar: 0, ct);
        if (outcome != SaveOutcome.Overtaken) throw new InvalidOperationException($"A save that was only rehearsed ended as {outcome}.");
    }

    async Task<SaveOutcome> SendAsync(ToSave save, int calendar, CancellationToken ct)
    {
        _session.QueueOperation(new SaveBegins(_stream, Read.Version, calendar, save.AcceptsNextCalendar));
        Append(save);
        save.Documents.AddTo(_session);
        if (save.Command is { } command) _session.Insert(command);
        if (save.Messages.Count > 0) await EnrolAsync(save.Messages);
        try
        {
            await _session.SaveChangesAsync(ct);
            return SaveOutcome.Saved;
        }
        catch (Exception e) when (Outcome(e) is { } outcome)
        {
            return outcome;
        }
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    async Task EnrolAsync(IReadOnlyList<IMessage> messages)
    {
        var runtime = _messaging ?? throw new InvalidOperationException("This host sends no messages: it was not given the log role's connection (ConnectionStrings__ReviewsLog).");
        var outbox = new MartenOutbox(runtime, _session) { TenantId = _session.TenantId };
        foreach (var message in messages) await outbox.PublishAsync<object>(message);
    }

    void Append(ToSave save)
    {
        if (save.Facts.Count == 0) return;
        var chained = Read.Chain(_stream, [.. save.Facts.Select(one => one.Event)]);
        IEvent[] events = [.. save.Facts.Zip(chained, (one, link) => Event(one.Fact, link))];
        if (Read.Version == 0) _session.Events.StartStream(save.StreamType, _stream, events);
        else _session.Events.Append(_stream, Read.Version + events.Length, events.Cast<object>().ToArray());
        // Marten has put it in again. The stored name says what an event is; a .NET type would be hashed with it, and changes with the code.
        foreach (var one in events) one.DotNetTypeName = null!;
    }

    IEvent Event(object fact, ChainedEvent link)
    {
        var (one, metadata) = (_session.Events.BuildEvent(fact), link.Event.Metadata);
        one.Id = link.Event.Id;
        one.Version = link.Version;
        one.Timestamp = metadata.RecordedAt.ToDateTimeOffset();
        one.UserName = metadata.RecorderId;
        one.CorrelationId = metadata.CorrelationId;
        one.CausationId = metadata.CausationId;
        one.Headers = JsonSerializer.Deserialize<Dictionary<string, object>>(link.Headers.Span)!;
        return one;
    }

    static SaveOutcome? Outcome(Exception? e) => e switch
    {
        null => null,
        AggregateException many => many.InnerExceptions.Select(Outcome).OfType<SaveOutcome>().Cast<SaveOutcome?>().Min(),
        DocumentAlreadyExistsException { DocType: var type } => type == typeof(ReferenceDocument) ? SaveOutcome.ReferenceTaken : SaveOutcome.Overtaken,
        EventStreamUnexpectedMaxEventIdException or Marten.Exceptions.ExistingStreamIdCollisionException => SaveOutcome.Overtaken,
        PostgresException { SqlState: SaveBegins.Moved or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => SaveOutcome.Overtaken,
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "mt_doc_reference" } => SaveOutcome.ReferenceTaken,
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "mt_doc_command" or "mt_streams" or "mt_events" or "mt_doc_calendar" } => SaveOutcome.Overtaken,
        _ => Outcome(e.InnerException),
    };

    static void SelectEvents(ICommandBuilder builder, string tenant, StreamAddress address)
    {
        builder.Append($"{EventRow.Select} where e.tenant_id = ");
        builder.AppendParameter(tenant, NpgsqlDbType.Varchar);
        builder.Append(" and e.stream_id = ");
        switch (address)
        {
            case StreamAddress.ById one:
                builder.AppendParameter(one.Stream, NpgsqlDbType.Uuid);
                break;
            case StreamAddress.ByReference one:
                builder.Append("(select case_id from mt_doc_reference where tenant_id = ");
                builder.AppendParameter(tenant, NpgsqlDbType.Varchar);
                builder.Append(" and id = ");
                builder.AppendParameter(one.Reference.Value, NpgsqlDbType.Varchar);
                builder.Append(")");
                break;
            default:
                throw new ArgumentException($"{address.GetType()} is no address.", nameof(address));
        }
        builder.Append(" order by e.version");
    }

    static async Task<List<StoredEvent>> EventsAsync(DbDataReader reader, CancellationToken ct)
    {
        var rows = new List<StoredEvent>();
        while (await reader.ReadAsync(ct)) rows.Add(EventRow.Read((NpgsqlDataReader)reader));
        return rows;
    }

    static async Task<int> NumberAsync(DbDataReader reader, CancellationToken ct)
    {
        await reader.ReadAsync(ct);
        return reader.GetInt32(0);
    }
}
