using System.Diagnostics;
using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>One batch: its rows and its checkpoint in one transaction, or neither.</summary>
sealed class ConsumerStep(Consumer consumer, RunnerSession session)
{
    internal abstract record Result
    {
        internal sealed record Done : Result;

        /// <summary>Somebody else moved or paused the consumer meanwhile; nothing was committed.</summary>
        internal sealed record Moved : Result;

        /// <param name="Position">Of the first event that was tried.</param>
        /// <param name="Failures">In a row, at this checkpoint.</param>
        internal sealed record Failed(long Position, Guid? EventId, Exception Fault, int Failures, Func<CancellationToken, Task<bool>> StopAsync) : Result;
    }

    internal NpgsqlConnection Connection => session.Connection;

    /// <exception cref="Exception">The fault may pass, and the session with it.</exception>
    internal async Task<Result> TakeAsync(long position, long safeMark, int most, CancellationToken ct)
    {
        LogBatch batch;
        try
        {
            batch = await LogRows.ReadAsync(Connection, position, safeMark, most, ct);
        }
        catch (UnreadableEventException unreadable)
        {
            return await FailedAsync(position, unreadable.Position, unreadable.EventId, unreadable, ct);
        }
        try
        {
            return await CommitAsync(position, batch, ct);
        }
        catch (Exception fault) when (batch.Events.Count > 0 && session.IsOpen && !ct.IsCancellationRequested && !PassingFault.Is(fault))
        {
            return await FailedAsync(position, batch.Events[0].Event.Sequence, batch.Events[0].Event.Id, fault, ct);
        }
    }

    async Task<Result> CommitAsync(long position, LogBatch batch, CancellationToken ct)
    {
        using var activity = StoreMetrics.BeginBatch(consumer.Name, batch);
        await using var transaction = await Connection.BeginTransactionAsync(ct);
        // First, not last: its row lock makes a second runner wait instead of doing the work in vain.
        if (!await Checkpoint.MoveAsync(Connection, consumer.Name, position, batch.UpTo, ct))
            return new Result.Moved();
        if (batch.Events.Count > 0)
            await HandleAsync(new ConsumedBatch(batch.Events, Connection, transaction), ct);
        await transaction.CommitAsync(ct);
        return new Result.Done();
    }

    async Task HandleAsync(ConsumedBatch batch, CancellationToken ct)
    {
        var begun = Stopwatch.GetTimestamp();
        await consumer.Handler(batch, ct);
        StoreMetrics.Handled(consumer.Name, begun);
        // A handler may have hidden an error of the database: "commit" would then roll back without a word, but no statement succeeds any more.
        await using var alive = Connection.Command("select 1");
        await alive.ExecuteNonQueryAsync(ct);
    }

    async Task<Result> FailedAsync(long position, long at, Guid? eventId, Exception fault, CancellationToken ct)
    {
        var failures = await Checkpoint.FailAsync(Connection, consumer.Name, position, PassingFault.Kind(fault), ct);
        return new Result.Failed(at, eventId, fault, failures, stop => Checkpoint.StopAsync(Connection, consumer.Name, position, at, eventId, stop));
    }
}
