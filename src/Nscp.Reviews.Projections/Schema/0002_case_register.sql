create table case_register (
    tenant_id varchar not null,
    stream_id uuid not null,
    reference varchar collate "C" not null,
    cspr_reference varchar,
    kind varchar not null,
    stage varchar not null,
    opened_on date not null,
    district varchar,
    what varchar,
    outcome varchar,
    sin_sent_on date,
    report_sent_on date,
    published_on date,
    closed_on date,
    open_holds varchar[] not null,
    irregularities varchar[] not null,
    version bigint not null,
    last_recorded_at timestamptz not null,
    constraint pkey_case_register primary key (tenant_id, stream_id)
);
create index case_register_in_order on case_register (tenant_id, opened_on desc, reference desc);

grant select, insert, update, delete on case_register to {application};
