-- Seals over the whole log: hashes and numbers, no tenant's data, so no row security. Only the log role adds to them, and nobody changes them.
-- Run by the owner after the tables of the events are there; every statement may be run again.

-- Besides the grants: not even the owner changes by mistake what is only added to.
create or replace function es_refuse_change() returns trigger
language plpgsql as $$
begin
    raise exception '% on % is refused: events are only appended', tg_op, tg_table_name using errcode = 'ES002';
end
$$;

-- Which log this is; a copy of the database has the same. Signed with every tree head.
create table if not exists es_log (
    single bool not null default true,
    id uuid not null,
    constraint pkey_es_log primary key (single),
    constraint es_log_single check (single)
);
insert into es_log (id) select gen_random_uuid() where not exists (select from es_log);

-- How far the sealer has come in the log, inclusive: nothing that appears up to here can be new.
create table if not exists es_sealer (
    single bool not null default true,
    place bigint not null default 0,
    constraint pkey_es_sealer primary key (single),
    constraint es_sealer_single check (single)
);
insert into es_sealer select where not exists (select from es_sealer);

-- The sealed events in log order: each with its hash as it was recomputed then.
create table if not exists es_leaf (
    leaf_index bigint not null,
    seq_id bigint not null,
    hash bytea not null,
    constraint pkey_es_leaf primary key (leaf_index),
    constraint es_leaf_seq_id unique (seq_id),
    constraint es_leaf_hash check (octet_length(hash) = 32)
);

-- The hashes of whole subtrees of 2^level leaves, of every fourth level, so that a proof reads 15 rows per four levels.
create table if not exists es_subtree (
    level int not null,
    number bigint not null,
    hash bytea not null,
    constraint pkey_es_subtree primary key (level, number),
    constraint es_subtree_level check (level > 0 and level % 4 = 0),
    constraint es_subtree_hash check (octet_length(hash) = 32)
);

create table if not exists es_tree_head (
    number bigint not null,
    tree_size bigint not null,
    root bytea not null,
    up_to bigint not null,
    sealed_at timestamptz not null,
    key varchar not null,
    signature bytea not null,
    constraint pkey_es_tree_head primary key (number),
    constraint es_tree_head_size unique (tree_size)
);

create or replace trigger es_append_only before update or delete or truncate on es_log
    for each statement execute function es_refuse_change();
create or replace trigger es_append_only before update or delete or truncate on es_leaf
    for each statement execute function es_refuse_change();
create or replace trigger es_append_only before update or delete or truncate on es_subtree
    for each statement execute function es_refuse_change();
create or replace trigger es_append_only before update or delete or truncate on es_tree_head
    for each statement execute function es_refuse_change();

-- One row per run of the verification; without an end while it runs, and for good when it was broken off.
create table if not exists es_verification (
    number bigint generated always as identity,
    cause varchar not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    up_to bigint,
    events bigint,
    sealed bigint,
    unsealed bigint,
    unchained bigint,
    found bigint,
    findings jsonb,
    constraint pkey_es_verification primary key (number),
    constraint es_verification_cause check (cause in ('scheduled', 'on-demand')),
    constraint es_verification_finished check ((finished_at is null) = (found is null) and (finished_at is null) = (findings is null))
);

grant select on es_log, es_leaf, es_subtree, es_tree_head to {application}, {log};
grant insert on es_leaf, es_subtree, es_tree_head to {log};
grant select, update on es_sealer to {log};
grant select on es_sealer to {application};
grant select, insert, update on es_verification to {log};
-- The findings name streams of every tenant.
grant select (number, cause, started_at, finished_at, up_to, events, sealed, unsealed, unchained, found) on es_verification to {application};
