-- What a command recorded, so that a repeat is answered again instead of being done again.
-- Never the body and never the answer.
create table es_command (
    tenant_id varchar not null,
    caller varchar not null,
    route varchar not null,
    key varchar not null,
    digest bytea not null,
    stream_id uuid not null,
    from_version bigint not null,
    to_version bigint not null,
    recorded_at timestamptz not null,
    constraint pkey_es_command primary key (tenant_id, caller, route, key)
);

grant select, insert on es_command to {application};

-- An UPDATE of no row is no error in SQL; this makes it one, so that the whole append fails.
create function es_advance_stream(tenant varchar, stream uuid, expected bigint, added bigint, at timestamptz) returns void
language plpgsql as $$
begin
    update mt_streams set version = expected + added, timestamp = at
    where mt_streams.tenant_id = tenant and mt_streams.id = stream and mt_streams.version = expected;
    if not found then
        raise exception 'stream % is not at version %', stream, expected using errcode = 'ES001';
    end if;
end
$$;
