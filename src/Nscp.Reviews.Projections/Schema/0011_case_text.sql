-- What a case is found by. Protected text never stands here.
create table case_text (
    tenant_id varchar not null,
    stream_id uuid not null,
    words varchar not null,
    -- The tenant is a lexeme too, which no words can make: a search then reads its own tenant's part of the index alone, and takes no longer for what others hold.
    -- Beyond that length a tsvector could become longer than it may be, and the case's next fact would be refused for it.
    searched tsvector not null generated always as (to_tsvector('pg_catalog.english', left(words, 100000)) || array_to_tsvector(array['=' || tenant_id])) stored,
    constraint pkey_case_text primary key (tenant_id, stream_id)
);
create index case_text_searched on case_text using gin (searched) with (fastupdate = off);

select es_bind_to_tenant('case_text');
grant select, insert, update, delete on case_text to {application}, {log_reader};

-- Full-text operators are not leakproof, so that row security would have every row compared and the index left alone. The function searches as
-- the owner, who is therefore not bound when reading this one table; the function binds itself to the tenant that the transaction named, and finds nothing without one.
create policy searched_by_owner on case_text for select to current_user using (true);

create function case_text_found(sought varchar) returns setof uuid
language sql stable strict parallel safe security definer rows 100 as $$
    select stream_id from case_text
    where tenant_id = nullif(current_setting('es.tenant', true), '')
        and searched @@ (websearch_to_tsquery('pg_catalog.english', sought) && array_to_tsvector(array['=' || coalesce(current_setting('es.tenant', true), '')])::text::tsquery)
        and numnode(websearch_to_tsquery('pg_catalog.english', sought)) > 0
$$;
do $$ begin execute format('alter function case_text_found(varchar) set search_path = pg_catalog, %I, pg_temp', current_schema()); end $$;
revoke all on function case_text_found from public;
grant execute on function case_text_found to {application};
