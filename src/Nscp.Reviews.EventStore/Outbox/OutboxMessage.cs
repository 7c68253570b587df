using NodaTime;

namespace Nscp.Reviews.EventStore;

/// <summary>To be delivered once the append that it belongs to is committed: at least once, and after every earlier message of its stream.</summary>
/// <param name="Id">Made by the host (version 7), its own within the tenant; the receiver knows a repeat by it.</param>
/// <param name="Kind">Names the handler; at most 200 characters.</param>
/// <param name="Body">A UTF-8 JSON object, under the rules for an event's data. Kept for a time after delivery: no more in it than the receiver needs.</param>
public sealed record OutboxMessage(Guid Id, string Kind, ReadOnlyMemory<byte> Body)
{
    internal const int LongestKind = 200;
}

/// <summary>A message as its handler is given it.</summary>
/// <param name="Version">The last version of the append that recorded it.</param>
/// <param name="Number">Its place among that append's messages, from 1.</param>
/// <param name="Id">The same at every attempt: to be passed on, so that the receiver can tell a repeat.</param>
/// <param name="Body">UTF-8 JSON as jsonb gives it back: keys in another order, spaces of its own.</param>
/// <param name="RecordedAt">When the append was recorded, in whole microseconds.</param>
/// <param name="Attempt">From 1; an attempt that ended with its host counts too.</param>
public sealed record OutboundMessage(
    string Tenant, Guid StreamId, long Version, int Number, Guid Id, string Kind, ReadOnlyMemory<byte> Body, Instant RecordedAt, int Attempt);

/// <summary>Delivers one kind of message.</summary>
/// <param name="DeliverAsync">
/// Outside any transaction. Delivered when it ends without an exception; with <see cref="UndeliverableException"/> it is a dead letter at once; any other exception is tried
/// again later. Must end soon after its token is cancelled: when <see cref="OutboxSettings.DeliveryTime"/> is over, or the host stops.
/// </param>
public sealed record OutboxHandler(string Kind, Func<OutboundMessage, CancellationToken, Task> DeliverAsync);

/// <summary>Thrown by a handler when no further attempt can help.</summary>
/// <param name="reason">Kept in the row and shown to operators: the handler's own words, never a text of the message or of an answer.</param>
public sealed class UndeliverableException(string reason) : Exception(reason);
