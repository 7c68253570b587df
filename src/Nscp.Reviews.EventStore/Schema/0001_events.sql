-- Laid out as Marten lays it out, so that Marten can take over the same tables.
-- No further column or index here: a Marten on its default settings drops what it does not know.
create table mt_streams (
    tenant_id varchar not null default '*DEFAULT*',
    id uuid not null,
    type varchar,
    version bigint,
    timestamp timestamptz not null default now(),
    created timestamptz not null default now(),
    is_archived bool default false,
    constraint pkey_mt_streams_tenant_id_id primary key (tenant_id, id)
);

create table mt_events (
    seq_id bigint,
    id uuid not null,
    stream_id uuid,
    version bigint not null,
    data jsonb not null,
    bdata bytea null,
    type varchar(500) not null,
    timestamp timestamptz not null,
    tenant_id varchar default '*DEFAULT*',
    mt_dotnet_type varchar,
    correlation_id varchar,
    causation_id varchar,
    headers jsonb,
    user_name varchar,
    is_archived bool default false,
    constraint pkey_mt_events_seq_id primary key (seq_id),
    constraint fkey_mt_events_stream_id_tenant_id foreign key (tenant_id, stream_id) references mt_streams (tenant_id, id)
);
create unique index pk_mt_events_stream_and_version on mt_events (tenant_id, stream_id, version);

-- Without cache: with one, numbers would be taken outside the transaction that inserts them.
create sequence mt_events_sequence no cycle cache 1 owned by mt_events.seq_id;

create table mt_event_progression (
    name varchar not null,
    last_seq_id bigint,
    last_updated timestamptz default transaction_timestamp(),
    constraint pk_mt_event_progression primary key (name)
);

grant select, insert on mt_streams, mt_events to {application};
grant update (version, timestamp) on mt_streams to {application};
grant usage, select on sequence mt_events_sequence to {application};
