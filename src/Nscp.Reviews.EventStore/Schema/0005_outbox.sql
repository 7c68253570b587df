-- Messages to be delivered after the commit that recorded them, in order per stream. A delivered one stays for a time, to answer
-- "was it sent, and when"; a dropped one stays for good, with the reason.
create table es_outbox (
    tenant_id varchar not null,
    stream_id uuid not null,
    version bigint not null,
    number int not null,
    id uuid not null,
    kind varchar not null,
    body jsonb not null,
    recorded_at timestamptz not null,
    state varchar not null default 'pending',
    attempts int not null default 0,
    next_attempt_at timestamptz not null default '-infinity',
    claimed_by varchar,
    claimed_until timestamptz,
    settled_at timestamptz,
    fault varchar,
    dropped_because varchar,
    constraint pkey_es_outbox primary key (tenant_id, stream_id, version, number),
    constraint es_outbox_id unique (tenant_id, id),
    constraint es_outbox_state check (state in ('pending', 'dead', 'delivered', 'dropped')),
    constraint es_outbox_settled check ((state = 'pending') = (settled_at is null)),
    constraint es_outbox_claimed check ((claimed_by is null) = (claimed_until is null) and (claimed_by is null or state = 'pending')),
    constraint es_outbox_dropped check ((state = 'dropped') = (dropped_because is not null))
);
-- What is to be tried next; which messages hold up a stream; the dead letters. None of them grows with what was delivered.
create index es_outbox_due on es_outbox (next_attempt_at, recorded_at) where state = 'pending';
create index es_outbox_ahead on es_outbox (tenant_id, stream_id, version, number) where state in ('pending', 'dead');
create index es_outbox_dead on es_outbox (id) where state = 'dead';
select es_bind_to_tenant('es_outbox');

-- The application records messages and says nothing of their delivery; the log reader delivers them and changes nothing of what they say.
grant insert (tenant_id, stream_id, version, number, id, kind, body, recorded_at) on es_outbox to {application};
grant select, delete on es_outbox to {log_reader};
grant update (state, attempts, next_attempt_at, claimed_by, claimed_until, settled_at, fault, dropped_because) on es_outbox to {log_reader};
