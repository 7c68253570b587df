using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>Promise 9: history is only added to, whoever tries.</summary>
public class OnlyAddingToHistory(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    [Theory]
    [InlineData("update mt_events set data = '{}'")]
    [InlineData("delete from mt_events")]
    [InlineData("truncate mt_events")]
    [InlineData("update mt_streams set type = 'other'")]
    [InlineData("update mt_streams set is_archived = true")]
    [InlineData("delete from mt_streams")]
    [InlineData("update es_command set to_version = 0")]
    [InlineData("delete from es_command")]
    [InlineData("select setval('mt_events_sequence', 1)")]
    [InlineData("insert into es_migration (source, number, name, sha256) values ('x', 1, 'x', 'x')")]
    [InlineData("alter table mt_events add column extra int")]
    [InlineData("insert into es_leaf values (0, 1, decode(repeat('00', 32), 'hex'))")]
    [InlineData("insert into es_subtree values (4, 0, decode(repeat('00', 32), 'hex'))")]
    [InlineData("insert into es_tree_head values (1, 1, '', 1, now(), '', '')")]
    [InlineData("update es_log set id = gen_random_uuid()")]
    [InlineData("insert into es_verification (cause, started_at) values ('scheduled', now())")]
    [InlineData("select findings from es_verification")]
    public Task Is_all_that_the_application_may_do(string forbidden) => CheckRefusedAsync(database, database.Application, forbidden, PostgresErrorCodes.InsufficientPrivilege);

    [Theory]
    [InlineData("insert into mt_streams (tenant_id, id, version) values ('a', gen_random_uuid(), 1)")]
    [InlineData("insert into mt_events (seq_id, id, version, data, type, timestamp) values (1, gen_random_uuid(), 1, '{}', 'x', now())")]
    [InlineData("update mt_events set data = '{}'")]
    [InlineData("update mt_streams set version = 7")]
    [InlineData("delete from mt_events")]
    [InlineData("delete from mt_streams")]
    [InlineData("truncate mt_events cascade")]
    [InlineData("insert into es_command values ('a', 'b', 'c', 'd', '', gen_random_uuid(), 1, 1, now())")]
    [InlineData("update es_command set to_version = 7")]
    [InlineData("select nextval('mt_events_sequence')")]
    [InlineData("create table public.mine (x int)")]
    [InlineData("update es_leaf set seq_id = 1")]
    [InlineData("delete from es_leaf")]
    [InlineData("truncate es_subtree")]
    [InlineData("update es_tree_head set up_to = 1")]
    [InlineData("delete from es_tree_head")]
    [InlineData("update es_log set id = gen_random_uuid()")]
    [InlineData("delete from es_verification")]
    public Task Is_not_for_the_log_reader(string forbidden) => CheckRefusedAsync(database, database.Log, forbidden, PostgresErrorCodes.InsufficientPrivilege);

    [Theory]
    [InlineData("update mt_events set data = '{}'")]
    [InlineData("delete from mt_events")]
    [InlineData("truncate mt_events")]
    [InlineData("delete from mt_streams")]
    [InlineData("truncate mt_streams cascade")]
    [InlineData("update mt_streams set type = 'other'")]
    [InlineData("update mt_streams set created = now()")]
    [InlineData("update es_leaf set seq_id = 1")]
    [InlineData("delete from es_subtree")]
    [InlineData("truncate es_tree_head")]
    [InlineData("update es_log set id = gen_random_uuid()")]
    public Task Is_all_that_even_the_owner_may_do(string forbidden) => CheckRefusedAsync(database, database.Owner, forbidden, "ES002");

    [Theory]
    [InlineData("update mt_events set data = '{}'")]
    [InlineData("delete from mt_events")]
    [InlineData("update mt_streams set type = 'other'")]
    [InlineData("delete from es_command")]
    public Task Catches_a_store_with_one_role_for_everything(string forbidden) => CatchesAsync(
        "drop trigger es_append_only on mt_events; drop trigger es_only_version_moves on mt_streams; grant all on all tables in schema public to reviews_app",
        naive => CheckRefusedAsync(naive, naive.Application, forbidden, PostgresErrorCodes.InsufficientPrivilege));

    [Theory]
    [InlineData("update mt_events set data = '{}'")]
    [InlineData("delete from mt_events")]
    [InlineData("truncate mt_events")]
    public Task Catches_a_store_that_trusts_its_grants(string forbidden) => CatchesAsync(
        "drop trigger es_append_only on mt_events", naive => CheckRefusedAsync(naive, naive.Owner, forbidden, "ES002"));

    [Fact]
    public Task Catches_a_store_that_looks_at_rows_one_by_one() => CatchesAsync(
        "drop trigger es_append_only on mt_events; create trigger es_append_only before update or delete on mt_events for each row execute function es_refuse_change()",
        naive => CheckRefusedAsync(naive, naive.Owner, "truncate mt_events", "ES002"));

    // Another store's schema is a database of its own.
    static async Task CatchesAsync(string otherwise, Func<StoreDatabase, Task> check)
    {
        await using var naive = new StoreDatabase();
        await naive.InitializeAsync();
        await naive.ExecuteAsync(otherwise);
        await Assert.ThrowsAsync<ShouldAssertException>(() => check(naive));
    }

    static async Task CheckRefusedAsync(StoreDatabase database, NpgsqlDataSource role, string forbidden, string refusal)
    {
        var (tenant, stream) = ($"history-{Guid.NewGuid():n}", Guid.CreateVersion7());
        await database.Store.AppendAsync(Tickets.Appending(tenant, stream, [], [Tickets.Opened("1"), Tickets.Noted("a")], Tickets.Command(stream, 1, 2)), StoreDatabase.Ct);
        var stored = await database.EverythingAsync(tenant);

        var told = await Record.ExceptionAsync(() => TryAsync(role, tenant, forbidden));

        told.ShouldBeOfType<PostgresException>().SqlState.ShouldBe(refusal);
        (await database.EverythingAsync(tenant)).ShouldBe(stored);
    }

    // For the tenant, so that row security is not what keeps the rows.
    static async Task TryAsync(NpgsqlDataSource role, string tenant, string sql)
    {
        await using var connection = await role.OpenConnectionAsync(StoreDatabase.Ct);
        await using var batch = connection.CreateBatch();
        batch.Add(Sql.SetTenant, Sql.Varchar(tenant));
        batch.Add(sql);
        await batch.ExecuteNonQueryAsync(StoreDatabase.Ct);
    }
}
