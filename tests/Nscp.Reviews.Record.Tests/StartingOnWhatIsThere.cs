using Npgsql;

namespace Nscp.Reviews.Record.Tests;

/// <summary>Promise 9, at the start of a host: whatever other hands took away or added is named, and the owner's migration puts it right.</summary>
public class StartingOnWhatIsThere(RecordDatabase database) : IClassFixture<RecordDatabase>
{
    // What other hands do, and what is said of it.
    public static TheoryData<string, string> Changes => new()
    {
        { "drop policy own_tenant on mt_events", "row security is off or not forced on mt_events" },
        { "drop policy own_tenant on mt_streams", "row security is off or not forced on mt_streams" },
        { "drop policy own_tenant on case_reading", "row security is off or not forced on case_reading" },
        { "drop policy marten_tenant_isolation on mt_doc_case", "row security is off or not forced on mt_doc_case" },
        { "alter table mt_events no force row level security", "row security is off or not forced on mt_events" },
        { "alter table mt_events disable row level security", "row security is off or not forced on mt_events" },
        { "alter table mt_doc_clock no force row level security", "row security is off or not forced on mt_doc_clock" },
        { "alter table mt_doc_command disable row level security", "row security is off or not forced on mt_doc_command" },
        { "create policy everybody on mt_doc_case using (true)", "a policy on mt_doc_case lets more through: everybody" },
        { "create policy everybody on mt_events for select using (true)", "a policy on mt_events lets more through: everybody" },
        { "create policy own_tenant on mt_doc_case using (true)", "a policy on mt_doc_case lets more through: own_tenant" },
        { "alter policy own_tenant on mt_events using (true)", "mt_events" },
        { "alter policy own_tenant on mt_events using (tenant_id = (select current_setting('es.tenant', true)) or true)", "a policy on mt_events lets more through: own_tenant" },
        { "alter policy searched_by_owner on mt_doc_words to public", "a policy on mt_doc_words lets more through: searched_by_owner" },
        { "drop trigger es_append_only on mt_events", "the trigger that keeps mt_events from being changed" },
        { "alter table mt_events disable trigger es_append_only", "the trigger that keeps mt_events from being changed" },
        { "alter table mt_events enable replica trigger es_append_only", "the trigger that keeps mt_events from being changed" },
        { "create or replace trigger es_append_only before delete on mt_events for each statement execute function es_refuse_change()", "the trigger that keeps mt_events from being changed" },
        { "create or replace trigger es_append_only before update or delete or truncate on mt_events for each statement when (current_user <> 'reviews_owner') execute function es_refuse_change()", "the trigger that keeps mt_events from being changed" },
        { "drop trigger es_append_only on mt_streams", "the trigger that keeps mt_streams from being changed" },
        { "drop trigger es_only_version_moves on mt_streams", "the trigger that lets nothing but the version of a stream change" },
        { "drop trigger es_append_only on case_reading", "the trigger that keeps case_reading from being changed" },
        { "drop trigger es_append_only on es_leaf", "the trigger that keeps es_leaf from being changed" },
        { "alter table es_tree_head disable trigger es_append_only", "the trigger that keeps es_tree_head from being changed" },
        { "create or replace function es_refuse_change() returns trigger language plpgsql as 'begin return null; end'", "the function es_refuse_change() is missing or does something else" },
        { "create or replace function save_begins(tenant varchar, stream uuid, expected bigint, calendar int, accepts_next boolean) returns void language plpgsql as 'begin end'", "the function save_begins(varchar, uuid, bigint, int, boolean) is missing or does something else" },
        { "drop function case_found", "the function case_found(varchar) is missing" },
        { "alter sequence mt_events_sequence cache 20", "the sequence mt_events_sequence keeps numbers back" },
        { "alter sequence mt_events_sequence increment 2", "the sequence mt_events_sequence keeps numbers back" },
        { "grant update on mt_events to reviews_app", "it may change or delete events" },
        { "grant update (data) on mt_events to reviews_app", "it may change or delete events" },
        { "grant delete on mt_events to public", "it may change or delete events" },
        { "grant delete on mt_streams to reviews_app", "it may delete streams" },
        { "grant update on mt_doc_command to reviews_app", "it may change or delete mt_doc_command" },
        { "grant delete on case_reading to reviews_app", "it may change or delete case_reading" },
        { "grant insert on es_leaf to reviews_app", "it may write seals" },
        { "grant update (hash) on es_leaf to reviews_app", "it may write seals" },
        { "grant update on es_sealer to reviews_app", "it may write seals" },
        { "revoke insert on mt_events from reviews_app", "it may not append events" },
        { "revoke usage, select on sequence mt_events_sequence from reviews_app", "it may not append events" },
        { "grant insert on mt_events to reviews_log", "it may write mt_events" },
        { "grant update (version) on mt_streams to reviews_log", "it may write mt_streams" },
        { "grant delete on es_subtree to reviews_log", "it may change or delete seals" },
        { "grant update (root) on es_tree_head to reviews_log", "it may change or delete seals" },
        { "grant insert on mt_doc_command to reviews_log", "it may change what commands recorded" },
        { "revoke insert on mt_high_water_skips from reviews_log", "it may not note gaps in the log" },
        { "revoke update on mt_event_progression from reviews_log", "it may not note how far followers have come" },
        { "revoke insert on wolverine.wolverine_incoming_envelopes from reviews_log", "it may not send messages" },
        { "revoke select on wolverine.wolverine_dead_letter_history from reviews_app", "it may not select wolverine_dead_letter_history" },
        { "revoke insert on wolverine.wolverine_dead_letter_history from reviews_app", "it may not insert wolverine_dead_letter_history" },
        { "revoke update on wolverine.wolverine_incoming_envelopes from reviews_app", "it may not update wolverine_incoming_envelopes" },
        { "revoke delete on wolverine.wolverine_node_records from reviews_app", "it may not delete wolverine_node_records" },
        { "revoke select on wolverine.wolverine_agent_restrictions from reviews_app", "it may not select wolverine_agent_restrictions" },
        { "revoke usage on sequence wolverine.wolverine_nodes_node_number_seq from reviews_app", "it may not use wolverine_nodes_node_number_seq" },
        { "revoke usage on schema wolverine from reviews_app", "it may not use the schema of the messages" },
    };

    [Fact]
    public async Task Finds_nothing_wrong_with_what_the_migration_leaves() => (await WrongAsync(database)).ShouldBeNull();

    [Theory, MemberData(nameof(Changes))]
    public async Task Names_what_other_hands_have_changed(string change, string told)
    {
        await using var changed = new RecordDatabase();
        await changed.InitializeAsync();
        await changed.ExecuteAsync(change);

        (await WrongAsync(changed)).ShouldNotBeNull().ShouldContain(told);
    }

    [Fact]
    public async Task Finds_nothing_wrong_any_more_once_the_migration_has_put_all_of_it_right()
    {
        await using var changed = new RecordDatabase();
        await changed.InitializeAsync();
        var made = 0;
        foreach (var (change, _) in Changes.Select(row => row.Data))
        {
            try
            {
                await changed.ExecuteAsync(change);
                made++;
            }
            catch (PostgresException gone) when (gone.SqlState is PostgresErrorCodes.UndefinedObject)
            {
                // An earlier one has dropped it.
            }
        }
        made.ShouldBeGreaterThan(45);

        await Schema.MigrateAsync(changed.OwnerConnectionString, RecordDatabase.Roles, always: true, RecordDatabase.Ct);

        (await WrongAsync(changed)).ShouldBeNull();
    }

    [Fact]
    public async Task Names_a_log_role_that_cannot_see_who_writes()
    {
        await using var other = new RecordDatabase();
        await other.InitializeAsync();
        var role = $"log_{Guid.NewGuid():n}";
        await other.ExecuteAsync($"create role {role} login nosuperuser bypassrls password 'x'; grant connect on database {other.Name} to {role}");
        await Schema.MigrateAsync(other.OwnerConnectionString, new DatabaseRoles(RecordDatabase.ApplicationRole, role), always: true, RecordDatabase.Ct);
        var log = new NpgsqlConnectionStringBuilder(other.LogConnectionString) { Username = role, Password = "x" }.ConnectionString;

        (await WrongAsync(other.ApplicationConnectionString, log)).ShouldNotBeNull().ShouldContain("it needs pg_read_all_stats, or followers miss events");
        await other.ExecuteAsync($"grant pg_read_all_stats to {role}");
        (await WrongAsync(other.ApplicationConnectionString, log)).ShouldBeNull();

        await other.ExecuteAsync($"drop owned by {role}; drop role {role}");
    }

    [Fact]
    public async Task Names_a_superuser_an_owner_and_roles_that_were_mixed_up()
    {
        (await WrongAsync(database.SuperuserConnectionString, database.LogConnectionString)).ShouldNotBeNull().ShouldContain("it is a superuser; it is exempt from row security (BYPASSRLS)");
        (await WrongAsync(database.OwnerConnectionString, database.LogConnectionString)).ShouldNotBeNull().ShouldContain("it owns the tables, or is a member of their owner");
        (await WrongAsync(database.LogConnectionString, database.LogConnectionString)).ShouldNotBeNull().ShouldContain("it is exempt from row security");
        (await WrongAsync(database.ApplicationConnectionString, database.SuperuserConnectionString)).ShouldNotBeNull().ShouldContain("it is a superuser");
        (await WrongAsync(database.ApplicationConnectionString, database.ApplicationConnectionString)).ShouldNotBeNull().ShouldContain("it needs BYPASSRLS");
    }

    [Fact]
    public async Task Minds_nobody_s_tables_but_its_own()
    {
        await using var other = new RecordDatabase();
        await other.InitializeAsync();
        await other.ExecuteAsync("create table a_dba_s_own (tenant_id varchar, x int primary key); grant all on a_dba_s_own to public; create function mine() returns int language sql as 'select 1'");

        (await WrongAsync(other)).ShouldBeNull();
        await Schema.MigrateAsync(other.OwnerConnectionString, RecordDatabase.Roles, always: true, RecordDatabase.Ct);
        (await RecordDatabase.TextsAsync(other.Log, "select has_table_privilege('a_dba_s_own', 'delete')")).ShouldBe(["True"]);
    }

    static Task<string?> WrongAsync(RecordDatabase database) => WrongAsync(database.ApplicationConnectionString, database.LogConnectionString);

    static async Task<string?> WrongAsync(string application, string log)
    {
        await using var first = NpgsqlDataSource.Create(application);
        await using var second = NpgsqlDataSource.Create(log);
        return await new StartCheck(first, second).WrongAsync(RecordDatabase.Ct);
    }
}
