using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Runs a consumer until it is cancelled.</summary>
delegate Task Running(Consumer consumer, CancellationToken ct);

/// <summary>Runners that break one promise each, as runners elsewhere have done. They read the log safely, and begin again after a fault.</summary>
sealed class NaiveConsumers(NpgsqlDataSource log)
{
    const string Move = "update es_consumer set position = $2 where name = $1";

    /// <summary>Stores the rows in one transaction and the checkpoint in the next.</summary>
    internal Task CheckpointApartAsync(Consumer consumer, CancellationToken ct) => RunAsync(consumer, async (connection, batch) =>
    {
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            await HandleAsync(consumer, batch, connection, transaction, ct);
            await transaction.CommitAsync(ct);
        }
        await MoveAsync(connection, consumer, batch.UpTo, ct);
    }, ct);

    /// <summary>Trusts its election: whoever was elected writes its checkpoint without looking at what stands there.</summary>
    internal Task WithoutComparingAsync(Consumer consumer, CancellationToken ct) => RunAsync(consumer, async (connection, batch) =>
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await HandleAsync(consumer, batch, connection, transaction, ct);
        await MoveAsync(connection, consumer, batch.UpTo, ct);
        await transaction.CommitAsync(ct);
    }, ct);

    /// <summary>Goes on behind an event that it cannot handle.</summary>
    internal Task SkippingPoisonAsync(Consumer consumer, CancellationToken ct) => RunAsync(consumer, async (connection, batch) =>
    {
        foreach (var one in batch.Events)
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            try
            {
                await consumer.Handler(new ConsumedBatch([one], connection, transaction), ct);
                await transaction.CommitAsync(ct);
            }
            catch (InvalidOperationException)
            {
                await transaction.RollbackAsync(ct);
            }
        }
        await MoveAsync(connection, consumer, batch.UpTo, ct);
    }, ct);

    /// <summary>Ends at an event that it cannot handle, and nobody is told.</summary>
    internal async Task EndingWithoutAWordAsync(Consumer consumer, CancellationToken ct)
    {
        try
        {
            await CheckpointApartAsync(consumer, ct);
        }
        catch (InvalidOperationException)
        {
            // A line in a log that nobody reads.
        }
    }

    async Task RunAsync(Consumer consumer, Func<NpgsqlConnection, LogBatch, Task> handle, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await LeadAsync(consumer, handle, ct);
            }
            catch (NpgsqlException)
            {
                await Task.Delay(20, ct);
            }
        }
    }

    async Task LeadAsync(Consumer consumer, Func<NpgsqlConnection, LogBatch, Task> handle, CancellationToken ct)
    {
        await using var session = await log.OpenConnectionAsync(ct);
        await Checkpoint.RegisterAsync(session, consumer.Name, ct);
        await using (var elect = session.Command("select pg_try_advisory_lock(hashtextextended($1, 1))", Sql.Varchar(consumer.Name)))
        {
            while (!(bool)(await elect.ExecuteScalarAsync(ct))!)
                await Task.Delay(20, ct);
        }
        while (true)
        {
            var position = (await Checkpoint.LoadAsync(session, consumer.Name, ct)).Position;
            var batch = await LogRows.ReadAsync(session, position, await SafeMark.WaitAsync(session, ct), consumer.BatchSize, ct);
            if (batch.UpTo > position)
                await handle(session, batch);
            else
                await Task.Delay(20, ct);
        }
    }

    static async Task HandleAsync(Consumer consumer, LogBatch batch, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        if (batch.Events.Count > 0)
            await consumer.Handler(new ConsumedBatch(batch.Events, connection, transaction), ct);
    }

    static async Task MoveAsync(NpgsqlConnection connection, Consumer consumer, long to, CancellationToken ct)
    {
        await using var move = connection.Command(Move, Sql.Varchar(consumer.Name), Sql.Bigint(to));
        await move.ExecuteNonQueryAsync(ct);
    }
}
