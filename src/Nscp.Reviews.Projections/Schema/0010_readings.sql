-- Who has read a case: one row per answered reading, written before the answer leaves. It is no projection: nothing could make it again,
-- so a rebuild leaves it alone. No text of the case stands in it.
create table case_reading (
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

-- As with events: not even the owner changes it by mistake.
create trigger es_append_only before update or delete or truncate on case_reading
    for each statement execute function es_refuse_change();
