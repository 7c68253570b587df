using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Domain.Clocks;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.EventStore;
using Nscp.Reviews.Projections;

namespace Nscp.Reviews.Api.Calendar;

/// <summary>
/// After a list was accepted: records in each case the due dates that it moved, and writes the clocks' rows anew. It may be killed at any point
/// and begins again; a case that holds its report is passed over.
/// </summary>
sealed class MoveReports(Store store, Worlds worlds, HostClock clock)
{
    /// <summary>The checkpoint's name for ever.</summary>
    internal const string Name = "calendar-moves";

    const int AtOnce = 200, Abreast = 4;

    // Lists are accepted once or twice a year, and every append is in the log.
    internal Consumer Consumer => new(Name, HandleAsync) { Patience = TimeSpan.FromMilliseconds(500) };

    async Task HandleAsync(ConsumedBatch batch, CancellationToken ct)
    {
        foreach (var one in batch.Events)
            if (one.Tenant == CalendarStream.Tenant && one.Event.StreamId == CalendarStream.Id)
                await ReportAsync(CalendarStream.FromStore(one.Event), batch.Connection, ct);
    }

    /// <summary>Goes through every case that may hold such a clock, also when one of them cannot be read; that one stops the consumer at the end.</summary>
    async Task ReportAsync(CalendarEntry accepted, NpgsqlConnection log, CancellationToken ct)
    {
        var revisions = await worlds.RevisionsAsync(ct);
        var revision = ((CalendarEvent.RevisionAccepted)accepted.Fact).Revision;
        if (ClocksInReach.Days(CalendarDifference.Between(revisions[revision - 2].List, revisions[revision - 1].List)) is not { } days) return;
        var (after, unreadable) = ((TenantStream?)null, (Exception?)null);
        while (await ClocksInReach.ReadAsync(log, except: null, days, after, AtOnce, ct) is { Count: > 0 } streams)
        {
            await Parallel.ForEachAsync(streams, new ParallelOptions { MaxDegreeOfParallelism = Abreast, CancellationToken = ct }, async (stream, stop) =>
            {
                try
                {
                    await ReportAsync(accepted, revision, stream, stop);
                }
                catch (Projections.UnreadableEventException fault)
                {
                    Interlocked.CompareExchange(ref unreadable, fault, null);
                }
            });
            after = streams[^1];
        }
        if (unreadable is not null) throw unreadable;
    }

    /// <summary>Again whenever somebody else was faster: the answer rests only on what was recorded before the list was accepted.</summary>
    async Task ReportAsync(CalendarEntry accepted, int revision, TenantStream stream, CancellationToken ct)
    {
        while (true)
        {
            var (read, history) = await store.ReadCaseAsync(stream.Tenant, new StreamAddress.ById(stream.Stream), null, ct);
            if (!history.State.Exists || ClockMoves.AreReported(history, revision)) return;
            var world = await worlds.OfAsync(OrganisationCode.Parse(stream.Tenant), read, ct);
            if (!ClockMoves.KnewAnother(history, revision, world)) return;
            if (Append(accepted, revision, stream, read, history, world) is not { } append) return;
            switch (await store.AppendAsync(append, ct))
            {
                case AppendOutcome.Appended or AppendOutcome.AlreadyRecorded:
                    return;
                case AppendOutcome.Conflict or AppendOutcome.Outdated:
                    break;
                case var other:
                    throw new InvalidOperationException($"{other.GetType()} is no outcome of a report.");
            }
        }
    }

    /// <summary>Null when there is nothing to tell and no row to write.</summary>
    Append? Append(CalendarEntry accepted, int revision, TenantStream stream, StreamRead read, CaseHistory history, World world)
    {
        var at = Instant.Max(clock.Now, history.AsRecorded[^1].Envelope.RecordedAt);
        List<Entry> entries = [.. ClockMoves.Of(history, revision, world).Select((move, i) => new Entry(Envelope(accepted.Envelope, read.Version + 1 + i, at, world), move))];
        var after = entries.Count == 0 ? history : history.With(entries);
        // The rows may still be those of the list before; those of a command that came between are written once more.
        var before = world with { Calendars = world.Calendars.WithInForce(revision - 1) };
        var rows = CaseRows.Changes(stream.Tenant, stream.Stream, (history, before), (after, world));
        if (entries.Count == 0 && rows.Count == 0) return null;
        // An append without events notes a key; without one it would be no append.
        var record = entries.Count > 0 ? null : new CommandRecord(
            new CommandKey(Name, Name, $"{stream.Stream} {revision}"), SHA256.HashData(Encoding.UTF8.GetBytes($"{stream.Stream} {revision}")), stream.Stream, read.Version + 1, read.Version, at);
        return new(stream.Tenant, stream.Stream, CaseStream.Type, read.Expected, [.. entries.Select(CaseStream.ToStore)], record, rows)
        {
            Condition = CalendarRevisions.RestsOn(world.Calendar),
        };
    }

    /// <summary>In the name of whoever accepted the list, whose act is the cause.</summary>
    static Envelope Envelope(Envelope accepted, long version, Instant at, World world) => new(
        Guid.CreateVersion7(), version, accepted.Recorder, accepted.By, accepted.HappenedOn, accepted.KnownOn, at,
        world.Calendar.Revision, accepted.CorrelationId, accepted.Id.ToString(), accepted.Reason, []);
}
