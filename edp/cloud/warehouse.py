"""What the warehouse says of itself."""

from __future__ import annotations

from edp.cloud.data_api import query
from edp.cloud.environment import Environment

LOADED = "select publication from ops.publications order by load_no desc limit 1"
EVER_LOADED = """
select count(*) from information_schema.tables
where table_schema = 'ops' and table_name = 'publications'
"""


def loaded(environment: Environment) -> int:
    """Number of the gold publication that the warehouse serves; 0 before the first."""
    ((ever,),) = query(environment, EVER_LOADED).rows
    rows = query(environment, LOADED).rows if ever else []
    return int(rows[0][0]) if rows else 0
