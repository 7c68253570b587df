using Nscp.Reviews.Api.Milestones;

namespace Nscp.Reviews.Bench;

/// <summary>The product's command without HTTP: key, read, decide, hash, documents, one save.</summary>
sealed class ProductCommand(string name, RecordMilestone record, string letter) : IPath
{
    public string Name => name;

    public Task<IWorker> WorkerAsync() => Task.FromResult<IWorker>(new Worker(record, new Story(letter)));

    sealed class Worker(RecordMilestone record, Story story) : IWorker
    {
        public async Task WorkAsync()
        {
            var result = await record.RecordAsync(story.Next(), CancellationToken.None);
            if (result is not Result.Done) throw new InvalidOperationException($"It came to {result}.");
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
