using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>One host that delivers until it is cancelled, with what it reaches the database by.</summary>
delegate Task DeliveringHost(NpgsqlDataSource log, string name, Func<OutboundMessage, CancellationToken, Task> deliver, CancellationToken ct);

/// <summary>Hosts that deliver as outboxes elsewhere do.</summary>
static class NaiveDelivery
{
    internal const int Lanes = 3;

    const string Free = "state = 'pending' and (claimed_until is null or claimed_until <= now())";

    const string IsHead =
        "not exists (select from es_outbox e where e.tenant_id = m.tenant_id and e.stream_id = m.stream_id and (e.version, e.number) < (m.version, m.number) and e.state <> 'delivered')";

    /// <summary>Takes the oldest message that nobody holds, whatever is ahead of it in its stream.</summary>
    internal static readonly DeliveringHost AnyMessage = (log, name, deliver, ct) => RunAsync(log, Claim(name, Free), isNotedFirst: false, deliver, ct);

    /// <summary>Notes a message as delivered and then delivers it.</summary>
    internal static readonly DeliveringHost NotedFirst = (log, name, deliver, ct) => RunAsync(log, Claim(name, $"{Free} and {IsHead}"), isNotedFirst: true, deliver, ct);

    /// <summary>Looks for a message without taking it.</summary>
    internal static readonly DeliveringHost Unclaimed = (log, _, deliver, ct) =>
        RunAsync(log, $"select tenant_id, stream_id, version, number, id from es_outbox m where {Free} and {IsHead} order by random() limit 1", isNotedFirst: false, deliver, ct);

    static string Claim(string name, string where) =>
        $"""
        update es_outbox m set claimed_by = '{name}/' || gen_random_uuid(), claimed_until = now() + interval '10 min'
        where id = (select id from es_outbox m where {where} order by recorded_at, version, number limit 1 for update skip locked)
        returning tenant_id, stream_id, version, number, id
        """;

    static Task RunAsync(NpgsqlDataSource log, string next, bool isNotedFirst, Func<OutboundMessage, CancellationToken, Task> deliver, CancellationToken ct) =>
        Task.WhenAll(Enumerable.Range(0, Lanes).Select(async _ =>
        {
            while (!ct.IsCancellationRequested)
            {
                if (await NextAsync(log, next) is not { } message)
                {
                    await Task.Delay(5);
                    continue;
                }
                if (isNotedFirst)
                    await NoteAsync(log, message);
                await deliver(message, ct);
                await NoteAsync(log, message);
            }
        }));

    static async Task<OutboundMessage?> NextAsync(NpgsqlDataSource log, string sql)
    {
        await using var command = log.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync()
            ? new OutboundMessage(row.GetString(0), row.GetGuid(1), row.GetInt64(2), row.GetInt32(3), row.GetGuid(4), Letters.Kind, default, default, 1)
            : null;
    }

    static async Task NoteAsync(NpgsqlDataSource log, OutboundMessage message)
    {
        await using var command = log.CreateCommand($"update es_outbox set state = 'delivered', settled_at = now(), claimed_by = null, claimed_until = null where id = '{message.Id}'");
        await command.ExecuteNonQueryAsync();
    }
}
