using Nscp.Reviews.Cluster;
using Npgsql;

namespace Nscp.Reviews.EventStore.Tests;

/// <summary>A schema that other hands changed is noticed, named, and not built upon.</summary>
public class NoticingDrift
{
    static CancellationToken Ct => StoreDatabase.Ct;

    [Theory]
    [InlineData("drop policy own_tenant on mt_events", "policy mt_events.own_tenant is gone")]
    [InlineData("alter table mt_events no force row level security", "table mt_events was changed")]
    [InlineData("alter table ticket disable row level security", "table ticket was changed")]
    [InlineData("create policy everybody on ticket using (true)", "policy ticket.everybody is not of the migrations")]
    [InlineData("alter table mt_events disable trigger es_append_only", "trigger mt_events.es_append_only was changed")]
    [InlineData("drop trigger es_append_only on mt_events", "trigger mt_events.es_append_only is gone")]
    [InlineData("create or replace function es_refuse_change() returns trigger language plpgsql as 'begin return null; end'", "function es_refuse_change was changed")]
    [InlineData("grant update on mt_events to reviews_app", "grants on mt_events was changed")]
    [InlineData("grant update (data) on mt_events to reviews_app", "grants on mt_events was changed")]
    [InlineData("grant select on mt_events to public", "grants on mt_events was changed")]
    [InlineData("alter table mt_events add column extra int", "column mt_events.extra is not of the migrations")]
    [InlineData("alter table ticket alter column notes type bigint", "column ticket.notes was changed")]
    [InlineData("alter table mt_streams alter column version set not null", "column mt_streams.version was changed")]
    [InlineData("create index extra on mt_events (type)", "index extra is not of the migrations")]
    [InlineData("drop index pk_mt_events_stream_and_version", "index pk_mt_events_stream_and_version is gone")]
    [InlineData("alter table ticket add constraint extra check (notes < 7)", "constraint ticket.extra is not of the migrations")]
    [InlineData("alter sequence mt_events_sequence cache 20", "sequence mt_events_sequence was changed")]
    [InlineData("alter sequence mt_events_sequence increment 2", "sequence mt_events_sequence was changed")]
    [InlineData("grant usage on sequence mt_events_sequence to reviews_log", "grants on mt_events_sequence was changed")]
    [InlineData("revoke insert on mt_events from reviews_app", "grants on mt_events was changed")]
    [InlineData("drop table ticket_note", "column ticket_note.body is gone")]
    [InlineData("alter table ticket owner to postgres", "table ticket was changed")]
    [InlineData("alter table ticket drop column notes", "column ticket.notes is gone")]
    [InlineData("alter table ticket alter column notes set default 1", "column ticket.notes was changed")]
    [InlineData("drop index es_outbox_due; create index es_outbox_due on es_outbox (kind)", "index es_outbox_due was changed")]
    [InlineData("alter table ticket drop constraint ticket_number", "constraint ticket.ticket_number is gone")]
    [InlineData("alter table es_outbox drop constraint es_outbox_state, add constraint es_outbox_state check (true)", "constraint es_outbox.es_outbox_state was changed")]
    [InlineData("alter policy own_tenant on mt_events using (true)", "policy mt_events.own_tenant was changed")]
    [InlineData("alter policy own_tenant on mt_events to reviews_log", "policy mt_events.own_tenant was changed")]
    [InlineData("drop policy own_tenant on ticket; create policy own_tenant on ticket for select using (tenant_id = nullif(current_setting('es.tenant', true), ''))", "policy ticket.own_tenant was changed")]
    [InlineData("drop policy own_tenant on ticket; create policy own_tenant on ticket as restrictive using (tenant_id = nullif(current_setting('es.tenant', true), ''))", "policy ticket.own_tenant was changed")]
    [InlineData("create or replace trigger es_append_only before delete on mt_events for each statement execute function es_refuse_change()", "trigger mt_events.es_append_only was changed")]
    [InlineData("create function es_extra() returns int language sql as 'select 1'", "function es_extra is not of the migrations")]
    [InlineData("create or replace function ticket_next() returns int language sql as 'select 2'", "function ticket_next was changed")]
    [InlineData("alter function ticket_next owner to postgres", "function ticket_next is gone")]
    [InlineData("grant execute on function ticket_next to reviews_app", "function ticket_next was changed")]
    [InlineData("drop trigger es_append_only on es_leaf", "trigger es_leaf.es_append_only is gone")]
    [InlineData("alter table es_tree_head disable trigger es_append_only", "trigger es_tree_head.es_append_only was changed")]
    [InlineData("grant insert on es_leaf to reviews_app", "grants on es_leaf was changed")]
    [InlineData("grant delete on es_subtree to reviews_log", "grants on es_subtree was changed")]
    [InlineData("grant select (findings) on es_verification to reviews_app", "grants on es_verification was changed")]
    [InlineData("alter table es_log drop constraint es_log_single", "constraint es_log.es_log_single is gone")]
    [InlineData("drop function es_bind_to_tenant", "function es_bind_to_tenant is gone")]
    public async Task Names_what_was_changed(string change, string told)
    {
        await using var database = await NewAsync();
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        await using var application = StoreDataSource.Create(database.AppConnectionString);
        await Migrations.ApplyAsync(owner, StoreDatabase.Roles, StoreDatabase.AllMigrations, Ct);
        (await Migrations.CheckAsync(application, StoreDatabase.AllMigrations, Ct)).ShouldBeNull();

        await using (var others = NpgsqlDataSource.Create(database.SuperuserConnectionString))
        await using (var changing = others.CreateCommand(change))
            await changing.ExecuteNonQueryAsync(Ct);

        (await Migrations.CheckAsync(application, StoreDatabase.AllMigrations, Ct)).ShouldNotBeNull().ShouldContain(told);
        (await Should.ThrowAsync<MigrationException>(() => Migrations.ApplyAsync(owner, StoreDatabase.Roles, StoreDatabase.AllMigrations, Ct))).Message.ShouldContain(told);

        await Migrations.ApplyAndAcceptDriftAsync(owner, StoreDatabase.Roles, StoreDatabase.AllMigrations, Ct);
        (await Migrations.CheckAsync(application, StoreDatabase.AllMigrations, Ct)).ShouldBeNull("what was accepted is no drift any more");
    }

    [Fact]
    public async Task Minds_nobody_s_tables_but_its_own()
    {
        await using var database = await NewAsync();
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        await using var application = StoreDataSource.Create(database.AppConnectionString);
        await Migrations.ApplyAsync(owner, StoreDatabase.Roles, StoreDatabase.AllMigrations, Ct);

        await using (var changing = owner.CreateCommand("create table a_dba_s_own (x int primary key); create function mine() returns int language sql as 'select 1'"))
            await changing.ExecuteNonQueryAsync(Ct);

        (await Migrations.CheckAsync(application, StoreDatabase.AllMigrations, Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task Compares_nothing_after_the_server_got_another_major_version_until_the_migrations_ran()
    {
        await using var database = await NewAsync();
        await using var owner = NpgsqlDataSource.Create(database.OwnerConnectionString);
        await using var application = StoreDataSource.Create(database.AppConnectionString);
        await Migrations.ApplyAsync(owner, StoreDatabase.Roles, StoreDatabase.AllMigrations, Ct);
        await using (var changing = owner.CreateCommand("update es_schema_object set server_major = 14, definition = 'worded otherwise'"))
            await changing.ExecuteNonQueryAsync(Ct);

        (await Migrations.CheckAsync(application, StoreDatabase.AllMigrations, Ct)).ShouldBeNull();
        await Migrations.ApplyAsync(owner, StoreDatabase.Roles, StoreDatabase.AllMigrations, Ct);

        (await StoreDatabase.TextsAsync(owner, "select count(*) from es_schema_object where definition = 'worded otherwise' or server_major = 14")).ShouldBe(["0"]);
    }

    static async Task<TestDatabase> NewAsync() => await (await TestCluster.SharedAsync()).CreateDatabaseAsync(cancellation: Ct);
}
