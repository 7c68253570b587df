-- Three roles. The owner migrates; the application serves one tenant at a time and can only append to the log; the log reader
-- reads the log of every tenant (BYPASSRLS) for what works across tenants, and writes none of it.
grant select on mt_streams, mt_events, es_command to {log_reader};
grant select on sequence mt_events_sequence to {log_reader};
-- What commands recorded is kept for a time only; see CommandRecord.ForgetBeforeAsync.
grant delete on es_command to {log_reader};

-- Where a rebuild makes the tables that it compares with the live ones.
create schema es_shadow;
grant usage, create on schema es_shadow to {log_reader};

-- Binds a table to the tenant that the transaction named first. A transaction that names none, or an empty one, sees no row.
-- Forced, so that it binds the owner too: a migration that must touch rows switches it off for itself.
create function es_bind_to_tenant(bound regclass) returns void
language plpgsql as $$
begin
    execute format('alter table %s enable row level security', bound);
    execute format('alter table %s force row level security', bound);
    execute format('create policy own_tenant on %s using (tenant_id = nullif(current_setting(''es.tenant'', true), ''''))', bound);
end
$$;
revoke all on function es_bind_to_tenant from public;

select es_bind_to_tenant('mt_streams');
select es_bind_to_tenant('mt_events');
select es_bind_to_tenant('es_command');

-- Besides the grants: not even the owner changes history by mistake.
create function es_refuse_change() returns trigger
language plpgsql as $$
begin
    raise exception '% on % is refused: events are only appended', tg_op, tg_table_name using errcode = 'ES002';
end
$$;

create trigger es_append_only before update or delete or truncate on mt_events
    for each statement execute function es_refuse_change();
create trigger es_append_only before delete or truncate on mt_streams
    for each statement execute function es_refuse_change();
-- A stream may only grow: its version and the time of it are all that changes.
create trigger es_only_version_moves before update of tenant_id, id, type, created, is_archived on mt_streams
    for each statement execute function es_refuse_change();
