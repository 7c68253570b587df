using Npgsql;

namespace Nscp.Reviews.Record.Tests;

/// <summary>Promise 9: history is only added to, whoever tries.</summary>
public class OnlyAddingToHistory(RecordDatabase database) : IClassFixture<RecordDatabase>
{
    const string Refused = "ES002";

    [Theory]
    [InlineData("update mt_events set data = '{}'")]
    [InlineData("update mt_events set is_archived = true")]
    [InlineData("delete from mt_events")]
    [InlineData("truncate mt_events")]
    [InlineData("update mt_streams set type = 'other'")]
    [InlineData("update mt_streams set is_archived = true")]
    [InlineData("delete from mt_streams")]
    [InlineData("truncate mt_streams cascade")]
    [InlineData("update mt_doc_command set data = '{}'")]
    [InlineData("delete from mt_doc_command")]
    [InlineData("update mt_doc_calendar set data = '{}'")]
    [InlineData("delete from mt_doc_calendar")]
    [InlineData("truncate mt_doc_case")]
    [InlineData("update case_reading set reader_id = 'x'")]
    [InlineData("delete from case_reading")]
    [InlineData("select setval('mt_events_sequence', 1)")]
    [InlineData("update mt_event_progression set last_seq_id = 0")]
    [InlineData("update es_release set number = 7")]
    [InlineData("alter table mt_events add column extra int")]
    [InlineData("alter table mt_events disable row level security")]
    [InlineData("alter table mt_events disable trigger es_append_only")]
    [InlineData("create table public.mine (x int)")]
    [InlineData("insert into es_leaf values (0, 1, decode(repeat('00', 32), 'hex'))")]
    [InlineData("insert into es_subtree values (4, 0, decode(repeat('00', 32), 'hex'))")]
    [InlineData("insert into es_tree_head values (1, 1, '', 1, now(), '', '')")]
    [InlineData("update es_sealer set place = 7")]
    [InlineData("update es_log set id = gen_random_uuid()")]
    [InlineData("insert into es_verification (cause, started_at) values ('scheduled', now())")]
    [InlineData("select findings from es_verification")]
    [InlineData("set session_replication_role = replica")]
    public Task Is_all_that_the_application_may_do(string forbidden) => CheckRefusedAsync(database, database.ApplicationConnectionString, forbidden, PostgresErrorCodes.InsufficientPrivilege);

    [Theory]
    [InlineData("insert into mt_streams (tenant_id, id, version) values ('a', gen_random_uuid(), 1)")]
    [InlineData("insert into mt_events (seq_id, id, version, data, type, timestamp) values (1, gen_random_uuid(), 1, '{}', 'x', now())")]
    [InlineData("update mt_events set data = '{}'")]
    [InlineData("update mt_streams set version = 7")]
    [InlineData("delete from mt_events")]
    [InlineData("delete from mt_streams")]
    [InlineData("truncate mt_events cascade")]
    [InlineData("insert into mt_doc_command (tenant_id, id, data) values ('a', 'b', '{}')")]
    [InlineData("update mt_doc_command set data = '{}'")]
    [InlineData("select nextval('mt_events_sequence')")]
    [InlineData("select setval('mt_events_sequence', 1)")]
    [InlineData("create table public.mine (x int)")]
    [InlineData("insert into case_reading (tenant_id) values ('a')")]
    [InlineData("update case_reading set reader_id = 'x'")]
    [InlineData("delete from case_reading")]
    [InlineData("update es_leaf set seq_id = 1")]
    [InlineData("delete from es_leaf")]
    [InlineData("truncate es_subtree")]
    [InlineData("update es_tree_head set up_to = 1")]
    [InlineData("delete from es_tree_head")]
    [InlineData("update es_log set id = gen_random_uuid()")]
    [InlineData("delete from es_verification")]
    [InlineData("update es_release set number = 7")]
    [InlineData("select body from wolverine.wolverine_dead_letters")]
    [InlineData("delete from wolverine.wolverine_incoming_envelopes")]
    public Task Is_not_for_the_log_role(string forbidden) => CheckRefusedAsync(database, database.LogConnectionString, forbidden, PostgresErrorCodes.InsufficientPrivilege);

    [Theory]
    [InlineData("update mt_events set data = '{}'")]
    [InlineData("delete from mt_events")]
    [InlineData("truncate mt_events cascade")]
    [InlineData("delete from mt_streams")]
    [InlineData("truncate mt_streams cascade")]
    [InlineData("update mt_streams set type = 'other'")]
    [InlineData("update mt_streams set created = now()")]
    [InlineData("update mt_streams set is_archived = true")]
    [InlineData("update case_reading set reader_id = 'x'")]
    [InlineData("delete from case_reading")]
    [InlineData("truncate case_reading")]
    [InlineData("update es_leaf set seq_id = 1")]
    [InlineData("delete from es_subtree")]
    [InlineData("truncate es_tree_head")]
    [InlineData("update es_log set id = gen_random_uuid()")]
    public Task Is_all_that_even_the_owner_may_do(string forbidden) => CheckRefusedAsync(database, database.OwnerConnectionString, forbidden, Refused);

    [Theory]
    [InlineData("update mt_events set data = '{}'")]
    [InlineData("delete from mt_events")]
    [InlineData("update mt_streams set type = 'other'")]
    [InlineData("delete from mt_doc_command")]
    public Task Catches_a_store_with_one_role_for_everything(string forbidden) => CatchesAsync(
        "drop trigger es_append_only on mt_events; drop trigger es_only_version_moves on mt_streams; grant all on all tables in schema public to reviews_app",
        naive => CheckRefusedAsync(naive, naive.ApplicationConnectionString, forbidden, PostgresErrorCodes.InsufficientPrivilege));

    [Theory]
    [InlineData("update mt_events set data = '{}'")]
    [InlineData("delete from mt_events")]
    [InlineData("truncate mt_events cascade")]
    public Task Catches_a_store_that_trusts_its_grants(string forbidden) => CatchesAsync(
        "drop trigger es_append_only on mt_events", naive => CheckRefusedAsync(naive, naive.OwnerConnectionString, forbidden, Refused));

    [Fact]
    public Task Catches_a_store_that_looks_at_rows_one_by_one() => CatchesAsync(
        "drop trigger es_append_only on mt_events; create trigger es_append_only before update or delete on mt_events for each row execute function es_refuse_change()",
        naive => CheckRefusedAsync(naive, naive.OwnerConnectionString, "truncate mt_events cascade", Refused));

    // Another schema is a database of its own.
    static async Task CatchesAsync(string otherwise, Func<RecordDatabase, Task> check)
    {
        await using var naive = new RecordDatabase();
        await naive.InitializeAsync();
        await naive.ExecuteAsync(otherwise);
        await Assert.ThrowsAsync<ShouldAssertException>(() => check(naive));
    }

    static async Task CheckRefusedAsync(RecordDatabase database, string role, string forbidden, string refusal)
    {
        var tenant = Cases.NewTenant();
        await using (var session = await database.Sessions.OpenAsync(tenant, Cases.ByReference("24-1"), Cases.Key("k"), RecordDatabase.Ct))
            await session.SaveAsync(Cases.Saving(session, tenant, Cases.Command(session, Cases.Key("k"), 1), Cases.Reported("24-1")), RecordDatabase.Ct);
        var stored = await database.EverythingAsync(tenant);

        // For the tenant, so that row security is not what keeps the rows.
        await using var source = TenantSources.Create(role, tenant);
        var told = await Xunit.Record.ExceptionAsync(() => RecordDatabase.TextsAsync(source, forbidden));

        told.ShouldBeOfType<PostgresException>().SqlState.ShouldBe(refusal);
        (await database.EverythingAsync(tenant)).ShouldBe(stored);
    }
}
