using Nscp.Reviews.Api.Access;
using Nscp.Reviews.Api.Requests;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Words;

namespace Nscp.Reviews.Api.Milestones;

/// <summary>What the host adds to a command: who records, when, and what rides with the facts.</summary>
static class Writing
{
    /// <param name="last">When the stream's last event was recorded. Within a stream recorded-at never runs backwards, whatever the machine's clock does.</param>
    internal static Recording Recording(Caller caller, Understood request, Instant now, Instant? last, World world)
    {
        var at = last is { } before ? Instant.Max(now, before) : now;
        var happenedOn = request.Common.HappenedOn ?? London.DateOf(at);
        return new(caller.Recorder, request.By(caller), happenedOn, request.Common.KnownOn ?? happenedOn, at, request.Common.Reason, request.Common.Despite, world);
    }

    internal static Envelope Envelope(Recording recording, long version, string correlationId, ListOf<string> despite) => new(
        Guid.CreateVersion7(), version, recording.Recorder, recording.By, recording.HappenedOn, recording.KnownOn, recording.RecordedAt,
        recording.World.Calendar.Revision, correlationId, null, recording.Reason, despite);
}
