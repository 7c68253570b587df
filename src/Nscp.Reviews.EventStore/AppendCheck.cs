using System.Buffers;

namespace Nscp.Reviews.EventStore;

/// <summary>What a caller must not ask for: mistakes of the program, not of its users.</summary>
static class AppendCheck
{
    internal static void Throw(Append request)
    {
        Text.Mandatory(request.Tenant, nameof(request.Tenant));
        Text.Mandatory(request.StreamType, nameof(request.StreamType));
        var first = request.Expected switch
        {
            ExpectedVersion.MustNotExist => 1,
            ExpectedVersion.At at => at.Version >= 1 ? at.Version + 1 : throw Wrong("A stream that exists is at version 1 or more."),
            ExpectedVersion.Any => Blind(request),
            _ => throw Wrong($"{request.Expected.GetType()} is no expectation."),
        };
        if (request.Events.Count == 0 && (request.Command is null || request.Expected is not ExpectedVersion.At))
            throw Wrong("Without events there is nothing to append, but for a command's record on a stream that exists.");
        foreach (var one in request.Events)
            Check(one);
        if (request.Command is { } command)
            Check(command, request, first);
        if (request.Rows.FirstOrDefault(change => !Equals(change.Row.Values[0], request.Tenant)) is { } foreign)
            throw Wrong($"A row of {foreign.Row.Table.Name} belongs to another tenant.");
        Check(request.Messages, request);
    }

    static long Blind(Append request) =>
        request.Command is null && request.Rows.Count == 0 && request.Messages.Count == 0
            ? 1 : throw Wrong("A command's record, row changes and messages are worked out from a version: expect one.");

    static void Check(NewEvent one)
    {
        ArgumentNullException.ThrowIfNull(one.Metadata, nameof(NewEvent.Metadata));
        if (Text.Mandatory(one.Type, nameof(NewEvent.Type)).Length > 500)
            throw Wrong("An event's name has at most 500 characters.");
        if (one.Id == Guid.Empty)
            throw Wrong("An event has an id of its own.");
    }

    static void Check(CommandRecord command, Append request, long first)
    {
        SqlTime.WholeMicroseconds(command.RecordedAt);
        if (command.Digest.IsEmpty)
            throw Wrong("A command's record holds the request's digest.");
        if (command.StreamId != request.StreamId || command.FromVersion != first || command.ToVersion != first + request.Events.Count - 1)
            throw Wrong("The command's record does not tell what this append records.");
    }

    static void Check(IReadOnlyList<OutboxMessage> messages, Append request)
    {
        if (messages.Count == 0)
            return;
        if (request.Events.Count == 0)
            throw Wrong("Messages tell of events, and there are none.");
        if (messages.DistinctBy(message => message.Id).Count() < messages.Count || messages.Any(message => message.Id == Guid.Empty))
            throw Wrong("A message has an id of its own.");
        foreach (var message in messages)
        {
            if (Text.Mandatory(message.Kind, nameof(OutboxMessage.Kind)).Length > OutboxMessage.LongestKind)
                throw Wrong($"A message's kind has at most {OutboxMessage.LongestKind} characters.");
            CanonicalJson.WriteNew(message.Body, new ArrayBufferWriter<byte>(), nameof(OutboxMessage.Body));
        }
    }

    static ArgumentException Wrong(string what) => new(what);
}
