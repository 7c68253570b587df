-- What Marten does not make: who may do what, row security on events, what keeps history from being changed, the search, who has read.
-- Run by the owner after Marten's own migration; every statement may be run again.

-- Binds a table to the partnership that the connection names. A connection that names none, or an empty one, sees no row. Forced, so that it
-- binds the owner too. By a sub-select: worked out once in a statement, and not for each of its rows.
create or replace function es_bind_to_tenant(bound regclass) returns void
language plpgsql as $$
begin
    execute format('alter table %s enable row level security', bound);
    execute format('alter table %s force row level security', bound);
    execute format('drop policy if exists own_tenant on %s', bound);
    execute format('create policy own_tenant on %s using (tenant_id = (select nullif(current_setting(''es.tenant'', true), '''')))', bound);
end
$$;
revoke all on function es_bind_to_tenant from public;

-- Events and streams. The application appends for one partnership at a time; the log role reads those of all (BYPASSRLS) and writes none.
-- In the order in which a save takes them, so that neither stands in the other's way.
select es_bind_to_tenant('mt_streams');
select es_bind_to_tenant('mt_events');
grant select, insert on mt_streams, mt_events to {application};
grant update (version, timestamp) on mt_streams to {application};
grant usage, select on sequence mt_events_sequence to {application};
-- Numbers that a session keeps back would be given out late, behind those who follow the log.
do $$ begin
    if exists (select from pg_sequence where seqrelid = 'mt_events_sequence'::regclass and (seqcache, seqincrement) <> (1, 1)) then
        alter sequence mt_events_sequence cache 1 increment 1;
    end if;
end $$;
grant select on mt_streams, mt_events to {log};
grant select on sequence mt_events_sequence to {log};
grant select on mt_event_progression to {application};
grant select, insert, update, delete on mt_event_progression to {log};
-- What the daemon writes besides. Without the right to note a gap it stands still for ever at the first number that was rolled back.
grant select on mt_event_projection_floors to {log};
grant select, insert on mt_high_water_skips to {log};
grant select, insert, delete on mt_doc_deadletterevent to {log};

create or replace trigger es_append_only before update or delete or truncate on mt_events
    for each statement execute function es_refuse_change();
create or replace trigger es_append_only before delete or truncate on mt_streams
    for each statement execute function es_refuse_change();
-- A stream may only grow: its version and the time of it are all that changes.
create or replace trigger es_only_version_moves before update of tenant_id, id, type, created, is_archived on mt_streams
    for each statement execute function es_refuse_change();

-- Documents, bound to their partnership by Marten's own policies.
grant select, insert, update, delete on mt_doc_case, mt_doc_reference, mt_doc_words, mt_doc_clock, mt_doc_recommendation to {application}, {log};
grant select, insert on mt_doc_calendar, mt_doc_command to {application};
grant select, insert, update, delete on mt_doc_calendar to {log};
-- What commands recorded is kept for a time only.
grant select, delete on mt_doc_command to {log};

-- The first statement of every save. The lock keeps a rebuild and other writers of the stream waiting to the transaction's end. Whoever accepts the
-- next list of bank holidays waits for every save that rests on the one in force, and keeps the next ones waiting. Each statement of a volatile
-- function sees what was committed before it began: so what is compared is read after the locks are held.
create or replace function save_begins(tenant varchar, stream uuid, expected bigint, calendar int, accepts_next boolean) returns void
language plpgsql volatile as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(save_begins.tenant || ' ' || save_begins.stream, 0));
    if accepts_next then
        perform pg_advisory_xact_lock(5207318843371912001);
    else
        perform pg_advisory_xact_lock_shared(5207318843371912001);
    end if;
    if (select coalesce(max(revision), 1) from mt_doc_calendar) <> calendar
        or coalesce((select version from mt_streams where mt_streams.tenant_id = save_begins.tenant and mt_streams.id = save_begins.stream), 0) <> expected then
        raise exception 'what was read has changed since' using errcode = 'ES001';
    end if;
end
$$;
revoke all on function save_begins from public;
grant execute on function save_begins to {application};

-- Search. The tenant is a lexeme too, which no words can make: a search then reads its own tenant's part of the index alone. Beyond that length a
-- tsvector could become longer than it may be, and the case's next fact would be refused for it.
create index if not exists words_searched on mt_doc_words
    using gin ((to_tsvector('pg_catalog.english', left(data ->> 'words', 100000)) || array_to_tsvector(array['=' || tenant_id]))) with (fastupdate = off);

-- A tsquery that an empty text fits asks for no word: it has only words to leave out.
create or replace function case_search_asks(sought varchar) returns boolean
language sql immutable strict as $$
    select numnode(q) > 0 and not ''::tsvector @@ q from websearch_to_tsquery('pg_catalog.english', sought) q
$$;

-- Full-text operators are not leakproof, so that row security would have every row compared and the index left alone. The function searches as
-- the owner, who is therefore not bound when reading this one table; it binds itself to the tenant that the connection named, and finds nothing without one.
drop policy if exists searched_by_owner on mt_doc_words;
create policy searched_by_owner on mt_doc_words for select to current_user using (true);

create or replace function case_found(sought varchar) returns setof uuid
language sql stable strict parallel safe security definer rows 100 as $$
    select id from mt_doc_words
    where tenant_id = nullif(current_setting('es.tenant', true), '')
        and (to_tsvector('pg_catalog.english', left(data ->> 'words', 100000)) || array_to_tsvector(array['=' || tenant_id]))
            @@ (websearch_to_tsquery('pg_catalog.english', sought) && array_to_tsvector(array['=' || coalesce(current_setting('es.tenant', true), '')])::text::tsquery)
        and case_search_asks(sought)
$$;
do $$ begin execute format('alter function case_found(varchar) set search_path = pg_catalog, %I, pg_temp', current_schema()); end $$;
revoke all on function case_found from public;
grant execute on function case_found to {application};

-- Who has read a case: one row per answered reading, written before the answer leaves. It is no read model: nothing could make it again. No text of
-- the case stands in it.
create table if not exists case_reading (
    tenant_id varchar not null,
    stream_id uuid not null,
    number bigint not null generated always as identity,
    read_at timestamptz not null,
    reader_id varchar not null,
    reader_name varchar not null,
    reader_role varchar not null,
    reader_display_role varchar not null,
    reader_organisation varchar not null,
    reading varchar not null,
    details jsonb not null,
    purpose varchar,
    correlation_id varchar not null,
    constraint pkey_case_reading primary key (tenant_id, stream_id, number)
);
select es_bind_to_tenant('case_reading');
grant select, insert on case_reading to {application};
create or replace trigger es_append_only before update or delete or truncate on case_reading
    for each statement execute function es_refuse_change();
