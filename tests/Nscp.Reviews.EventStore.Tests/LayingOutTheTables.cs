namespace Nscp.Reviews.EventStore.Tests;

/// <summary>The tables are as Marten lays them out, so that it can take them over.</summary>
public class LayingOutTheTables(StoreDatabase database) : IClassFixture<StoreDatabase>
{
    [Fact]
    public async Task Gives_streams_and_events_exactly_these_columns()
    {
        (await ColumnsAsync("mt_streams")).ShouldBe(
        [
            "tenant_id character varying NO '*DEFAULT*'::character varying",
            "id uuid NO",
            "type character varying YES",
            "version bigint YES",
            "timestamp timestamp with time zone NO now()",
            "created timestamp with time zone NO now()",
            "is_archived boolean YES false",
        ]);
        (await ColumnsAsync("mt_events")).ShouldBe(
        [
            "seq_id bigint NO",
            "id uuid NO",
            "stream_id uuid YES",
            "version bigint NO",
            "data jsonb NO",
            "bdata bytea YES",
            "type character varying(500) NO",
            "timestamp timestamp with time zone NO",
            "tenant_id character varying YES '*DEFAULT*'::character varying",
            "mt_dotnet_type character varying YES",
            "correlation_id character varying YES",
            "causation_id character varying YES",
            "headers jsonb YES",
            "user_name character varying YES",
            "is_archived boolean YES false",
        ]);
    }

    [Fact]
    public async Task Gives_them_exactly_these_keys_and_indexes()
    {
        (await database.TextsAsync("select indexdef from pg_indexes where tablename in ('mt_streams', 'mt_events') order by 1")).ShouldBe(
        [
            "CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON public.mt_events USING btree (tenant_id, stream_id, version)",
            "CREATE UNIQUE INDEX pkey_mt_events_seq_id ON public.mt_events USING btree (seq_id)",
            "CREATE UNIQUE INDEX pkey_mt_streams_tenant_id_id ON public.mt_streams USING btree (tenant_id, id)",
        ]);
        (await database.TextsAsync("select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where conrelid in ('mt_streams'::regclass, 'mt_events'::regclass) and contype <> 'n' order by 1")).ShouldBe(
        [
            "fkey_mt_events_stream_id_tenant_id FOREIGN KEY (tenant_id, stream_id) REFERENCES mt_streams(tenant_id, id)",
            "pkey_mt_events_seq_id PRIMARY KEY (seq_id)",
            "pkey_mt_streams_tenant_id_id PRIMARY KEY (tenant_id, id)",
        ]);
    }

    [Fact]
    public async Task Gives_events_a_sequence_of_their_own_without_cache()
    {
        (await database.TextsAsync("select pg_get_serial_sequence('mt_events', 'seq_id')")).ShouldBe(["public.mt_events_sequence"]);
        (await database.TextsAsync("select concat_ws(' ', seqcache, seqincrement, seqstart, seqcycle) from pg_sequence where seqrelid = 'mt_events_sequence'::regclass")).ShouldBe(["1 1 1 f"]);
    }

    [Fact]
    public async Task Puts_the_tenant_first_in_every_key_of_our_own_tables_that_hold_a_tenant_s_data() =>
        (await database.TextsAsync(
            """
            select distinct c.relname || ' ' || a.attname from pg_index i join pg_class c on c.oid = i.indrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
            where i.indisunique and c.relnamespace = 'public'::regnamespace and c.relname not like 'mt\_%' and c.relname not in ('es_migration', 'es_schema_object', 'es_consumer', 'es_log', 'es_leaf', 'es_subtree', 'es_tree_head', 'es_verification') order by 1
            """)).ShouldBe(["es_command tenant_id", "es_outbox tenant_id", "ticket tenant_id", "ticket_note tenant_id"]);

    [Fact]
    public async Task Gives_the_log_one_id_and_its_seals_no_tenant()
    {
        (await database.TextsAsync("select count(distinct id) from es_log")).ShouldBe(["1"]);
        (await Should.ThrowAsync<Npgsql.PostgresException>(() => database.ExecuteAsync("insert into es_log (id) values (gen_random_uuid())"))).SqlState.ShouldBe("23505");
        (await database.TextsAsync("select concat_ws(' ', table_name, column_name) from information_schema.columns where table_name in ('es_log', 'es_leaf', 'es_subtree', 'es_tree_head') order by table_name, ordinal_position")).ShouldBe(
        [
            "es_leaf leaf_index", "es_leaf seq_id", "es_leaf hash", "es_log single", "es_log id", "es_subtree level", "es_subtree number", "es_subtree hash",
            "es_tree_head number", "es_tree_head tree_size", "es_tree_head root", "es_tree_head up_to", "es_tree_head sealed_at", "es_tree_head key", "es_tree_head signature",
        ]);
    }

    [Fact]
    public async Task Is_used_by_a_role_that_is_neither_owner_nor_superuser_nor_exempt_from_row_security()
    {
        (await StoreDatabase.TextsAsync(database.Application, "select concat_ws(' ', current_user, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb) from pg_roles where rolname = current_user"))
            .ShouldBe([$"{StoreDatabase.ApplicationRole} f f f f"]);
        (await StoreDatabase.TextsAsync(database.Application, "select relname from pg_class where relnamespace = 'public'::regnamespace and pg_has_role(current_user, relowner, 'member')")).ShouldBeEmpty();
    }

    Task<IReadOnlyList<string>> ColumnsAsync(string table) => database.TextsAsync(
        $"""
        select concat_ws(' ', column_name, data_type || coalesce('(' || character_maximum_length || ')', ''), is_nullable, column_default)
        from information_schema.columns where table_name = '{table}' order by ordinal_position
        """);
}
