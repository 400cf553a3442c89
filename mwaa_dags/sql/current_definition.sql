select version
from ops.definitions
order by applied_at desc
limit 1
