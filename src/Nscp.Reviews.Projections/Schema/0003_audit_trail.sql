-- One row per event: facts as recorded, worded for people when they are read.
create table audit_trail (
    tenant_id varchar not null,
    stream_id uuid not null,
    version bigint not null,
    event_id uuid not null,
    type varchar not null,
    happened_on date not null,
    known_on date not null,
    recorded_at timestamptz not null,
    recorder_id varchar not null,
    recorder_name varchar not null,
    recorder_role varchar not null,
    recorder_organisation varchar not null,
    actor_organisation varchar not null,
    actor_role varchar,
    how_known varchar not null,
    reason varchar,
    despite varchar[] not null,
    marks varchar[] not null,
    correlation_id varchar not null,
    causation_id varchar,
    calendar_revision int not null,
    facts jsonb not null,
    corrected_by bigint[] not null,
    in_error_by bigint,
    constraint pkey_audit_trail primary key (tenant_id, stream_id, version)
);

grant select, insert, update, delete on audit_trail to {application};
