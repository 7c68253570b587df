-- How far each consumer of the whole log has come. No tenant's data, so no row security.
create table es_consumer (
    name varchar not null,
    position bigint not null default 0,
    state varchar not null default 'running',
    stopped_at bigint,
    stopped_event uuid,
    fault varchar,
    failures int not null default 0,
    updated_at timestamptz not null default now(),
    constraint pkey_es_consumer primary key (name),
    constraint es_consumer_state check (state in ('running', 'paused', 'stopped'))
);

-- So that readiness can tell.
grant select on es_consumer to {application};
grant select, insert, update on es_consumer to {log_reader};
