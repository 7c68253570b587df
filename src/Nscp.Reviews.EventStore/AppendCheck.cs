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
    }

    static long Blind(Append request) =>
        request.Command is null && request.Rows.Count == 0 ? 1 : throw Wrong("A command's record and row changes are worked out from a version: expect one.");

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

    static ArgumentException Wrong(string what) => new(what);
}
