-- Start and end facts and due dates, never a state: that depends on the day of asking.
-- A partnership's own clock (the yearly report) has no reference.
create table case_clock (
    tenant_id varchar not null,
    stream_id uuid not null,
    id varchar collate "C" not null,
    reference varchar collate "C",
    clock varchar not null,
    policy varchar not null,
    force varchar not null,
    belongs_to varchar,
    owed_by varchar not null,
    owner varchar,
    is_theirs boolean not null,
    is_floor boolean not null,
    in_working_days boolean not null,
    has_period boolean not null,
    counts_back boolean not null,
    starts_on date,
    due_on date,
    other_reading_due date,
    met_on date,
    cancelled_on date,
    because varchar,
    missed_on date,
    constraint pkey_case_clock primary key (tenant_id, stream_id, id)
);
create index case_clock_open on case_clock (tenant_id, due_on) where met_on is null and cancelled_on is null and missed_on is null;

grant select, insert, update, delete on case_clock to {application};
