create schema if not exists ops;
create schema if not exists gold;
create schema if not exists bi;
create table if not exists ops.publications (
    load_no bigint not null,
    publication bigint not null,
    build varchar(64) not null,
    published_at timestamp not null,
    row_count bigint not null,
    loaded_at timestamp not null,
    loaded_as varchar(128) not null,
    loaded_by varchar(512) not null,
    primary key (load_no)
) diststyle all sortkey (load_no);
create table if not exists ops.definitions (
    version varchar(64) not null,
    applied_at timestamp not null,
    applied_as varchar(128) not null
) diststyle all sortkey (applied_at)
