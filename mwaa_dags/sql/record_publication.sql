insert into ops.publications
select
    coalesce(max(load_no), 0) + 1,
    {publication},
    '{build}',
    timestamp '{published_at}',
    {row_count},
    getdate(),
    current_user,
    '{loaded_by}'
from ops.publications
