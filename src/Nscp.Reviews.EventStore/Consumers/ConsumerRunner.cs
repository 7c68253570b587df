using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>Runs one consumer in one host: waits to be elected, then handles the log batch by batch, until it is cancelled.</summary>
sealed class ConsumerRunner(Consumer consumer, NpgsqlDataSource source, ConsumerSettings settings, LogSignal signal, Action<ConsumerNews> tell)
{
    readonly BackOff _backOff = new(settings);

    /// <summary>Ends when it is cancelled, and only then.</summary>
    internal async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await LeadAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                await WaitAsync(fault, ct);
            }
            finally
            {
                StoreMetrics.Forget(this);
            }
        }
    }

    async Task LeadAsync(CancellationToken ct)
    {
        await using var session = await RunnerSession.OpenAsync(source, ct);
        await LogRows.CheckAsync(session.Connection, ct);
        await Checkpoint.RegisterAsync(session.Connection, consumer.Name, ct);
        await session.ElectAsync(consumer.Name, settings.Election, ct);
        tell(new ConsumerNews.Elected(consumer.Name));
        await GoOnAsync(new ConsumerStep(consumer, session), ct);
    }

    async Task GoOnAsync(ConsumerStep step, CancellationToken ct)
    {
        var (most, safeMark, touched) = (consumer.BatchSize, 0L, TimeSpan.Zero);
        while (true)
        {
            var appended = signal.Next();
            var seen = await Checkpoint.LoadAsync(step.Connection, consumer.Name, ct);
            StoreMetrics.Observe(this, consumer.Name, seen);
            if (seen.State != ConsumerState.Running || seen.Position >= seen.LastNumber)
            {
                _backOff.Reset();
                touched = await TouchAsync(step.Connection, seen, touched, ct);
                await IdleAsync(appended, ct);
                continue;
            }
            if (safeMark <= seen.Position)
                safeMark = await SafeMark.WaitAsync(step.Connection, seen.LastNumber, ct);
            var isLast = seen.LastNumber - seen.Position <= most;
            most = await AfterAsync(await step.TakeAsync(seen.Position, safeMark, most, ct), most, ct);
            if (isLast && consumer.Patience > TimeSpan.Zero)
                await Task.Delay(consumer.Patience, ct);
        }
    }

    /// <summary>After a failure one event at a time, so that what stops a consumer is one event, with those before it done; then more again.</summary>
    async Task<int> AfterAsync(ConsumerStep.Result result, int most, CancellationToken ct)
    {
        switch (result)
        {
            case ConsumerStep.Result.Done or ConsumerStep.Result.Moved:
                _backOff.Reset();
                return Math.Min(most * 2, consumer.BatchSize);
            case ConsumerStep.Result.Failed { Failures: var failures } failed when most == 1 && failures >= settings.Tries:
                if (await failed.StopAsync(ct))
                    tell(new ConsumerNews.Stopped(consumer.Name, failed.Position, failed.EventId, PassingFault.Kind(failed.Fault)));
                return 1;
            case ConsumerStep.Result.Failed failed:
                await WaitAsync(failed.Fault, ct);
                return 1;
            default:
                throw new InvalidOperationException($"{result.GetType()} is no result.");
        }
    }

    async Task WaitAsync(Exception fault, CancellationToken ct)
    {
        var wait = _backOff.Next();
        tell(new ConsumerNews.Faulted(consumer.Name, PassingFault.Kind(fault), wait));
        await Task.Delay(wait, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    async Task<TimeSpan> TouchAsync(NpgsqlConnection connection, Checkpoint.Seen seen, TimeSpan touched, CancellationToken ct)
    {
        var now = TimeSpan.FromMilliseconds(Environment.TickCount64);
        if (now - touched < settings.Touch)
            return touched;
        await Checkpoint.TouchAsync(connection, consumer.Name, seen.Position, ct);
        return now;
    }

    Task IdleAsync(Task appended, CancellationToken ct) =>
        consumer.Patience > TimeSpan.Zero ? Task.Delay(consumer.Patience, ct) : Task.WhenAny(appended, Task.Delay(settings.Poll, ct));
}
