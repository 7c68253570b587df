-- What other hands granted or let through is taken back: the scripts behind this one give what there must be, and nothing else does. All of it is one
-- transaction, so that nobody is shut out meanwhile.
do $$
declare
    one record;
begin
    for one in select c.oid::regclass as name, case relkind when 'S' then 'sequence' else 'table' end as kind from pg_class c join pg_namespace n on n.oid = relnamespace
        where nspname in (current_schema(), 'wolverine') and relkind in ('r', 'p', 'S') and relname ~ '^(mt|es|case|wolverine)_' and pg_get_userbyid(relowner) = current_user
    loop
        execute format('revoke all on %s %s from public, {application}, {log}', one.kind, one.name);
    end loop;
    for one in select policyname, tablename from pg_policies
        where schemaname = current_schema() and (tablename like 'mt\_%' or tablename = 'case_reading') and policyname <> 'marten_tenant_isolation'
            and (policyname, tablename) not in (('own_tenant', 'mt_streams'), ('own_tenant', 'mt_events'), ('own_tenant', 'case_reading'), ('searched_by_owner', 'mt_doc_words'))
    loop
        execute format('drop policy %I on %I', one.policyname, one.tablename);
    end loop;
end
$$;
