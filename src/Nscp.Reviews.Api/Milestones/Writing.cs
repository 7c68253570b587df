namespace Nscp.Reviews.Api.Milestones;

/// <summary>What the host adds to a command: who records, when, and what rides with the facts.</summary>
static class Writing
{
    /// <summary>When it is recorded: within a stream recorded-at never runs backwards, whatever the machine's clock does.</summary>
    internal static Instant At(Instant now, StreamRead stream) => stream.Events.Count == 0 ? now : Instant.Max(now, stream.Events[^1].Timestamp);

    internal static Recording Recording(Caller caller, Understood request, Instant now, StreamRead stream, World world)
    {
        var at = At(now, stream);
        var happenedOn = request.Common.HappenedOn ?? London.DateOf(at);
        return new(caller.Recorder, request.By(caller), happenedOn, request.Common.KnownOn ?? happenedOn, at, request.Common.Reason, request.Common.Despite, world);
    }

    internal static Envelope Envelope(Recording recording, long version, string correlationId, ListOf<string> despite) => new(
        Guid.CreateVersion7(), version, recording.Recorder, recording.By, recording.HappenedOn, recording.KnownOn, recording.RecordedAt,
        recording.World.Calendar.Revision, correlationId, null, recording.Reason, despite);
}
