using NodaTime;
using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>
/// Delivers what appends have recorded. Any number of hosts may run one over the same database: they share the work, and the messages of one stream are still delivered
/// one after the other, in order. A message whose host dies is delivered by another one when its lease ends; one that cannot be delivered is tried again after a growing
/// wait and becomes a dead letter in the end, behind which its stream waits for an operator (<see cref="OutboxOffice"/>).
/// </summary>
/// <remarks>
/// At least once: a host that dies, or is held up for longer than its lease, between the delivery and the note of it leaves a message that is delivered again.
/// In that case alone a late repeat may also reach the receiver after later messages; it knows it by <see cref="OutboundMessage.Id"/>.
/// Noting it before the delivery instead would lose messages, and a transaction held open over the delivery would hold up vacuum and a connection for as long as receivers like.
/// </remarks>
public sealed class OutboxWorker
{
    static readonly TimeSpan FirstFaultWait = TimeSpan.FromMilliseconds(200), LongestFaultWait = TimeSpan.FromSeconds(15), NotingTime = TimeSpan.FromSeconds(10);

    readonly NpgsqlDataSource _log;
    readonly Dictionary<string, OutboxHandler> _handlers;
    readonly IClock _clock;
    readonly OutboxSettings _settings;
    readonly LogSignal _signal;
    readonly Action<OutboxNews> _tell;

    /// <param name="log">The log reader's data source; as many connections as lanes and one more.</param>
    /// <param name="handlers">One a kind. A message of any other kind is a dead letter: retry it when a host that knows its kind has started.</param>
    /// <param name="settings">Null for the usual patience.</param>
    /// <param name="signal">The store's in the same process; null to poll only.</param>
    /// <param name="tell">Called at once, from any thread; must not throw.</param>
    /// <exception cref="ArgumentException">Two handlers of one kind, or settings that contradict each other.</exception>
    public OutboxWorker(NpgsqlDataSource log, IEnumerable<OutboxHandler> handlers, IClock clock, OutboxSettings? settings, LogSignal? signal, Action<OutboxNews> tell) =>
        (_log, _handlers, _clock, _settings, _signal, _tell) =
        (log, handlers.ToDictionary(handler => handler.Kind), clock, (settings ?? new OutboxSettings()).Checked(), signal ?? new LogSignal(), tell);

    /// <summary>Until it is cancelled. Handlers at work are cancelled then; what they had not delivered is given back at once, for other hosts. Faults of the database are told and lived through.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var lanes = Enumerable.Range(0, _settings.Lanes).Select(_ => UntilStoppedAsync(DeliverAsync)).Append(UntilStoppedAsync(WatchAsync)).ToList();
        try
        {
            await Task.WhenAll(lanes);
        }
        finally
        {
            OutboxMetrics.Forget(this);
        }

        async Task UntilStoppedAsync(Func<CancellationToken, Task> round)
        {
            var wait = FirstFaultWait;
            try
            {
                while (!stop.IsCancellationRequested)
                    wait = await SurviveAsync(round, wait, stop.Token);
            }
            catch
            {
                // A mistake of the program: the other lanes do not go on without this one.
                await stop.CancelAsync();
                throw;
            }
        }
    }

    /// <summary>Delivers at most one message, or fails to, and notes it.</summary>
    /// <returns>False when there was none.</returns>
    internal async Task<bool> DeliverNextAsync(CancellationToken stop)
    {
        // Not cancelled by the stop: a claim whose answer nobody waits for would keep its message until the lease ends.
        using var patience = new CancellationTokenSource(NotingTime);
        var claim = await OutboxRows.ClaimAsync(_log, $"{_settings.Host}/{Guid.NewGuid():n}", _settings.Lease, _clock.GetCurrentInstant(), patience.Token);
        if (claim is null)
            return false;
        await NoteAsync(claim, await TryAsync(claim.Message, stop));
        return true;
    }

    // A round's fault is the database's: whatever a handler throws has been noted inside.
    async Task<TimeSpan> SurviveAsync(Func<CancellationToken, Task> round, TimeSpan wait, CancellationToken stop)
    {
        try
        {
            await round(stop);
            return FirstFaultWait;
        }
        catch (Exception fault) when (fault is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            if (stop.IsCancellationRequested)
                return wait;
            _tell(OutboxNews.Of(fault, wait));
            await PauseAsync(null, wait, stop);
            return wait * 2 < LongestFaultWait ? wait * 2 : LongestFaultWait;
        }
    }

    async Task DeliverAsync(CancellationToken stop)
    {
        var more = _signal.Next();
        if (!await DeliverNextAsync(stop))
            await PauseAsync(more, _settings.Poll, stop);
    }

    async Task WatchAsync(CancellationToken stop)
    {
        OutboxMetrics.Observe(this, await OutboxOffice.CountAsync(_log, stop), _clock);
        await PauseAsync(null, _settings.Watch, stop);
    }

    async Task<Ending> TryAsync(OutboundMessage message, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
            return new Ending.Untried();
        if (message.Attempt > _settings.MostAttempts)
            return new Ending.Hopeless($"It was begun {_settings.MostAttempts} times, and its host did not live to see the end.");
        if (!_handlers.TryGetValue(message.Kind, out var handler))
            return new Ending.Hopeless("This program has no handler for its kind.");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(_settings.DeliveryTime);
        try
        {
            await handler.DeliverAsync(message, patience.Token);
            return new Ending.Delivered();
        }
        catch (UndeliverableException hopeless)
        {
            return new Ending.Hopeless($"{nameof(UndeliverableException)}: {hopeless.Message}");
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new Ending.Untried();
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return Failed(message, $"It was not delivered within {_settings.DeliveryTime.TotalSeconds:0.#} s.");
        }
        catch (Exception fault)
        {
            return Failed(message, $"{fault.GetType().FullName}: the delivery failed.");
        }
    }

    Ending Failed(OutboundMessage message, string fault) => message.Attempt >= _settings.MostAttempts ? new Ending.Hopeless(fault) : new Ending.Failed(fault);

    async Task NoteAsync(OutboxClaim claim, Ending ending)
    {
        using var patience = new CancellationTokenSource(NotingTime);
        var (message, now) = (claim.Message, _clock.GetCurrentInstant());
        var held = ending switch
        {
            Ending.Delivered => await OutboxRows.DeliveredAsync(_log, claim, now, patience.Token),
            Ending.Failed failed => await OutboxRows.LaterAsync(_log, claim, now + _settings.Wait(message.Attempt, Random.Shared.NextDouble()), failed.Fault, patience.Token),
            Ending.Hopeless hopeless => await OutboxRows.DeadAsync(_log, claim, now, hopeless.Fault, patience.Token),
            Ending.Untried => await OutboxRows.UntriedAsync(_log, claim, patience.Token),
            _ => throw new InvalidOperationException($"{ending.GetType()} is no ending."),
        };
        OutboxNews? news = (held, ending) switch
        {
            (false, _) => new OutboxNews.Lost(message.Id, message.Kind, message.Attempt),
            (_, Ending.Failed failed) => new OutboxNews.Failed(message.Id, message.Kind, message.Attempt, failed.Fault),
            (_, Ending.Hopeless hopeless) => new OutboxNews.Dead(message.Id, message.Kind, message.Attempt, hopeless.Fault),
            _ => null,
        };
        OutboxMetrics.Noted(message, news, isDelivered: held && ending is Ending.Delivered);
        if (news is not null)
            _tell(news);
    }

    static async Task PauseAsync(Task? signal, TimeSpan atMost, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var delay = Task.Delay(atMost, over.Token);
        // Ends without a throw, whichever of them it is.
        await (signal is null ? Task.WhenAny(delay) : Task.WhenAny(signal, delay));
        await over.CancelAsync();
    }

    abstract record Ending
    {
        Ending() { }

        internal sealed record Delivered : Ending;

        internal sealed record Failed(string Fault) : Ending;

        internal sealed record Hopeless(string Fault) : Ending;

        internal sealed record Untried : Ending;
    }
}
