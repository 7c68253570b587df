-- The accepted lists of bank holidays after the first, which is in the program. One calendar for all partnerships: no row security.
-- The highest revision is in force.
create table calendar_revision (
    tenant_id varchar not null,
    stream_id uuid not null,
    revision int not null,
    accepted_at timestamptz not null,
    accepted_by varchar not null,
    reason varchar,
    source varchar not null,
    retrieved_on date not null,
    sha256 varchar not null,
    first_year int not null,
    last_year int not null,
    bank_holidays jsonb not null,
    constraint pkey_calendar_revision primary key (tenant_id, stream_id, revision),
    constraint calendar_revision_number unique (revision)
);
grant select, insert on calendar_revision to {application};
grant select, insert, update, delete on calendar_revision to {log_reader};

-- Refuses an append that was decided by another list than the one in force. Whoever accepts the next list waits for every append that rests
-- on this one, and keeps the next ones waiting. Each statement of a volatile function sees what was committed before it began: so the
-- number is read after the lock is held.
create function calendar_must_be(expected bigint, accepts_the_next boolean) returns void
language plpgsql volatile as $$
begin
    if accepts_the_next then
        perform pg_advisory_xact_lock(5207318843371912001);
    else
        perform pg_advisory_xact_lock_shared(5207318843371912001);
    end if;
    if (select coalesce(max(revision), 1) from calendar_revision) <> expected then
        raise exception 'revision % of the calendar is not in force', expected using errcode = 'ES003';
    end if;
end
$$;
revoke all on function calendar_must_be from public;
grant execute on function calendar_must_be to {application};

-- By which revision a clock's dates were counted.
alter table case_clock add column calendar_revision int not null default 1;
alter table case_clock alter column calendar_revision drop default;
