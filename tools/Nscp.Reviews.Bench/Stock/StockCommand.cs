using System.Text.Json;
using Marten;
using NodaTime;
using Nscp.Reviews.Api.Milestones;
using Nscp.Reviews.Api.Storage;
using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Evidence;
using Nscp.Reviews.Projections;

namespace Nscp.Reviews.Bench.Stock;

/// <summary>The same command as a user of Marten would write it: the case is found by its reference, and fetched for writing.</summary>
sealed class StockCommand(IDocumentStore store) : IPath
{
    public string Name => "stock Marten";

    public Task<IWorker> WorkerAsync() => Task.FromResult<IWorker>(new Worker(store, new Story("S")));

    sealed class Worker(IDocumentStore store, Story story) : IWorker
    {
        static readonly string Tenant = Story.Caller.Tenant;

        public async Task WorkAsync()
        {
            var command = story.Next();
            await using var session = store.LightweightSession(Tenant);
            var batch = session.CreateBatchQuery();
            var (reference, known) = (batch.Load<ReferenceDocument>(command.Reference!.Value.Value), batch.Load<CommandRecord>(command.Key!.Key.Id));
            await batch.Execute();
            if (await known is not null) throw new InvalidOperationException("The key was used before.");
            var id = (await reference)?.CaseId ?? Guid.CreateVersion7();
            var stream = await session.Events.FetchForWriting<StockCase>(id);
            var before = CaseHistory.Of(stream.Aggregate?.Entries ?? []);
            var recording = Writing.Recording(Story.Caller, command.Request!, SqlTime.Truncate(SystemClock.Instance.GetCurrentInstant()), StreamRead.Of(Tenant, []), Story.World);
            var answer = (Answer.Recorded)command.Milestone.Decide(before, command.Target, command.Request!.Command, recording);
            List<Entry> entries = [.. answer.Facts.Select((fact, i) => new Entry(Writing.Envelope(recording, before.Version + 1 + i, command.CorrelationId, answer.Despite), fact))];
            stream.AppendMany(Hashed(session, id, before.Version, stream.Aggregate?.Tip, entries));
            StockDocuments.Hand(session, before, before.With(entries));
            session.Insert(command.Key.Record(id, before.Version + 1, before.Version + entries.Count, recording.RecordedAt));
            await session.SaveChangesAsync();
        }

        static IEnumerable<object> Hashed(IDocumentSession session, Guid stream, long version, Hash256? tip, List<Entry> entries)
        {
            var chained = EventChain.Chain(Tenant, stream, version, tip, [.. entries.Select(entry => CaseStream.ToRecord(entry).Event)]);
            foreach (var (entry, link) in entries.Zip(chained))
            {
                var one = session.Events.BuildEvent(entry.Fact);
                one.Id = link.Event.Id;
                one.Timestamp = entry.Envelope.RecordedAt.ToDateTimeOffset();
                one.UserName = link.Event.Metadata.RecorderId;
                one.CorrelationId = link.Event.Metadata.CorrelationId;
                one.Headers = JsonSerializer.Deserialize<Dictionary<string, object>>(link.Headers.Span)!;
                yield return one;
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
