using NodaTime;
using Npgsql;

namespace Nscp.Reviews.EventStore.Tests.Killing;

/// <summary>A host of the store in a process of its own: delivers letters and runs a consumer, stops in the middle of the work that it is told, and ends with its parent.</summary>
sealed class HostOnTrial
{
    internal const string Word = "host-on-trial";

    internal const string Tables =
        """
        create table received (n bigserial, host varchar, stream_id uuid, version bigint, number int);
        create table pause (host varchar primary key, over boolean not null default false);
        grant select, insert on received, pause to reviews_log; grant usage on sequence received_n_seq to reviews_log
        """;

    static readonly OutboxSettings Outbox = new() { Poll = TimeSpan.FromMilliseconds(20), Lease = TimeSpan.FromMinutes(10), DeliveryTime = TimeSpan.FromMinutes(5) };

    readonly NpgsqlDataSource _log;
    readonly string _name, _consumer;
    readonly Work _pausesIn;
    int _before = 3;

    HostOnTrial(string name, string consumer, Work pausesIn, NpgsqlDataSource log) => (_name, _consumer, _pausesIn, _log) = (name, consumer, pausesIn, log);

    internal static async Task<int> RunAsync(string[] order)
    {
        await using var log = NpgsqlDataSource.Create(order[3]);
        var host = new HostOnTrial(order[0], order[1], Enum.Parse<Work>(order[2]), log);
        using var stop = new CancellationTokenSource();
        var working = Task.WhenAll(host.DeliverAsync(stop.Token), new ConsumerHost(order[3], [host.Consumer()], Consumed.Brisk, null, _ => { }).RunAsync(stop.Token));
        await Console.In.ReadToEndAsync(CancellationToken.None);
        await stop.CancelAsync();
        await working;
        return 0;
    }

    Task DeliverAsync(CancellationToken ct) => _pausesIn is Work.DeliveryNotedFirst
        ? NaiveDelivery.NotedFirst(_log, _name, ReceiveAsync, ct)
        : new OutboxWorker(_log, [new OutboxHandler(Letters.Kind, ReceiveAsync)], SystemClock.Instance, Outbox with { Host = _name }, null, _ => { }).RunAsync(ct);

    async Task ReceiveAsync(OutboundMessage message, CancellationToken ct)
    {
        if (_pausesIn is Work.Delivery or Work.DeliveryNotedFirst)
            await PauseAsync(ct);
        await using var receive = _log.CreateCommand("insert into received (host, stream_id, version, number) values ($1, $2, $3, $4)");
        receive.Parameters.AddRange(new[] { Sql.Varchar(_name), Sql.Uuid(message.StreamId), Sql.Bigint(message.Version), Sql.Bigint(message.Number) });
        await receive.ExecuteNonQueryAsync(ct);
    }

    Consumer Consumer() => new(_consumer, async (batch, ct) =>
    {
        await using var apart = _pausesIn is Work.BatchKeptApart ? await _log.OpenConnectionAsync(ct) : null;
        foreach (var one in batch.Events)
            await Consumed.KeepAsync(apart ?? batch.Connection, _consumer, one, _name, ct);
        if (_pausesIn is Work.Batch or Work.BatchKeptApart)
            await PauseAsync(ct);
    })
    { BatchSize = 5 };

    /// <summary>The third time, and then until it is told that the pause is over.</summary>
    async Task PauseAsync(CancellationToken ct)
    {
        if (Interlocked.Decrement(ref _before) != 0)
            return;
        await using (var begin = _log.CreateCommand($"insert into pause (host) values ('{_name}')"))
            await begin.ExecuteNonQueryAsync(ct);
        await using var over = _log.CreateCommand($"select over from pause where host = '{_name}'");
        while (await over.ExecuteScalarAsync(ct) is not true)
            await Task.Delay(20, ct);
    }
}

/// <summary>In the middle of what a host pauses.</summary>
enum Work
{
    None,
    Delivery,

    /// <summary>Naive: the message is noted as delivered already.</summary>
    DeliveryNotedFirst,
    Batch,

    /// <summary>Naive: the batch's rows are written by a connection of the handler's own.</summary>
    BatchKeptApart,
}
