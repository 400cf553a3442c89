insert into ops.publications
select
    case when coalesce(max(load_no), 0) = {loads_before} then {loads_before} + 1 end,
    {publication},
    '{build}',
    timestamp '{published_at}',
    {row_count},
    getdate(),
    current_user,
    '{loaded_by}'
from ops.publications
