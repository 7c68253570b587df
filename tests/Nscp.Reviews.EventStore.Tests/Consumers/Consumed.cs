using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>
/// A consumer that keeps a row for each event, in the order in which it was handled, under a name of its own; and what an independent
/// comparison in SQL says of it. Nothing in the table forbids a double.
/// </summary>
sealed class Consumed(StoreDatabase database)
{
    const string Table =
        """
        create table if not exists consumed (n bigserial, consumer varchar, seq_id bigint, tenant_id varchar, stream_id uuid, version bigint, host varchar);
        grant select, insert on consumed to reviews_log; grant usage on sequence consumed_n_seq to reviews_log
        """;

    internal string Name { get; } = $"consumer-{Guid.NewGuid():n}";

    internal static ConsumerSettings Brisk { get; } = new()
    {
        Poll = TimeSpan.FromMilliseconds(20),
        Election = TimeSpan.FromMilliseconds(50),
        FirstWait = TimeSpan.FromMilliseconds(5),
        LongestWait = TimeSpan.FromMilliseconds(50),
        Touch = TimeSpan.FromMilliseconds(50),
    };

    internal Task PrepareAsync() => database.ExecuteAsync(Table);

    /// <param name="before">Called with each batch, before its rows are written; null for nothing.</param>
    /// <param name="after">Called with each batch when its rows are written; null for nothing.</param>
    /// <param name="host">Noted with the rows.</param>
    internal Consumer Consumer(Func<ConsumedBatch, Task>? before = null, Func<ConsumedBatch, Task>? after = null, string host = "") => new(Name, async (batch, ct) =>
    {
        await (before?.Invoke(batch) ?? Task.CompletedTask);
        foreach (var one in batch.Events)
            await KeepAsync(batch.Connection, Name, one, host, ct);
        await (after?.Invoke(batch) ?? Task.CompletedTask);
    })
    { BatchSize = 10 };

    internal static async Task KeepAsync(NpgsqlConnection connection, string consumer, LogEvent one, string host, CancellationToken ct)
    {
        await using var insert = connection.Command(
            "insert into consumed (consumer, seq_id, tenant_id, stream_id, version, host) values ($1, $2, $3, $4, $5, $6)",
            Sql.Varchar(consumer), Sql.Bigint(one.Event.Sequence), Sql.Varchar(one.Tenant), Sql.Uuid(one.Event.StreamId), Sql.Bigint(one.Event.Version), Sql.Varchar(host));
        await insert.ExecuteNonQueryAsync(ct);
    }

    internal async Task<ConsumerStatus?> StatusAsync() => (await ConsumerOffice.ListAsync(database.Log, StoreDatabase.Ct)).SingleOrDefault(one => one.Name == Name);

    /// <summary>Until the consumer has come to the end of the log.</summary>
    internal Task CaughtUpAsync() => UntilAsync(status => status.Behind == 0, "it has come to the end of the log");

    internal Task UntilAsync(ConsumerState state) => UntilAsync(status => status.State == state, $"it is {state}");

    /// <summary>As long as it moves: on a busy machine it comes late to the end of a long log.</summary>
    internal Task UntilAsync(Func<ConsumerStatus, bool> isSo, string what) => Waits.UntilAsync(
        async () => await StatusAsync() is { } status && isSo(status),
        async () => $"{(await StatusAsync())?.Position}",
        what);

    /// <summary>Every event of the log exactly once, in the log's order.</summary>
    internal async Task ShouldBeTheLogAsync(long upTo = long.MaxValue)
    {
        (await database.TextsAsync($"select seq_id from mt_events e where seq_id <= {upTo} and not exists (select from consumed c where c.consumer = '{Name}' and c.seq_id = e.seq_id)")).ShouldBeEmpty("lost or skipped");
        (await database.TextsAsync($"select seq_id from consumed where consumer = '{Name}' group by seq_id having count(*) > 1")).ShouldBeEmpty("doubled");
        (await database.TextsAsync($"select seq_id from consumed c where consumer = '{Name}' and (seq_id > {upTo} or not exists (select from mt_events e where (e.seq_id, e.tenant_id, e.stream_id, e.version) = (c.seq_id, c.tenant_id, c.stream_id, c.version)))")).ShouldBeEmpty("invented");
        (await database.TextsAsync(
            $"""
            select concat_ws(' ', seq_id, version) from (select *, lag(version, 1, 0::bigint) over (partition by tenant_id, stream_id order by n) as previous, lag(seq_id, 1, 0::bigint) over (order by n) as before
            from consumed where consumer = '{Name}') x where version <> previous + 1 or seq_id <= before
            """)).ShouldBeEmpty("re-ordered");
    }

    internal async Task<int> CountAsync() => int.Parse((await database.TextsAsync($"select count(*) from consumed where consumer = '{Name}'"))[0]);
}

/// <summary>Runs a consumer as one host does, until it is disposed of.</summary>
sealed class Host : IAsyncDisposable
{
    readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(StoreDatabase.Ct);
    readonly Task _running;

    Host(Func<CancellationToken, Task> run) => _running = Task.Run(() => run(_stop.Token));

    internal List<ConsumerNews> News { get; private init; } = [];

    internal static Host Start(StoreDatabase database, params Consumer[] consumers) => Start(database, Consumed.Brisk, null, consumers);

    internal static Host Start(StoreDatabase database, ConsumerSettings settings, LogSignal? signal, params Consumer[] consumers)
    {
        var news = new List<ConsumerNews>();
        void Tell(ConsumerNews one)
        {
            lock (news) news.Add(one);
        }
        return new Host(new ConsumerHost(database.LogConnectionString, consumers, settings, signal, Tell).RunAsync) { News = news };
    }

    internal static Host Start(Func<CancellationToken, Task> naive) => new(naive);

    internal Task Ended => _running;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
