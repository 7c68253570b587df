-- The tenant by a sub-select: worked out once in a statement, and not for each of its rows.
create or replace function es_bind_to_tenant(bound regclass) returns void
language plpgsql as $$
begin
    execute format('alter table %s enable row level security', bound);
    execute format('alter table %s force row level security', bound);
    execute format('create policy own_tenant on %s using (tenant_id = (select nullif(current_setting(''es.tenant'', true), '''')))', bound);
end
$$;

do $$
declare
    bound regclass;
begin
    for bound in select polrelid from pg_policy join pg_class on pg_class.oid = polrelid where polname = 'own_tenant' and relnamespace = current_schema()::regnamespace loop
        execute format('alter policy own_tenant on %s using (tenant_id = (select nullif(current_setting(''es.tenant'', true), '''')))', bound);
    end loop;
end
$$;
