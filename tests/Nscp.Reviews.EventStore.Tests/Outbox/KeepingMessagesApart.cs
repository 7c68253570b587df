using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>The application records messages of its own tenant and does no more with them; the log reader delivers and changes nothing of what they say.</summary>
public class KeepingMessagesApart(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    const string Columns = "(tenant_id, stream_id, version, number, id, kind, body, recorded_at)";

    [Theory]
    [InlineData("select * from es_outbox")]
    [InlineData("update es_outbox set state = 'delivered', settled_at = now()")]
    [InlineData("delete from es_outbox")]
    [InlineData("truncate es_outbox")]
    [InlineData($"insert into es_outbox {Columns} values ('victim', gen_random_uuid(), 1, 1, gen_random_uuid(), 'letter', '{{}}', now())")]
    [InlineData("insert into es_outbox (tenant_id, stream_id, version, number, id, kind, body, recorded_at, state, settled_at) values ('mine', gen_random_uuid(), 1, 1, gen_random_uuid(), 'letter', '{}', now(), 'delivered', now())")]
    public async Task Lets_the_application_only_record_its_own(string forbidden) =>
        (await Should.ThrowAsync<PostgresException>(() => AsTenantAsync("mine", forbidden))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);

    [Fact]
    public async Task Lets_the_application_record_its_own()
    {
        await AsTenantAsync("mine", $"insert into es_outbox {Columns} values ('mine', gen_random_uuid(), 1, 1, gen_random_uuid(), 'letter', '{{}}', now())");
        (await database.TextsAsync("select count(*) from es_outbox where tenant_id = 'mine'")).ShouldBe(["1"]);
    }

    [Theory]
    [InlineData($"insert into es_outbox {Columns} values ('a', gen_random_uuid(), 1, 1, gen_random_uuid(), 'letter', '{{}}', now())")]
    [InlineData("update es_outbox set body = '{}'")]
    [InlineData("update es_outbox set kind = 'other'")]
    [InlineData("update es_outbox set stream_id = gen_random_uuid()")]
    [InlineData("update es_outbox set recorded_at = now()")]
    [InlineData("truncate es_outbox")]
    public async Task Lets_the_log_reader_change_nothing_of_what_they_say(string forbidden)
    {
        await using var command = database.Log.CreateCommand(forbidden);
        (await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync(StoreDatabase.Ct))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    // Not even with a grant that somebody adds by mistake.
    [Fact]
    public async Task Shows_a_tenant_no_message_of_another()
    {
        await Letters.OnlyAsync(database, Letters.Letter());
        await database.ExecuteAsync($"grant select on es_outbox to {StoreDatabase.ApplicationRole}");
        try
        {
            (await AsTenantAsync("another", "select count(*) from es_outbox")).ShouldBe(0L);
            (await AsTenantAsync("", "select count(*) from es_outbox")).ShouldBe(0L);
            (await AsTenantAsync("letters", "select count(*) from es_outbox")).ShouldBe(1L);
        }
        finally
        {
            await database.ExecuteAsync($"revoke select on es_outbox from {StoreDatabase.ApplicationRole}");
        }
    }

    async Task<object?> AsTenantAsync(string tenant, string sql)
    {
        await using var connection = await database.Application.OpenConnectionAsync(StoreDatabase.Ct);
        await using var transaction = await connection.BeginTransactionAsync(StoreDatabase.Ct);
        await NaiveOutbox.RunAsync(connection, $"select set_config('es.tenant', '{tenant}', true)");
        await using var command = new NpgsqlCommand(sql, connection);
        var answer = await command.ExecuteScalarAsync(StoreDatabase.Ct);
        await transaction.CommitAsync(StoreDatabase.Ct);
        return answer;
    }
}
