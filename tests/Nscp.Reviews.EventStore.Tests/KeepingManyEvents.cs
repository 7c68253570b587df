using Npgsql;
using NpgsqlTypes;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>
/// Many writers and a consumer for a long time: no event is lost, doubled, skipped or re-ordered, by counts in SQL that share nothing with the
/// store. In a soak a million events in a hundred thousand streams.
/// </summary>
[Collection(nameof(Alone))]
public class KeepingManyEvents(StoreDatabase database, ITestOutputHelper output) : IClassFixture<StoreDatabase>
{
    const int Writers = 8, EventsPerStream = 10, MostGrowth = 48 * 1024 * 1024;

    static readonly int Streams = Environment.GetEnvironmentVariable("REVIEWS_SOAK") == "1" ? 100_000 : 1_000;

    readonly string _table = $"seen_{Guid.NewGuid():n}"[..20];

    [Fact]
    public async Task Loses_doubles_skips_and_reorders_none_and_needs_no_more_memory_for_more()
    {
        await database.ExecuteAsync($"create table {_table} (seen bigserial primary key, seq_id bigint not null); grant insert, select on {_table} to reviews_log; grant usage on sequence {_table}_seen_seq to reviews_log");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(StoreDatabase.Ct);
        var consuming = new ConsumerHost(database.LogConnectionString, [new Consumer(_table, NoteAsync) { BatchSize = 1_000 }], null, database.Store.Signal, news => output.WriteLine($"{news}")).RunAsync(stop.Token);
        var memory = new List<long>();

        for (var part = 0; part < 5; part++)
        {
            await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync($"many-{writer % 3}", Streams / 5 / Writers))));
            memory.Add(GC.GetTotalMemory(forceFullCollection: true));
        }
        await WaitForConsumerAsync();
        await stop.CancelAsync();
        await consuming;

        output.WriteLine($"Managed memory after each fifth: {string.Join(", ", memory.Select(bytes => $"{bytes / 1024 / 1024} MB"))}");
        (memory[^1] - memory[0]).ShouldBeLessThan(MostGrowth);
        await CountAsync(Streams * EventsPerStream);
    }

    async Task CountAsync(int events)
    {
        const string ours = "tenant_id like 'many-%'";
        (await database.TextsAsync($"select count(*) from mt_events where {ours}")).ShouldBe([$"{events}"]);
        (await database.TextsAsync($"select count(*) from mt_streams where {ours} and version = {EventsPerStream}")).ShouldBe([$"{events / EventsPerStream}"]);
        (await database.TextsAsync(
            $"select count(*) from (select from mt_events where {ours} group by tenant_id, stream_id having count(distinct version) <> {EventsPerStream} or count(*) <> {EventsPerStream} or min(version) <> 1 or max(version) <> {EventsPerStream}) broken"))
            .ShouldBe(["0"], "streams with gaps or doubles");
        (await database.TextsAsync(
            $"select count(*) from (select seq_id < lag(seq_id) over (partition by tenant_id, stream_id order by version) as back from mt_events where {ours}) e where back")).ShouldBe(["0"], "numbers fall within a stream");
        (await database.TextsAsync($"select concat_ws(' ', count(*), count(distinct seq_id)) from {_table}")).ShouldBe([$"{events} {events}"], "events the consumer saw");
        (await database.TextsAsync($"select count(*) from mt_events e full join {_table} s on s.seq_id = e.seq_id where {ours} and s.seq_id is null or e.seq_id is null")).ShouldBe(["0"], "events skipped or made up");
        (await database.TextsAsync($"select count(*) from (select seq_id < lag(seq_id) over (order by seen) as back from {_table}) s where back")).ShouldBe(["0"], "events seen out of order");
    }

    async Task WriteAsync(string tenant, int streams)
    {
        for (var i = 0; i < streams; i++)
        {
            var stream = Guid.CreateVersion7();
            ExpectedVersion expected = new ExpectedVersion.MustNotExist();
            // Appends of one, four and five events.
            foreach (var count in (int[])[1, 4, 5])
            {
                NewEvent[] events = [.. Enumerable.Range(0, count).Select(n => expected is ExpectedVersion.MustNotExist ? Tickets.Opened($"{stream}") : Tickets.Noted($"{n}"))];
                var outcome = await database.Store.AppendAsync(new Append(tenant, stream, "ticket", expected, events, null, []), StoreDatabase.Ct);
                expected = outcome.ShouldBeOfType<AppendOutcome.Appended>().Next;
            }
        }
    }

    async Task NoteAsync(ConsumedBatch batch, CancellationToken ct)
    {
        await using var insert = new NpgsqlCommand($"insert into {_table} (seq_id) select n from unnest($1) with ordinality u(n, o) order by o", batch.Connection, batch.Transaction);
        insert.Parameters.Add(new NpgsqlParameter { Value = batch.Events.Select(one => one.Event.Sequence).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        await insert.ExecuteNonQueryAsync(ct);
    }

    Task WaitForConsumerAsync() => Waits.UntilAsync(
        async () => await database.TextsAsync($"select position >= (select max(seq_id) from mt_events) from es_consumer where name = '{_table}'") is ["True"],
        async () => string.Concat(await database.TextsAsync($"select position from es_consumer where name = '{_table}'")),
        "the consumer has come to the end");
}

/// <summary>For tests that watch the process: nothing else runs in it meanwhile.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
