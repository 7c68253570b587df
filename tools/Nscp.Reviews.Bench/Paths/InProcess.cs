using System.Globalization;
using NodaTime;
using Nscp.Reviews.Domain.Cases;
using Nscp.Reviews.Domain.Events;
using Nscp.Reviews.Domain.Milestones;
using Nscp.Reviews.Domain.Organisations;
using Nscp.Reviews.Domain.Time;
using Nscp.Reviews.Domain.Words;
using Nscp.Reviews.EventStore;
using Nscp.Reviews.Projections;

namespace Nscp.Reviews.Bench;

/// <summary>The same command without HTTP: load, fold, decide, append with all its projections.</summary>
sealed class InProcess(BenchPlace place) : IPath
{
    public string Name => "the product's command, all its rows";

    public Task<IWorker> WorkerAsync() => Task.FromResult<IWorker>(new Worker(place.Store));

    sealed class Worker(Store store) : IWorker
    {
        static readonly OrganisationCode Partnership = OrganisationCode.Parse("NSCP");
        static readonly World World = World.Shipped(Partnership);
        static readonly Recorder Recorder = new("bench", "Benchmark", "development-manager", Partnership);
        readonly CaseNumbers _numbers = new("P");

        public async Task WorkAsync()
        {
            var (text, step) = _numbers.Next();
            var reference = CaseReference.Parse(text);
            var (read, history) = await store.ReadCaseAsync("NSCP", new StreamAddress.ByLookup(CaseReferences.Lookup, reference.Value), null, CancellationToken.None);
            var now = SqlTime.Truncate(SystemClock.Instance.GetCurrentInstant());
            var today = London.DateOf(now);
            var recording = new Recording(Recorder, new Actor(Partnership), today, today, now, null, [], World);
            var answer = (Answer.Recorded)(step == 0
                ? Opening.LocalLearning.Decide(history, default, new Opening.OpenLocalLearning(reference, new ShortText("Benchmark")), recording)
                : Learning.Shared.Decide(history, default, new Learning.Share(LearningChannel.Briefing, new LongText(string.Create(CultureInfo.InvariantCulture, $"Finding {step}: {Notes.Filling}"))), recording));
            await AppendAsync(read, history, recording, answer);
        }

        async Task AppendAsync(StreamRead read, CaseHistory history, Recording recording, Answer.Recorded answer)
        {
            List<Entry> entries =
            [
                .. answer.Facts.Select((fact, i) => new Entry(
                    new Envelope(Guid.CreateVersion7(), read.Version + 1 + i, Recorder, recording.By, recording.HappenedOn, recording.KnownOn, recording.RecordedAt, 1, "bench", null, null, []), fact)),
            ];
            var stream = read.StreamId ?? Guid.CreateVersion7();
            var rows = CaseRows.Changes("NSCP", stream, history, history.With(entries), World);
            var outcome = await store.AppendAsync(new("NSCP", stream, CaseStream.Type, read.Expected, [.. entries.Select(CaseStream.ToStore)], null, rows), CancellationToken.None);
            if (outcome is not AppendOutcome.Appended) throw new InvalidOperationException($"The append came to {outcome}.");
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
