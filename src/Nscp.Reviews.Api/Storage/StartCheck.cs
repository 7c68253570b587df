namespace Nscp.Reviews.Api.Storage;

/// <summary>
/// Whether the database and the roles are as they must be: the schema's release, row security on every table of a partnership, the triggers that keep history from
/// being changed, and roles that can do no more, and no less, than they must.
/// </summary>
sealed class StartCheck(NpgsqlDataSource application, [FromKeyedServices(Database.Log)] NpgsqlDataSource? log = null)
{
    const string Release = "select to_regclass('es_release') is not null";

    // With what must not be done to them: before delete (8), update (16) and truncate (32), once a statement.
    const string OnlyAddedTo = "(values ('mt_events', 58), ('mt_streams', 42), ('es_log', 58), ('es_leaf', 58), ('es_subtree', 58), ('es_tree_head', 58), ('case_reading', 58)) kept(name, events)";

    // Of tables, whoever looks: one row for each thing that is wrong.
    const string OfTheSchema =
        $"""
        select 'row security is off or not forced on ' || relname from pg_class
        where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and (relname like 'mt\_doc\_%' or relname in ('mt_events', 'mt_streams', 'case_reading'))
            and exists (select from pg_attribute where attrelid = pg_class.oid and attname = 'tenant_id' and not attisdropped)
            and not (relrowsecurity and relforcerowsecurity and exists (select from pg_policy where polrelid = pg_class.oid and pg_get_expr(polqual, polrelid) like '%es.tenant%'))
        union all
        select 'a policy on ' || tablename || ' lets more through: ' || policyname from pg_policies
        where schemaname = current_schema() and (tablename like 'mt\_%' or tablename = 'case_reading')
            and not (policyname in ('own_tenant', 'marten_tenant_isolation') and qual like '((tenant_id)::text = ( SELECT %current_setting(''es.tenant''%' and qual not like '% OR %')
            and not (policyname = 'searched_by_owner' and tablename = 'mt_doc_words' and roles = array[(select pg_get_userbyid(relowner) from pg_class where oid = to_regclass('mt_doc_words'))])
        union all
        select 'the trigger that keeps ' || name || ' from being changed is missing, off or weaker' from {OnlyAddedTo}
        where not exists (select from pg_trigger where tgrelid = to_regclass(name) and tgname = 'es_append_only' and tgenabled in ('O', 'A')
            and tgtype = events and tgqual is null and tgfoid = to_regprocedure('es_refuse_change()'))
        union all
        select 'the trigger that lets nothing but the version of a stream change is missing or off'
        where not exists (select from pg_trigger where tgrelid = to_regclass('mt_streams') and tgname = 'es_only_version_moves' and tgenabled in ('O', 'A'))
        union all
        select 'the function ' || name || ' is missing or does something else'
        from (values ('es_refuse_change()', '%raise exception%'), ('save_begins(varchar, uuid, bigint, int, boolean)', '%pg_advisory_xact_lock%ES001%'), ('case_found(varchar)', '%es.tenant%')) needed(name, does)
        where not exists (select from pg_proc where oid = to_regprocedure(name) and prosrc like does)
        union all
        select 'the sequence mt_events_sequence keeps numbers back for a session, which followers would pass over'
        where exists (select from pg_sequence where seqrelid = to_regclass('mt_events_sequence') and (seqcache, seqincrement) <> (1, 1))
        union all
        select 'text is not sorted by code point: make the database with the locale C' where not ('a b' < 'a-b' and 'B' < 'a')
        """;

    const string OfTheApplication =
        $"""
        select 'it is a superuser' from pg_roles where rolname = current_user and rolsuper
        union all
        select 'it is exempt from row security (BYPASSRLS)' from pg_roles where rolname = current_user and rolbypassrls
        union all
        select 'it owns the tables, or is a member of their owner' where exists (select from pg_class where oid = to_regclass('mt_events') and pg_has_role(current_user, relowner, 'member'))
        union all
        select 'it may change or delete events' where has_table_privilege('mt_events', 'update, delete, truncate') or has_any_column_privilege('mt_events', 'update')
        union all
        select 'it may delete streams' where has_table_privilege('mt_streams', 'delete, truncate')
        union all
        select 'it may change or delete ' || name from unnest(array['mt_doc_command', 'case_reading']) name
        where has_table_privilege(name, 'update, delete, truncate') or has_any_column_privilege(name, 'update')
        union all
        select 'it may write seals' where exists (select from unnest(array['es_log', 'es_sealer', 'es_leaf', 'es_subtree', 'es_tree_head']) seal
            where has_table_privilege(seal, 'insert, update, delete, truncate') or has_any_column_privilege(seal, 'insert, update'))
        union all
        select 'it may not append events' where not (has_table_privilege('mt_events', 'select') and has_table_privilege('mt_events', 'insert') and has_sequence_privilege('mt_events_sequence', 'usage'))
        """;

    // A host with one of these rights missing looks well, and takes no message over from a host that died.
    const string OfTheMessages =
        """
        select 'it may not ' || may || ' ' || relname || ', without which messages stand still'
        from pg_class join pg_namespace n on n.oid = relnamespace cross join unnest(array['select', 'insert', 'update', 'delete']) may
        where nspname = 'wolverine' and relkind = 'r' and not has_table_privilege(pg_class.oid, may)
            and not (may = 'update' and relname in ('wolverine_dead_letter_history', 'wolverine_control_queue', 'wolverine_node_records'))
            and not (may <> 'select' and relname = 'wolverine_agent_restrictions')
        union all
        select 'it may not use ' || relname || ', without which messages stand still'
        from pg_sequence join pg_class on pg_class.oid = seqrelid join pg_namespace n on n.oid = relnamespace where nspname = 'wolverine' and not has_sequence_privilege(seqrelid, 'usage')
        union all
        select 'it may not use the schema of the messages' where not exists (select from pg_namespace where nspname = 'wolverine' and has_schema_privilege(oid, 'usage'))
        """;

    const string OfTheLog =
        """
        select 'it is a superuser' from pg_roles where rolname = current_user and rolsuper
        union all
        select 'it is bound by row security: it needs BYPASSRLS, or it sees nothing' from pg_roles where rolname = current_user and not rolbypassrls
        union all
        select 'it cannot see who writes: it needs pg_read_all_stats, or followers miss events' where not pg_has_role(current_user, 'pg_read_all_stats', 'usage')
        union all
        select 'it owns the tables, or is a member of their owner' where exists (select from pg_class where oid = to_regclass('mt_events') and pg_has_role(current_user, relowner, 'member'))
        union all
        select 'it may write ' || name from unnest(array['mt_events', 'mt_streams']) name
        where has_table_privilege(name, 'insert, update, delete, truncate') or has_any_column_privilege(name, 'insert, update')
        union all
        select 'it may change or delete seals' where exists (select from unnest(array['es_log', 'es_leaf', 'es_subtree', 'es_tree_head']) seal
            where has_table_privilege(seal, 'update, delete, truncate') or has_any_column_privilege(seal, 'update'))
        union all
        select 'it may not note gaps in the log, at the first of which followers would stand still' where not has_table_privilege('mt_high_water_skips', 'insert')
        union all
        select 'it may change what commands recorded' where has_table_privilege('mt_doc_command', 'insert, update, truncate') or has_any_column_privilege('mt_doc_command', 'insert, update')
        union all
        select 'it may not send messages' where not exists (select from pg_class join pg_namespace n on n.oid = relnamespace
            where nspname = 'wolverine' and relname = 'wolverine_incoming_envelopes' and has_table_privilege(pg_class.oid, 'insert') and has_schema_privilege(n.oid, 'usage'))
        union all
        select 'it may not note how far followers have come' where not (has_table_privilege('mt_event_progression', 'insert') and has_table_privilege('mt_event_progression', 'update'))
        """;

    /// <summary>Null when all is as it must be; otherwise what is wrong, in a sentence.</summary>
    /// <exception cref="NpgsqlException">The database is out of reach.</exception>
    internal async Task<string?> WrongAsync(CancellationToken ct)
    {
        if (await SchemaAsync(ct) is { } schema) return schema;
        if (await AskAsync(application, OfTheApplication, ct) is { Count: > 0 } application_) return Sentence("application's", application_);
        if (log is null) return null;
        if (await AskAsync(application, OfTheMessages, ct) is { Count: > 0 } messages) return Sentence("application's", messages);
        return await AskAsync(log, OfTheLog, ct) is { Count: > 0 } log_ ? Sentence("log", log_) : null;
    }

    /// <summary>The same of the schema alone: what a host cannot work with, wherever it runs.</summary>
    internal async Task<string?> SchemaAsync(CancellationToken ct)
    {
        if (Schema.Wrong(await ReleaseAsync(ct)) is { } wrong) return wrong;
        return await AskAsync(application, OfTheSchema, ct) is { Count: > 0 } changed
            ? $"The schema was changed by other hands: {string.Join("; ", changed)}. Run ./build.sh migrate, which puts it right, and find out who did it." : null;
    }

    /// <summary>The schema's release; null where there is none yet.</summary>
    internal async Task<int?> ReleaseAsync(CancellationToken ct) =>
        (await AskAsync<bool>(application, Release, ct))[0] ? (await AskAsync<int>(application, "select number from es_release", ct)).Cast<int?>().FirstOrDefault() : null;

    static string Sentence(string whose, IReadOnlyList<string> what) =>
        $"The {whose} database role is not as it must be: {string.Join("; ", what)}. Give it a role of its own with no more than ./build.sh migrate grants; see docs/operations.md, Schema.";

    static Task<List<string>> AskAsync(NpgsqlDataSource source, string sql, CancellationToken ct) => AskAsync<string>(source, sql, ct);

    static async Task<List<T>> AskAsync<T>(NpgsqlDataSource source, string sql, CancellationToken ct)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct)) rows.Add(reader.GetFieldValue<T>(0));
        return rows;
    }
}
