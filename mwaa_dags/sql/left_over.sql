select s.schema_name, t.table_name
from svv_all_schemas s
left join svv_tables t on t.table_schema = s.schema_name and t.table_type = 'BASE TABLE'
where s.schema_name ~ '^(gold|bi)__(next|last)_'
order by 1, 2
