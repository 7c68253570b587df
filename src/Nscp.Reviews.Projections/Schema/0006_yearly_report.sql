create table yearly_report (
    tenant_id varchar not null,
    stream_id uuid not null,
    version bigint not null,
    covers_from date not null,
    covers_to date not null,
    published_on date not null,
    published_where varchar not null,
    constraint pkey_yearly_report primary key (tenant_id, stream_id, version)
);

grant select, insert, update, delete on yearly_report to {application};
