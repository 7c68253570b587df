create table recommendation (
    tenant_id varchar not null,
    stream_id uuid not null,
    id varchar collate "C" not null,
    reference varchar collate "C" not null,
    number int not null,
    source varchar not null,
    theme varchar not null,
    wording varchar not null,
    asked_of varchar not null,
    carried_over_from varchar,
    state varchar not null,
    made_on date not null,
    accepted_on date,
    completed_on date,
    closed_on date,
    next_due_on date,
    owners varchar[] not null,
    constraint pkey_recommendation primary key (tenant_id, stream_id, id)
);
create index recommendation_in_order on recommendation (tenant_id, reference, number);

create table recommended_action (
    tenant_id varchar not null,
    stream_id uuid not null,
    recommendation varchar collate "C" not null,
    action int not null,
    reference varchar collate "C" not null,
    source varchar not null,
    theme varchar not null,
    made_on date not null,
    owner varchar not null,
    owner_role varchar not null,
    steps varchar,
    assigned_on date not null,
    first_due_on date not null,
    due_on date not null,
    rescheduled int not null,
    state varchar not null,
    is_open boolean not null,
    claimed_on date,
    claimed_by varchar,
    verified_on date,
    verified_by varchar,
    closed_on date,
    impact_reviewed_on date,
    constraint pkey_recommended_action primary key (tenant_id, stream_id, recommendation, action)
);

grant select, insert, update, delete on recommendation, recommended_action to {application};
