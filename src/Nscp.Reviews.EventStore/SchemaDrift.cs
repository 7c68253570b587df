using Npgsql;

namespace Nscp.Reviews.EventStore;

/// <summary>
/// What the migrations made, written down object by object when they were applied, so that a change by other hands is seen and named:
/// a dropped policy or trigger, a grant too much, a column or index too many, a function replaced.
/// </summary>
static class SchemaDrift
{
    internal const string Table =
        """
        create table if not exists es_schema_object (
            object varchar not null,
            definition varchar not null,
            server_major int not null,
            constraint pkey_es_schema_object primary key (object)
        )
        """;

    // Of the tables, sequences and views in the schema that the migrations fill, and of their owner's functions. Not-null constraints are left
    // out: they are told with the columns, and only newer servers list them.
    const string Objects =
        """
        with relation as (select * from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S'))
        select 'table ' || relname as object, concat_ws(' ', relkind, pg_get_userbyid(relowner), 'row security', relrowsecurity, 'forced', relforcerowsecurity) as definition, relname from relation
        union all
        select 'grants on ' || relname, coalesce((select string_agg(grantee::regrole || ':' || privilege_type, ' ' order by grantee::regrole::text, privilege_type)
            from aclexplode(coalesce(relacl, acldefault('r', relowner))) where grantee <> relowner), 'none')
            || coalesce((select ' columns ' || string_agg(attname || attacl::text, ' ' order by attname) from pg_attribute where attrelid = relation.oid and attacl is not null), ''), relname from relation
        union all
        select 'column ' || relname || '.' || attname, concat_ws(' ', format_type(atttypid, atttypmod), case when attnotnull then 'not null' end, pg_get_expr(adbin, adrelid)), relname
        from relation join pg_attribute on attrelid = relation.oid and attnum > 0 and not attisdropped left join pg_attrdef on adrelid = attrelid and adnum = attnum where relkind <> 'S'
        union all
        select 'index ' || i.relname, pg_get_indexdef(indexrelid), relation.relname from relation join pg_index on indrelid = relation.oid join pg_class i on i.oid = indexrelid
        union all
        select 'constraint ' || relname || '.' || conname, pg_get_constraintdef(pg_constraint.oid), relname from relation join pg_constraint on conrelid = relation.oid where contype <> 'n'
        union all
        select 'policy ' || relname || '.' || polname, concat_ws(' ', polcmd, polpermissive, polroles::text, pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)), relname
        from relation join pg_policy on polrelid = relation.oid
        union all
        select 'trigger ' || relname || '.' || tgname, concat_ws(' ', tgenabled, pg_get_triggerdef(pg_trigger.oid)), relname from relation join pg_trigger on tgrelid = relation.oid where not tgisinternal
        union all
        select 'sequence ' || relname, concat_ws(' ', seqstart, seqincrement, seqcache, seqcycle), relname from relation join pg_sequence on seqrelid = relation.oid
        union all
        select 'function ' || proname, md5(pg_get_functiondef(oid) || coalesce(proacl::text, '')), null from pg_proc
        where pronamespace = current_schema()::regnamespace and (proname like 'es\_%' or proowner = (select relowner from pg_class where oid = to_regclass('mt_events')))
        """;

    // A DBA's own tables and functions are none of ours; what hangs on one of ours is, and what is named as the store's.
    const string Differences =
        $"""
        with found as ({Objects}), ours as (select substring(object from 7) as relname from es_schema_object where object like 'table %')
        select case when found.object is null then recorded.object || ' is gone' when recorded.object is null then found.object || ' is not of the migrations' else found.object || ' was changed' end
        from (select * from es_schema_object) recorded full join (
            select * from found where relname in (select relname from ours) or (relname is null and (object like 'function es\_%' or object in (select object from es_schema_object)))) found on found.object = recorded.object
        where recorded.definition is distinct from found.definition order by 1
        """;

    const string IsComparable = "select count(*) > 0 and min(server_major) = current_setting('server_version_num')::int / 10000 from es_schema_object";

    /// <summary>Writes down what there is now. With the owner's connection, in the migrations' transaction.</summary>
    internal static async Task RecordAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var record = new NpgsqlCommand(
            $"""
            delete from es_schema_object;
            insert into es_schema_object select object, coalesce(definition, ''), current_setting('server_version_num')::int / 10000 from ({Objects}) found
            """, connection);
        await record.ExecuteNonQueryAsync(ct);
    }

    /// <summary>False before anything was written down, and after the server got another major version, which words definitions in its own way.</summary>
    internal static async Task<bool> IsComparableAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var compare = new NpgsqlCommand(IsComparable, connection);
        return await compare.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>What differs from what was written down, each in words; empty when nothing does or nothing can be compared.</summary>
    internal static async Task<IReadOnlyList<string>> FindAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (!await IsComparableAsync(connection, ct))
            return [];
        await using var find = new NpgsqlCommand(Differences, connection);
        await using var reader = await find.ExecuteReaderAsync(ct);
        var found = new List<string>();
        while (await reader.ReadAsync(ct))
            found.Add(reader.GetString(0));
        return found;
    }
}
