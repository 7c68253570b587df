using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Stores that record messages in a transaction of their own.</summary>
sealed class NaiveOutbox(Store store, NpgsqlDataSource application)
{
    internal async Task<AppendOutcome> MessagesAfterAsync(Append request, CancellationToken ct)
    {
        var outcome = await store.AppendAsync(request with { Messages = [] }, ct);
        if (outcome is AppendOutcome.Appended)
            await RecordAsync(request);
        return outcome;
    }

    internal async Task<AppendOutcome> MessagesBeforeAsync(Append request, CancellationToken ct)
    {
        await RecordAsync(request);
        return await store.AppendAsync(request with { Messages = [] }, ct);
    }

    async Task RecordAsync(Append request)
    {
        await using var connection = await application.OpenConnectionAsync(StoreDatabase.Ct);
        foreach (var message in request.Messages)
        {
            await RunAsync(connection,
                $"""
                select set_config('es.tenant', '{request.Tenant}', true);
                insert into es_outbox (tenant_id, stream_id, version, number, id, kind, body, recorded_at)
                values ('{request.Tenant}', '{request.StreamId}', 1, 1, '{message.Id}', '{message.Kind}', '{"{}"}', now())
                """);
        }
    }

    internal static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(StoreDatabase.Ct);
    }
}
