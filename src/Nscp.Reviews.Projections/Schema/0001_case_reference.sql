-- Every reference by which a case is known: its own, and its CSPR's.
create table case_reference (
    tenant_id varchar not null,
    reference varchar collate "C" not null,
    stream_id uuid not null,
    constraint case_reference_used primary key (tenant_id, reference)
);

grant select, insert, update, delete on case_reference to {application};
