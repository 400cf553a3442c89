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
create table if not exists ops.loaded_tables (
    load_no bigint not null,
    table_name varchar(128) not null,
    row_count bigint not null,
    primary key (load_no, table_name)
) diststyle all sortkey (load_no)
