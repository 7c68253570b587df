using Nscp.Reviews.EventStore;

namespace Nscp.Reviews.Bench;

/// <summary>One event on a stream whose version is known, with everything that is promised: row security, guard, hash, metadata, command record.</summary>
sealed class AppendOnly(Store store, int eventsPerStream = 8) : IPath
{
    public string Name => "append only";

    public Task<IWorker> WorkerAsync() => Task.FromResult<IWorker>(new Worker(store, eventsPerStream));

    sealed class Worker(Store store, int eventsPerStream) : IWorker
    {
        Guid _stream;
        ExpectedVersion _expected = new ExpectedVersion.MustNotExist();
        long _count;

        public async Task WorkAsync()
        {
            var version = (_count % eventsPerStream) + 1;
            if (version == 1)
                (_stream, _expected) = (Guid.CreateVersion7(), new ExpectedVersion.MustNotExist());
            var outcome = await store.AppendAsync(
                new(Notes.Tenant, _stream, Notes.StreamType, _expected, [Notes.Event(_count)], Notes.Command(_stream, version, _count), []), CancellationToken.None);
            _expected = outcome is AppendOutcome.Appended appended ? appended.Next : throw new InvalidOperationException($"The append came to {outcome}.");
            _count++;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>Load and fold the stream, decide, append one event with its projection's row.</summary>
sealed class LoadDecideAppend(Store store, int eventsPerStream = 8) : IPath
{
    public string Name => "load, decide, append, one row";

    public Task<IWorker> WorkerAsync() => Task.FromResult<IWorker>(new Worker(store, eventsPerStream));

    sealed class Worker(Store store, int eventsPerStream) : IWorker
    {
        Guid _stream;
        long _count;

        public async Task WorkAsync()
        {
            if (_count % eventsPerStream == 0)
                _stream = Guid.CreateVersion7();
            var key = Notes.Command(_stream, 1, _count).Key;
            var read = await store.ReadAsync(Notes.Tenant, new StreamAddress.ById(_stream), key, CancellationToken.None);
            var state = Notes.Fold(read.Events);
            var after = state.With(new Note(state.Count + 1, Notes.Filling));
            var outcome = await store.AppendAsync(
                new(
                    Notes.Tenant, _stream, Notes.StreamType, read.Expected, [Notes.Event(after.Count)], Notes.Command(_stream, read.Version + 1, _count),
                    RowChanges.Between(Notes.Rows(Notes.Tenant, _stream, state), Notes.Rows(Notes.Tenant, _stream, after))),
                CancellationToken.None);
            _ = outcome is AppendOutcome.Appended ? true : throw new InvalidOperationException($"The append came to {outcome}.");
            _count++;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
